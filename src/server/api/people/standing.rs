//! `POST /api/v1/people/{id}/disable` and `…/enable`: whether somebody may sign in; `DELETE /api/v1/people/{id}`: takes them out of
//! the organization. From the next request on.

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

/// Bars somebody from signing in
///
/// # Errors
/// 404; 422 with `elsewhere` or `last_admin` in the details.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/disable", operation_id = "disablePerson", tag = "administration",
    params(("id" = i64, Path, description = "Number of the person"), Once, Worded), responses((status = 204, description = "From the next request on")),
)]
pub async fn disable(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    let act = async move |job: Job| {
        job.desk.bar(number(&id)?).await?;
        Ok(Done::nothing())
    };
    writing.answer(Action::People, &[], act).await
}

/// Lets somebody sign in again
///
/// # Errors
/// 404; 422 with `elsewhere` in the details.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/enable", operation_id = "enablePerson", tag = "administration",
    params(("id" = i64, Path, description = "Number of the person"), Once, Worded), responses((status = 204, description = "From the next request on")),
)]
pub async fn enable(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    let act = async move |job: Job| {
        job.desk.admit(number(&id)?).await?;
        Ok(Done::nothing())
    };
    writing.answer(Action::People, &[], act).await
}

/// Takes somebody out of the organization
///
/// # Errors
/// 404; 422 with `last_admin` in the details.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}", operation_id = "removePerson", tag = "administration",
    params(("id" = i64, Path, description = "Number of the person"), Once, Worded), responses((status = 204, description = "From the next request on")),
)]
pub async fn remove(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    let act = async move |job: Job| {
        job.desk.take_out(number(&id)?).await?;
        Ok(Done::nothing())
    };
    writing.answer(Action::People, &[], act).await
}
