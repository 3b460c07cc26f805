//! `GET /api/v1/board`: the dashboard with all its cards; as a workbook a sheet for each.

use axum::response::Response;
use serde::Serialize;

use super::{
    ApiError,
    reading::{Answer, Reading},
};
use crate::domain::views::{AreaScore, BranchScore, GroupScore, Kpis, StateScore, TrendPoint};

#[derive(Serialize)]
struct Data<'a> {
    kpis: &'a Kpis,
    trend: &'a [TrendPoint],
    groups: &'a [GroupScore],
    branches: &'a [BranchScore],
    areas: &'a [AreaScore],
    states: &'a [StateScore],
}

/// See the module.
pub async fn show(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &super::Desk, asked: &super::Asked| {
        let found = super::figures(desk, asked)?;
        let data = Data {
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
