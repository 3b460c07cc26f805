//! `POST /api/v1/reports`: saves a report.

use axum::{http::StatusCode, response::Response};

use super::answered;
use crate::{
    contract::{ReportTold, SentReport},
    domain::Action,
    server::api::{
        ApiError,
        openapi::parameters::{Once, Worded},
        writing::{Job, Writing, Written},
    },
};

/// Saves a report of one's own
///
/// # Errors
/// 403 for keys, which have none; 422 with what is wrong: of the query by parameter, such as `query.year`.
#[utoipa::path(
    post, path = "/api/v1/reports", operation_id = "createReport", tag = "reports", params(Once, Worded),
    request_body = SentReport, responses((status = 201, description = "The report", body = Written<ReportTold>)),
)]
pub async fn create(writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Reports, &[], async |job: Job| {
            let sent = job.json()?;
            answered(job.desk.add_report(&sent).await?, StatusCode::CREATED, &job)
        })
        .await
}
