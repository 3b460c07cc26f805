//! `GET /.well-known/jwks.json`: the public keys that tokens are checked with (RFC 7517).

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::server::services::Services;

/// See the module. Others may keep it for five minutes: whoever checks tokens by it asks again for a `kid` that they do not
/// know.
pub async fn jwks(State(services): State<Services>) -> Response {
    let mut response = Json(services.jwks()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/jwk-set+json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    response
}
