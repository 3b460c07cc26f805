//! `POST /api/v1/auth/logout`: ends every token of a sign-in (RFC 7009): 204, also when there was nothing to end.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;

use crate::server::{
    api::{ApiError, body::Body},
    error::ServerError,
    services::Services,
};

/// An access or a refresh token.
#[derive(Deserialize)]
pub struct Logout {
    token: String,
}

/// # Errors
/// 503 `unavailable`: then nothing was ended.
pub async fn logout(State(services): State<Services>, Body(given): Body<Logout>) -> Result<StatusCode, ApiError> {
    services.revoke_tokens(&given.token).await.map_err(ServerError::from)?;
    Ok(StatusCode::NO_CONTENT)
}
