//! `POST /api/v1/keys`: makes a key, which is answered once.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    contract::{MadeKey, USUAL_DAYS},
    domain::{Action, Role},
    server::{
        api::{
            ApiError,
            openapi::parameters::{Once, Worded},
            people::ScopeBody,
            writing::{Done, Job, Writing, Written},
        },
        services::KeyForm,
    },
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    name: String,
    /// `viewer` or `supervisor`.
    role: Role,
    #[serde(default)]
    scope: ScopeBody,
    /// That it lives.
    #[schema(minimum = 1, maximum = 730)]
    #[serde(default = "usual")]
    days: u32,
}

const fn usual() -> u32 {
    USUAL_DAYS
}

/// Makes a key, which is answered once
///
/// # Errors
/// 422 with `name`, `role`, `scope`, `days` or `many` in the details.
#[utoipa::path(
    post, path = "/api/v1/keys", operation_id = "createKey", tag = "administration", params(Once, Worded),
    request_body = Wanted, responses((status = 201, description = "The key, once", body = Written<MadeKey>)),
)]
pub async fn create(writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Keys, &[], async |job: Job| {
            let Wanted { name, role, scope, days } = job.json()?;
            let made = job.desk.make_key(KeyForm { name, role, scope: scope.into(), days }).await?;
            Done::new(StatusCode::CREATED, made, job.meta())
        })
        .await
}
