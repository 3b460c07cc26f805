//! Who asks, told from the request: handlers take a [`Desk`] as an argument, and so cannot serve nobody.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Response},
};

use super::{router::WebState, status_of};
use crate::{contract::AppError, server::services::Desk};

impl FromRequestParts<WebState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(_parts: &mut Parts, state: &WebState) -> Result<Self, Response> {
        state.services.open_desk().await.map_err(|error| status_of(AppError::from(error).status()).into_response())
    }
}
