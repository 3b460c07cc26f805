//! `GET /api/v1/indicators`: areas over time, and those that fall, rise or are perfect.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError, Desk,
    asked::Asked,
    openapi::parameters::{Columned, Filed, Filtered, Worded},
    reading::{Answer, Reading, Whole},
};
use crate::{
    contract::words,
    domain::views::{AreaMove, AreaScore, Column, Granularity, HistoryRow},
};

#[derive(Serialize, ToSchema)]
pub(super) struct IndicatorTable<'a> {
    by: Granularity,
    areas: &'a [AreaScore],
    columns: &'a [Column],
    rows: &'a [HistoryRow],
    critical: &'a [AreaMove],
    success: &'a [AreaMove],
    perfect: &'a [AreaMove],
}

/// Areas over time, and those that fall, rise or are perfect
#[utoipa::path(
    get, path = "/api/v1/indicators", operation_id = "indicators", tag = "figures",
    params(Columned, Filtered, Filed, Worded),
    responses((status = 200, description = "The figures", body = Whole<IndicatorTable>)),
)]
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let found = desk.indicators_of(&asked.filter, asked.word("by", words::granularity)?)?;
        let data = IndicatorTable {
            by: found.granularity,
            areas: &found.areas,
            columns: &found.columns,
            rows: &found.rows,
            critical: &found.critical,
            success: &found.success,
            perfect: &found.perfect,
        };
        Answer::new(&found.meta, super::figures(desk, asked)?.kpis.n, None, data)
    };
    reading.answer(&["by"], find).await
}
