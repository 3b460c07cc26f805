//! `DELETE /api/v1/supervisions/{id}`: the supervision is in no figure and no list any more, until it is restored.

use axum::response::Response;

use super::number;
use crate::{
    domain::Action,
    server::api::{
        ApiError,
        reading::Named,
        writing::{Done, Job, Writing},
    },
};

/// See the module.
///
/// # Errors
/// 404 when there is none in the scope, or it is deleted.
pub async fn delete(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Supervise, &[], async move |job: Job| {
            job.desk.delete_supervision(number(&id)?).await?;
            Ok(Done::nothing())
        })
        .await
}
