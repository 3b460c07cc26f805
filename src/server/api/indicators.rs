//! `GET /api/v1/indicators`: areas over time, and those that fall, rise or are perfect.

use axum::response::Response;
use serde::Serialize;

use super::{
    ApiError, Desk,
    asked::Asked,
    reading::{Answer, Reading},
};
use crate::{
    contract::words,
    domain::views::{AreaMove, AreaScore, Column, Granularity, HistoryRow},
};

#[derive(Serialize)]
struct Data<'a> {
    by: Granularity,
    areas: &'a [AreaScore],
    columns: &'a [Column],
    rows: &'a [HistoryRow],
    critical: &'a [AreaMove],
    success: &'a [AreaMove],
    perfect: &'a [AreaMove],
}

/// See the module.
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let found = desk.indicators_of(&asked.filter, asked.word("by", words::granularity)?)?;
        let data = Data {
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
