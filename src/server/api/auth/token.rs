//! `POST /api/v1/auth/token`: tokens for a login and its password, and the code of a second factor where there is one.

use axum::{Extension, Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Tokens;
use crate::server::{
    api::{ApiError, body::Body},
    services::{Caller, Services},
};

/// What a person proves themselves with.
#[derive(Deserialize, ToSchema)]
pub struct Credentials {
    login: String,
    password: String,
    /// Of the app, or a recovery code.
    code: Option<String>,
    /// Slug; without it the first of the person's organizations.
    organization: Option<String>,
}

/// Tokens for a login and its password
///
/// # Errors
/// 401 `wrong_credentials`, `code_required`; 403 `not_a_member`; 429 `too_many`.
#[utoipa::path(
    post, path = "/api/v1/auth/token", operation_id = "issueTokens", tag = "sign-in", request_body = Credentials, security(()),
    responses((status = 200, description = "Tokens", body = Tokens)),
)]
pub async fn token(
    State(services): State<Services>,
    Extension(caller): Extension<Caller>,
    Body(given): Body<Credentials>,
) -> Result<Json<Tokens>, ApiError> {
    let Credentials { login, password, code, organization } = given;
    let pair = services.issue_tokens(&caller, &login, &password, code.as_deref(), organization.as_deref()).await?;
    Ok(Json(pair.into()))
}
