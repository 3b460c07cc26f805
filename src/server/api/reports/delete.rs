//! `DELETE /api/v1/reports/{id}`: forgets a report.

use axum::response::Response;

use super::version;
use crate::{
    domain::Action,
    server::api::{
        ApiError,
        openapi::parameters::{Conditional, Once, Worded},
        reading::Named,
        writing::{Done, Job, Writing},
    },
};

/// Deletes a report
///
/// # Errors
/// 403 for one of somebody else's; 404; 412 when it has changed since.
#[utoipa::path(
    delete, path = "/api/v1/reports/{id}", operation_id = "deleteReport", tag = "reports",
    params(("id" = i64, Path, description = "Number of the report"), Conditional, Once, Worded),
    responses((status = 204, description = "It is gone")),
)]
pub async fn delete(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Reports, &[], async move |job: Job| {
            let gone = job.desk.remove_report(&id, version(&job.headers)?).await?;
            if gone { Ok(Done::nothing()) } else { Err(ApiError::stale()) }
        })
        .await
}
