//! `PUT /api/v1/reports/{id}`: puts other data in the place of a report's. `If-Match` with its tag refuses what would overwrite
//! somebody else's change.

use axum::{http::StatusCode, response::Response};

use super::{answered, version};
use crate::{
    contract::{ReportTold, SentReport},
    domain::Action,
    server::api::{
        ApiError,
        openapi::parameters::{Conditional, Once, Worded},
        reading::Named,
        writing::{Job, Writing, Written},
    },
};

/// Changes a report, whole
///
/// # Errors
/// 403 for one of somebody else's; 404; 412 when it has changed since; 422 as for a new one.
#[utoipa::path(
    put, path = "/api/v1/reports/{id}", operation_id = "putReport", tag = "reports",
    params(("id" = i64, Path, description = "Number of the report"), Conditional, Once, Worded),
    request_body = SentReport, responses((status = 200, description = "The report", body = Written<ReportTold>)),
)]
pub async fn put(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Reports, &[], async move |job: Job| {
            let sent = job.json()?;
            let saved = job.desk.set_report(&id, &sent, version(&job.headers)?).await?;
            answered(saved, StatusCode::OK, &job)
        })
        .await
}
