//! `GET /api/v1/kpis`: the figures of the dashboard's cards.

use axum::response::Response;

use super::{
    ApiError,
    reading::{Answer, Reading},
};

/// See the module.
pub async fn show(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &super::Desk, asked: &super::Asked| {
        let found = super::figures(desk, asked)?;
        Answer::new(&found.meta, found.kpis.n, None, &found.kpis)
    };
    reading.answer(&[], find).await
}
