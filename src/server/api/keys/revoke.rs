//! `DELETE /api/v1/keys/{id}`: ends a key, from the next request on.

use axum::response::Response;

use crate::{
    domain::Action,
    server::api::{
        ApiError,
        reading::Named,
        writing::{Done, Job, Writing},
    },
};

/// See the module. One that has ended stays ended.
///
/// # Errors
/// 404 when there is none in the organization.
pub async fn revoke(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Keys, &[], async move |job: Job| {
            job.desk.revoke_key(&id).await?;
            Ok(Done::nothing())
        })
        .await
}
