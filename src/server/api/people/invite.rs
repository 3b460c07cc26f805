//! `POST /api/v1/people`: lets somebody in, and answers the address by which they choose a password, once.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ScopeBody;
use crate::{
    domain::{Action, Role},
    server::{
        api::{
            ApiError,
            openapi::parameters::{Once, Worded},
            writing::{Done, Job, Writing, Written},
        },
        services::MemberForm,
    },
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invited {
    /// User name or e-mail address.
    login: String,
    name: String,
    role: Role,
    #[serde(default)]
    scope: ScopeBody,
}

#[derive(Serialize, ToSchema)]
pub struct InvitedPerson {
    id: i64,
    /// Good for a day, and once; below the server's public address, where the settings name one.
    invitation: String,
}

/// Lets somebody in; the address by which they choose a password is answered once
///
/// # Errors
/// 422 with `login`, `name`, `no_scope`, `scope`, `already` or `account` in the details.
#[utoipa::path(
    post, path = "/api/v1/people", operation_id = "invitePerson", tag = "administration",
    params(Once, Worded), request_body = Invited,
    responses((status = 201, description = "Invited", body = Written<InvitedPerson>)),
)]
pub async fn invite(writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::People, &[], async |job: Job| {
            let Invited { login, name, role, scope } = job.json()?;
            let (id, token) = job.desk.invite(&login, &MemberForm { name, role, scope: scope.into() }).await?;
            let public = job.desk.services().security().public_url.as_ref();
            let origin = public.map(|url| url.origin.as_str()).unwrap_or_default();
            let data = InvitedPerson { id, invitation: format!("{origin}/enlace/invitation/{token}") };
            Done::new(StatusCode::CREATED, data, job.meta())
        })
        .await
}
