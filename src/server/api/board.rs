//! `GET /api/v1/board`: the dashboard with all its cards; as a workbook a sheet for each.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError,
    openapi::parameters::{Filed, Filtered, Worded},
    reading::{Answer, Reading, Whole},
};
use crate::domain::views::{AreaScore, BranchScore, GroupScore, Kpis, StateScore, TrendPoint};

#[derive(Serialize, ToSchema)]
pub(super) struct Board<'a> {
    kpis: &'a Kpis,
    trend: &'a [TrendPoint],
    groups: &'a [GroupScore],
    branches: &'a [BranchScore],
    areas: &'a [AreaScore],
    states: &'a [StateScore],
}

/// The dashboard with all its cards
#[utoipa::path(
    get, path = "/api/v1/board", operation_id = "board", tag = "figures", params(Filtered, Filed, Worded),
    responses((status = 200, description = "The figures", body = Whole<Board>)),
)]
pub async fn show(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &super::Desk, asked: &super::Asked| {
        let found = super::figures(desk, asked)?;
        let data = Board {
            kpis: &found.kpis,
            trend: &found.trend,
            groups: &found.groups,
            branches: &found.branches,
            areas: &found.areas,
            states: &found.states,
        };
        Answer::new(&found.meta, found.kpis.n, None, data)
    };
    reading.answer(&[], find).await
}
