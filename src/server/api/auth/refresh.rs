//! `POST /api/v1/auth/refresh`: the next pair. A refresh token shown twice ends every token of its sign-in.

use axum::{Extension, Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Tokens;
use crate::server::{
    api::{ApiError, body::Body},
    services::{Caller, Services},
};

/// A refresh token that was not used before.
#[derive(Deserialize, ToSchema)]
pub struct Refresh {
    refresh_token: String,
}

/// The next pair of tokens
///
/// # Errors
/// 401 `invalid_credential`, `expired`, `revoked`, `not_a_member`.
#[utoipa::path(
    post, path = "/api/v1/auth/refresh", operation_id = "refreshTokens", tag = "sign-in", request_body = Refresh, security(()),
    responses((status = 200, description = "Tokens", body = Tokens)),
)]
pub async fn refresh(
    State(services): State<Services>,
    Extension(caller): Extension<Caller>,
    Body(given): Body<Refresh>,
) -> Result<Json<Tokens>, ApiError> {
    Ok(Json(services.refresh_tokens(&caller, &given.refresh_token).await?.into()))
}
