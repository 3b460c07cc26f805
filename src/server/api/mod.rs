//! The door for programs: `/api/v1`, a folder per noun, a file per operation. JSON in and out.
//!
//! Who asks is told by a header, `Authorization: Bearer` with an access token or `X-API-Key`; the router that mounts these
//! routes makes a [`Desk`] of it.

mod body;
mod error;
mod me;
mod tokens;
mod words;

use axum::{
    extract::{DefaultBodyLimit, FromRef, FromRequestParts, Request},
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};

use crate::{
    contract::Lang,
    server::{
        listed::Listed,
        services::{Desk, Services},
    },
};

pub use error::ApiError;

/// Bytes of a request's body. What takes more says so for itself.
const BODY: usize = 64 << 10;

/// Public keys that access tokens are checked by.
pub const JWKS: &str = "/.well-known/jwks.json";

/// Whether a path is this door's, and its errors are therefore JSON.
#[must_use]
pub fn owns(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Every route, read top to bottom.
pub fn routes<S>() -> Listed<S>
where
    S: Clone + Send + Sync + 'static,
    Services: FromRef<S>,
    Desk: FromRequestParts<S>,
{
    // Not nested: a nested route does not see its own whole path, by which errors get their form.
    Listed::default()
        .post("/api/v1/tokens", tokens::issue)
        .post("/api/v1/tokens/refresh", tokens::refresh)
        .post("/api/v1/tokens/revoke", tokens::revoke)
        .get("/api/v1/me", me::show)
        .any("/api", nothing)
        .any("/api/", nothing)
        .any("/api/{*path}", nothing)
        .behind(|router| {
            router
                .method_not_allowed_fallback(async || ApiError::method())
                .layer(DefaultBodyLimit::max(BODY))
                .layer(middleware::from_fn(finish))
        })
        .get(JWKS, tokens::jwks)
}

async fn nothing() -> ApiError {
    ApiError::not_found()
}

/// Words errors in the language that the program asks for, and lets nobody keep an answer.
async fn finish(request: Request, next: Next) -> Response {
    let lang = accepted(request.headers().get(header::ACCEPT_LANGUAGE));
    let mut response = next.run(request).await;
    if let Some(error) = response.extensions().get::<ApiError>().cloned() {
        response = error.in_language(lang).into_response();
    }
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// The language of an `Accept-Language` header; Spanish when it names none of ours.
fn accepted(header: Option<&HeaderValue>) -> Lang {
    header.and_then(|value| value.to_str().ok()).and_then(Lang::accepted).unwrap_or_default()
}
