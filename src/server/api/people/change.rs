//! `PUT /api/v1/people/{id}`: name, role and scope of somebody in the organization.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ScopeBody, number};
use crate::{
    domain::{Action, Role},
    server::{
        api::{
            ApiError,
            openapi::parameters::{Once, Worded},
            reading::Named,
            writing::{Done, Job, Writing, Written},
        },
        services::MemberForm,
    },
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    name: String,
    role: Role,
    #[serde(default)]
    scope: ScopeBody,
}

#[derive(Serialize, ToSchema)]
pub struct ChangedPerson {
    id: i64,
}

/// Changes name, role and scope of somebody
///
/// # Errors
/// 404; 422 with `name`, `no_scope`, `scope`, `last_admin` or `elsewhere` in the details.
#[utoipa::path(
    put, path = "/api/v1/people/{id}", operation_id = "changePerson", tag = "administration",
    params(("id" = i64, Path, description = "Number of the person"), Once, Worded), request_body = Changed,
    responses((status = 200, description = "Changed", body = Written<ChangedPerson>)),
)]
pub async fn change(Named(id): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::People, &[], async move |job: Job| {
            let id = number(&id)?;
            let Changed { name, role, scope } = job.json()?;
            job.desk.save_member(id, &MemberForm { name, role, scope: scope.into() }).await?;
            Done::new(StatusCode::OK, ChangedPerson { id }, job.meta())
        })
        .await
}
