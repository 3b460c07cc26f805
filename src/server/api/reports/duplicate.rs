//! `POST /api/v1/reports/{id}/duplicate`: saves a report as one of the caller's own.

use axum::{http::StatusCode, response::Response};

use super::answered;
use crate::{
    contract::ReportTold,
    domain::Action,
    server::api::{
        ApiError,
        openapi::parameters::{Once, Worded},
        reading::Named,
        writing::{Job, Writing, Written},
    },
};

/// Saves a report, also one that is shared, as one's own
///
/// It is private, and its name tells that it is a copy.
///
/// # Errors
/// 403 for keys, which have none; 404; 422 when there are too many.
#[utoipa::path(
    post, path = "/api/v1/reports/{id}/duplicate", operation_id = "duplicateReport", tag = "reports",
    params(("id" = i64, Path, description = "Number of the report"), Once, Worded),
    responses((status = 201, description = "The new report", body = Written<ReportTold>)),
)]
pub async fn duplicate(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Reports, &[], async move |job: Job| {
            let saved = job.desk.copy_report(&id).await?;
            answered(saved, StatusCode::CREATED, &job)
        })
        .await
}
