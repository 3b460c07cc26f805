//! Handlers take a [`Desk`] as an argument, and so cannot serve nobody: this is the one place where a request becomes one.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use super::{identity::Known, refusal, router::WebState};
use crate::{
    contract::AppError,
    server::{
        api::ApiError,
        error::ServerError,
        services::{Caller, Desk, Unproven},
    },
};

impl FromRequestParts<WebState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Response> {
        let caller = parts.extensions.get::<Caller>().cloned().unwrap_or_default();
        let told = match parts.extensions.get::<Known>() {
            Some(Known::Open) => state.services.open_desk().await.map_err(AppError::from),
            Some(Known::Person(identity)) => {
                state.services.desk_of(identity.person, &identity.organization).await.map_err(AppError::from)
            }
            Some(Known::Pass(passed)) => {
                state.services.desk_of(passed.person, &passed.organization).await.map_err(AppError::from)
            }
            Some(Known::Token(identity)) => {
                match state.services.desk_of(identity.person, &identity.organization).await {
                    Err(ServerError::App(AppError::SignedOut)) => return Err(refused(parts, Unproven::Foreign)),
                    told => told.map_err(AppError::from),
                }
            }
            Some(Known::Key(key)) => state.services.desk_of_key(key).await.map_err(AppError::from),
            Some(Known::Refused(reason)) => return Err(refused(parts, *reason)),
            Some(Known::Lost) => Err(AppError::Unavailable),
            Some(Known::Nobody) | None => Err(AppError::SignedOut),
        };
        let session = parts.extensions.get::<Session>().cloned();
        told.map(|desk| desk.called_by(caller).in_session(session)).map_err(|error| refusal::of(parts, &error))
    }
}

/// A program reads this, whatever it asked for: no page, and no way to sign in.
fn refused(parts: &Parts, reason: Unproven) -> Response {
    ApiError::unproven(reason).asked_by(&parts.headers).into_response()
}
