//! `POST /api/v1/keys`: makes a key, which is answered once.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;

use crate::{
    contract::USUAL_DAYS,
    domain::{Action, Role},
    server::{
        api::{
            ApiError,
            people::ScopeBody,
            writing::{Done, Job, Writing},
        },
        services::KeyForm,
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    /// `viewer` or `supervisor`.
    role: Role,
    #[serde(default)]
    scope: ScopeBody,
    /// That it lives, at most 730.
    #[serde(default = "usual")]
    days: u32,
}

const fn usual() -> u32 {
    USUAL_DAYS
}

/// See the module.
///
/// # Errors
/// 422 with `name`, `role`, `scope`, `days` or `many` in the details.
pub async fn create(writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Keys, &[], async |job: Job| {
            let Wanted { name, role, scope, days } = job.json()?;
            let made = job.desk.make_key(KeyForm { name, role, scope: scope.into(), days }).await?;
            Done::new(StatusCode::CREATED, made, job.meta())
        })
        .await
}
