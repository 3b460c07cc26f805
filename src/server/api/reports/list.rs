//! `GET /api/v1/reports`: the caller's reports and those that others share, by name.

use crate::{
    contract::ReportTold,
    server::{
        api::{
            ApiError,
            openapi::parameters::{Listed, Searched, Worded},
            reading::{Answer, Paging, Reading, Whole},
        },
        services::page_of,
    },
};

/// The caller's reports and those that others share, by name
///
/// They change without the data, and are kept by nobody; a cursor ends when one of them changes.
///
/// # Errors
/// 403 for who may not export.
#[utoipa::path(
    get, path = "/api/v1/reports", operation_id = "listReports", tag = "reports", params(Searched, Listed, Worded),
    responses((status = 200, description = "The reports", body = Whole<Vec<ReportTold>>)),
)]
pub async fn list(reading: Reading) -> Result<Answer, ApiError> {
    let asked = reading.question(&["search", "limit", "cursor"])?;
    asked.unfiltered()?;
    let reports = reading.desk.reports(asked.text("search").unwrap_or_default()).await?;
    let state: String = reports.iter().map(|report| format!("{}.{} ", report.id, report.version)).collect();
    let asked = asked.within(&state);
    let page = asked.page()?;
    let page_of_reports = page_of(reports.iter().map(|report| reading.desk.told(report)).collect(), page);
    Answer::new(&reading.meta(), None, Paging::of(&page_of_reports, page.1, &asked), &page_of_reports.items)
}
