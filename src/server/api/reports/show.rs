//! `GET /api/v1/reports/{id}`: one report.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::tag;
use crate::{
    contract::ReportTold,
    server::api::{
        ApiError,
        openapi::parameters::Worded,
        reading::{Answer, Named, Reading, Whole},
    },
};

/// One report
///
/// Its `ETag` is its version, for `If-Match`.
///
/// # Errors
/// 404 for who may not know of it.
#[utoipa::path(
    get, path = "/api/v1/reports/{id}", operation_id = "showReport", tag = "reports",
    params(("id" = i64, Path, description = "Number of the report"), Worded),
    responses((status = 200, description = "The report", body = Whole<ReportTold>)),
)]
pub async fn show(reading: Reading, Named(id): Named) -> Result<Response, ApiError> {
    reading.question(&[])?.unfiltered()?;
    let report = reading.desk.report(&id).await?;
    let mut response = Answer::new(&reading.meta(), None, None, reading.desk.told(&report))?.into_response();
    if let Ok(tag) = HeaderValue::try_from(tag(report.version)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}
