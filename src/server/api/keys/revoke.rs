//! `DELETE /api/v1/keys/{id}`: ends a key, from the next request on.

use axum::response::Response;

use crate::{
    domain::Action,
    server::api::{
        ApiError,
        openapi::parameters::{Once, Worded},
        reading::Named,
        writing::{Done, Job, Writing},
    },
};

/// Ends a key
///
/// One that has ended stays ended.
///
/// # Errors
/// 404 when there is none in the organization.
#[utoipa::path(
    delete, path = "/api/v1/keys/{id}", operation_id = "revokeKey", tag = "administration",
    params(("id" = i64, Path, description = "Number of the key"), Once, Worded),
    responses((status = 204, description = "From the next request on")),
)]
pub async fn revoke(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Keys, &[], async move |job: Job| {
            job.desk.revoke_key(&id).await?;
            Ok(Done::nothing())
        })
        .await
}
