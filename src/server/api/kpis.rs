//! `GET /api/v1/kpis`: the figures of the dashboard's cards.

use axum::response::Response;

use super::{
    ApiError,
    openapi::parameters::{Filed, Filtered, Worded},
    reading::{Answer, Reading, Whole},
};
use crate::domain::views::Kpis;

/// The figures of the dashboard's cards
#[utoipa::path(
    get, path = "/api/v1/kpis", operation_id = "kpis", tag = "figures",
    params(Filtered, Filed, Worded),
    responses((status = 200, description = "The figures", body = Whole<Kpis>)),
)]
pub async fn show(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &super::Desk, asked: &super::Asked| {
        let found = super::figures(desk, asked)?;
        Answer::new(&found.meta, found.kpis.n, None, &found.kpis)
    };
    reading.answer(&[], find).await
}
