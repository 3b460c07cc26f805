//! `GET /api/v1/trends`: months with a score, in order.

use axum::response::Response;

use super::{
    ApiError,
    reading::{Answer, Reading},
};

/// See the module.
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &super::Desk, asked: &super::Asked| {
        let found = super::figures(desk, asked)?;
        Answer::new(&found.meta, found.kpis.n, None, &found.trend)
    };
    reading.answer(&[], find).await
}
