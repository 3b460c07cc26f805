//! `GET /api/v1/trends`: months with a score, in order.

use axum::response::Response;

use super::{
    ApiError,
    openapi::parameters::{Filed, Filtered, Worded},
    reading::{Answer, Reading, Whole},
};
use crate::domain::views::TrendPoint;

/// Months with a score, in order
#[utoipa::path(
    get, path = "/api/v1/trends", operation_id = "trends", tag = "figures",
    params(Filtered, Filed, Worded),
    responses((status = 200, description = "The figures", body = Whole<Vec<TrendPoint>>)),
)]
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &super::Desk, asked: &super::Asked| {
        let found = super::figures(desk, asked)?;
        Answer::new(&found.meta, found.kpis.n, None, &found.trend)
    };
    reading.answer(&[], find).await
}
