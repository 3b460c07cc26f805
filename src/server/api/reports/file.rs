//! `GET /api/v1/reports/{id}/file`: what a report is a name of, made now and for who asks.

use axum::response::Response;

use crate::server::api::{
    ApiError,
    openapi::parameters::Worded,
    reading::{Named, Reading},
    within,
};

/// The file of a report, made now and of what the caller may see
///
/// It is the one of the view's own operation, in the report's format and language, and recorded as that is.
///
/// # Errors
/// 400 for what the filter names and there is no more; 403; 404.
#[utoipa::path(
    get, path = "/api/v1/reports/{id}/file", operation_id = "downloadReport", tag = "reports",
    params(("id" = i64, Path, description = "Number of the report"), Worded),
    responses((status = 200, description = "The file")),
)]
pub async fn file(reading: Reading, Named(id): Named) -> Result<Response, ApiError> {
    // The report says in which form: nothing that the caller accepts does.
    reading.bare_question()?;
    let report = reading.desk.report(&id).await?;
    within::ask(&reading.desk, &reading.desk.file_of(&report)).await
}
