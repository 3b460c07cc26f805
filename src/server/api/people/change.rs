//! `PUT /api/v1/people/{id}`: name, role and scope of somebody in the organization.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{ScopeBody, number};
use crate::{
    domain::{Action, Role},
    server::{
        api::{
            ApiError,
            reading::Named,
            writing::{Done, Job, Writing},
        },
        services::MemberForm,
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changed {
    name: String,
    role: Role,
    #[serde(default)]
    scope: ScopeBody,
}

#[derive(Serialize)]
struct Data {
    id: i64,
}

/// See the module.
///
/// # Errors
/// 404; 422 with `name`, `no_scope`, `scope`, `last_admin` or `elsewhere` in the details.
pub async fn change(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::People, &[], async move |job: Job| {
            let id = number(&id)?;
            let Changed { name, role, scope } = job.json()?;
            job.desk.save_member(id, &MemberForm { name, role, scope: scope.into() }).await?;
            Done::new(StatusCode::OK, Data { id }, job.meta())
        })
        .await
}
