//! `POST /api/v1/auth/telegram`: tokens for the initData of a Mini App, which is good once and for minutes.

use axum::{Extension, Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Tokens;
use crate::server::{
    api::{ApiError, body::Body},
    services::{Caller, Services},
};

/// What Telegram gave the Mini App.
#[derive(Deserialize, ToSchema)]
pub struct Launch {
    init_data: String,
    /// Slug; without it the first of the person's organizations.
    organization: Option<String>,
}

/// Tokens for the initData of a Mini App
///
/// # Errors
/// 401 `wrong_credentials`; 403 `not_a_member` for whom nobody let in.
#[utoipa::path(
    post, path = "/api/v1/auth/telegram", operation_id = "issueTokensByTelegram", tag = "sign-in", request_body = Launch, security(()),
    responses((status = 200, description = "Tokens", body = Tokens)),
)]
pub async fn telegram(
    State(services): State<Services>,
    Extension(caller): Extension<Caller>,
    Body(given): Body<Launch>,
) -> Result<Json<Tokens>, ApiError> {
    let pair = services.issue_tokens_launched(&caller, &given.init_data, given.organization.as_deref()).await?;
    Ok(Json(pair.into()))
}
