//! `POST /api/v1/auth/logout`: ends every token of a sign-in (RFC 7009): 204, also when there was nothing to end.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::server::{
    api::{ApiError, body::Body},
    error::ServerError,
    services::Services,
};

/// An access or a refresh token.
#[derive(Deserialize, ToSchema)]
pub struct Logout {
    token: String,
}

/// Ends every token of a sign-in
///
/// # Errors
/// 503 `unavailable`: then nothing was ended.
#[utoipa::path(
    post, path = "/api/v1/auth/logout", operation_id = "revokeTokens", tag = "sign-in", request_body = Logout, security(()),
    responses((status = 204, description = "Ended, or there was nothing to end")),
)]
pub async fn logout(State(services): State<Services>, Body(given): Body<Logout>) -> Result<StatusCode, ApiError> {
    services.revoke_tokens(&given.token).await.map_err(ServerError::from)?;
    Ok(StatusCode::NO_CONTENT)
}
