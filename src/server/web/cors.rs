//! Programs in browsers of other sites: those whose sites the settings name may use `/api`, by a token or a key. Cookies do
//! not travel with them (no `Access-Control-Allow-Credentials`), so what they may is what their header says.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header, request::Parts};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::server::{api, config::Security};

/// How long a browser may remember that it was allowed.
const REMEMBERED: Duration = Duration::from_secs(3600);

/// Whether a path is for other sites too.
fn shared(path: &str) -> bool {
    api::owns(path) || path == api::JWKS
}

/// Whether this origin may ask for this path.
#[must_use]
pub fn allows(security: &Security, origin: Option<&HeaderValue>, path: &str) -> bool {
    let origin = origin.and_then(|origin| origin.to_str().ok());
    shared(path) && origin.is_some_and(|origin| security.cors.iter().any(|allowed| allowed.origin == origin))
}

/// None where no other site is named.
#[must_use]
pub fn layer(security: &Security) -> Option<CorsLayer> {
    if security.cors.is_empty() {
        return None;
    }
    let owned = security.clone();
    let named = move |origin: &HeaderValue, parts: &Parts| allows(&owned, Some(origin), parts.uri.path());
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(named))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT_LANGUAGE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static("x-api-key"),
            HeaderName::from_static("x-request-id"),
        ])
        .expose_headers([
            header::ETAG,
            header::LOCATION,
            HeaderName::from_static("idempotency-replayed"),
            header::RETRY_AFTER,
            HeaderName::from_static("x-request-id"),
            HeaderName::from_static("ratelimit"),
            HeaderName::from_static("ratelimit-policy"),
        ])
        .max_age(REMEMBERED);
    Some(layer)
}
