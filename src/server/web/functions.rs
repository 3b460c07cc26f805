//! Server functions: Leptos answers 500 for every error; here the error's own status takes its place.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::{
    prelude::provide_context,
    server_fn::{ContentType as _, Decodes, error::SERVER_FN_ERROR_HEADER},
};
use leptos_axum::handle_server_fns_with_context;

use super::status_of;
use crate::{
    contract::{AppError, Wire},
    server::services::{Desk, Who},
};

/// An error body is short; anything longer is not one of ours.
const ERROR_LIMIT: usize = 64 * 1024;

/// Runs the server function at the request's path.
pub async fn call(desk: Desk, request: Request<Body>) -> Response {
    let keep = match (request.uri().path(), desk.actor().who) {
        // It tells what is told once.
        ("/fn/get_profile", _) => "no-store",
        // On an open server everybody sees the same.
        (_, Who::Anyone) => "no-cache",
        _ => "private, no-cache",
    };
    let response = handle_server_fns_with_context(move || provide_context(desk.clone()), request).await.into_response();
    let mut response = with_own_status(response).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(keep));
    response
}

/// Gives a failed answer the status of its error.
async fn with_own_status(response: Response) -> Response {
    if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ERROR_LIMIT).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Ok(error) = <Wire as Decodes<AppError>>::decode(bytes.clone()) {
        parts.status = status_of(error.status());
    }
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Wire::CONTENT_TYPE));
    Response::from_parts(parts, Body::from(bytes))
}
