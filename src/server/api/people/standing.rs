//! `POST /api/v1/people/{id}/disable` and `…/enable`: whether somebody may sign in; `DELETE /api/v1/people/{id}`: takes them out of
//! the organization. From the next request on.

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

/// # Errors
/// 404; 422 with `elsewhere` or `last_admin` in the details.
pub async fn disable(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    let act = async move |job: Job| {
        job.desk.bar(number(&id)?).await?;
        Ok(Done::nothing())
    };
    writing.answer(Action::People, &[], act).await
}

/// # Errors
/// 404; 422 with `elsewhere` in the details.
pub async fn enable(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    let act = async move |job: Job| {
        job.desk.admit(number(&id)?).await?;
        Ok(Done::nothing())
    };
    writing.answer(Action::People, &[], act).await
}

/// # Errors
/// 404; 422 with `last_admin` in the details.
pub async fn remove(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    let act = async move |job: Job| {
        job.desk.take_out(number(&id)?).await?;
        Ok(Done::nothing())
    };
    writing.answer(Action::People, &[], act).await
}
