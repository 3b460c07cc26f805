//! `POST /api/v1/supervisions/{id}/restore`: a deleted supervision is back, as it was.

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::number;
use crate::{
    domain::Action,
    server::api::{
        ApiError,
        reading::Named,
        writing::{Done, Job, Meta, Writing},
    },
};

#[derive(Serialize)]
struct Data {
    id: u32,
    /// `restored`, or `unchanged` when it was not deleted.
    status: &'static str,
}

/// See the module.
///
/// # Errors
/// 404 when there never was one in the scope.
pub async fn restore(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Supervise, &[], async move |job: Job| {
            let id = number(&id)?;
            let (was_deleted, data_version) = job.desk.restore_supervision(id).await?;
            let status = if was_deleted { "restored" } else { "unchanged" };
            Done::new(StatusCode::OK, Data { id, status }, Meta { data_version })
        })
        .await
}
