//! `POST /api/v1/supervisions/{id}/restore`: a deleted supervision is back, as it was.

use axum::{http::StatusCode, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::number;
use crate::{
    domain::Action,
    server::api::{
        ApiError,
        openapi::parameters::{Once, Worded},
        reading::Named,
        writing::{Done, Job, Meta, Writing, Written},
    },
};

#[derive(Serialize, ToSchema)]
pub struct Restored {
    id: u32,
    /// `restored`, or `unchanged` when it was not deleted.
    status: &'static str,
}

/// Brings a deleted supervision back
///
/// # Errors
/// 404 when there never was one in the scope.
#[utoipa::path(
    post, path = "/api/v1/supervisions/{id}/restore", operation_id = "restoreSupervision", tag = "supervisions",
    params(("id" = u32, Path, description = "Number of the supervision"), Once, Worded),
    responses((status = 200, description = "It is as it was", body = Written<Restored>)),
)]
pub async fn restore(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Supervise, &[], async move |job: Job| {
            let id = number(&id)?;
            let (was_deleted, data_version) = job.desk.restore_supervision(id).await?;
            let status = if was_deleted { "restored" } else { "unchanged" };
            Done::new(StatusCode::OK, Restored { id, status }, Meta { data_version })
        })
        .await
}
