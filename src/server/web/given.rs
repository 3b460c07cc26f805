//! Forms as handlers get them: no larger than who sends them may, and what is no such form is refused in the page's words.

use axum::{
    Form,
    body::{Body, to_bytes},
    extract::{FromRequest, Request},
    http::request::Parts,
    response::Response,
};
use serde::de::DeserializeOwned;

use super::{csrf::FORM_LIMIT, identity::Known, refusal, router::WebState};
use crate::{contract::AppError, domain::filter::FilterReason};

/// Bytes of a form of who has not signed in: a launch of Telegram is the largest, of some kilobytes.
const ANYBODY: usize = 16 << 10;

/// See the module.
pub struct Given<T>(pub T);

impl<T: DeserializeOwned> FromRequest<WebState> for Given<T> {
    type Rejection = Response;

    async fn from_request(request: Request, _: &WebState) -> Result<Self, Response> {
        taken(request).await.map(|(_, given)| Self(given))
    }
}

/// A form, and the request that it came with.
///
/// # Errors
/// What the request is answered with.
pub async fn taken<T: DeserializeOwned>(request: Request) -> Result<(Parts, T), Response> {
    let (parts, body) = request.into_parts();
    let known = matches!(parts.extensions.get::<Known>(), Some(Known::Person(_) | Known::Open));
    let Ok(bytes) = to_bytes(body, if known { FORM_LIMIT } else { ANYBODY }).await else {
        return Err(refusal::of(&parts, &AppError::TooLarge { limit_mb: 1 }));
    };
    let form = Form::from_request(Request::from_parts(parts.clone(), Body::from(bytes)), &()).await;
    match form {
        Ok(Form(given)) => Ok((parts, given)),
        Err(error) => {
            tracing::debug!(%error, "a form that no page of ours holds");
            let reason = FilterReason::Malformed;
            Err(refusal::of(&parts, &AppError::Input { field: String::new(), value: String::new(), reason }))
        }
    }
}
