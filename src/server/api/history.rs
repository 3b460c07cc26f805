//! `GET /api/v1/history`: groups (or with `inside` the branches of one) by months, quarters, years or named periods (`by`).
//! `show` is `all`, `improving`, `declining` or `critical`.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError, Desk,
    asked::Asked,
    openapi::parameters::{Columned, Filed, Filtered, HistoryRows, Listed, Worded},
    reading::{Answer, Paging, Reading, Whole},
};
use crate::{
    contract::words,
    domain::{
        FilterError,
        views::{Column, Granularity, HistoryCounts, HistoryRow, HistoryShow, Link},
    },
};

#[derive(Serialize, ToSchema)]
pub(super) struct HistoryTable<'a> {
    by: Granularity,
    show: HistoryShow,
    inside: &'a Option<Link>,
    columns: &'a [Column],
    organization: &'a HistoryRow,
    rows: &'a [HistoryRow],
    counts: HistoryCounts,
    outside_named_periods: u32,
}

/// Groups, or the branches of one, over time
#[utoipa::path(
    get, path = "/api/v1/history", operation_id = "history", tag = "figures",
    params(Columned, HistoryRows, Filtered, Listed, Filed, Worded),
    responses((status = 200, description = "The figures", body = Whole<HistoryTable>)),
)]
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let (by, show) = (asked.word("by", words::granularity)?, asked.word("show", words::history_show)?);
        let page = asked.page()?;
        let found = desk.history_of(&asked.filter, by, show, asked.text("inside"), page).map_err(named_here)?;
        let data = HistoryTable {
            by: found.granularity,
            show: found.show,
            inside: &found.group,
            columns: &found.columns,
            organization: &found.organization,
            rows: &found.rows.items,
            counts: found.counts,
            outside_named_periods: found.outside_named_periods,
        };
        let n = super::figures(desk, asked)?.kpis.n;
        Answer::new(&found.meta, n, Paging::of(&found.rows, page.1, asked), data)
    };
    reading.answer(&["by", "show", "inside", "limit", "cursor"], find).await
}

/// By the name that the parameter has here.
pub(super) fn named_here(error: FilterError) -> FilterError {
    let field = if error.field == "dentro" { "inside".to_owned() } else { error.field };
    FilterError { field, ..error }
}
