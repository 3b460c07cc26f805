//! `DELETE /api/v1/supervisions/{id}`: the supervision is in no figure and no list any more, until it is restored.

use axum::response::Response;

use super::number;
use crate::{
    domain::Action,
    server::api::{
        ApiError,
        openapi::parameters::{Once, Worded},
        reading::Named,
        writing::{Done, Job, Writing},
    },
};

/// Takes a supervision out of every figure and list
///
/// # Errors
/// 404 when there is none in the scope, or it is deleted.
#[utoipa::path(
    delete, path = "/api/v1/supervisions/{id}", operation_id = "deleteSupervision", tag = "supervisions",
    params(("id" = u32, Path, description = "Number of the supervision"), Once, Worded),
    responses((status = 204, description = "It is in no figure any more, until it is restored")),
)]
pub async fn delete(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Supervise, &[], async move |job: Job| {
            job.desk.delete_supervision(number(&id)?).await?;
            Ok(Done::nothing())
        })
        .await
}
