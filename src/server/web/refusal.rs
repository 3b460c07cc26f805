//! What a request gets that is not answered: in the form of its door.

use std::borrow::Cow;

use axum::{
    body::Body,
    http::{HeaderValue, Method, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use leptos::server_fn::{ContentType as _, Encodes, error::SERVER_FN_ERROR_HEADER};

use super::{door, status_of};
use crate::{
    contract::{AppError, Wire},
    server::api::{self, ApiError},
};

/// Seconds after which to try again when the server says it cannot.
pub const AGAIN: HeaderValue = HeaderValue::from_static("5");

/// A server function gets the error itself, a page a way to sign in or a page that says what is wrong.
pub fn of(parts: &Parts, error: &AppError) -> Response {
    let path = parts.uri.path();
    if api::owns(path) {
        return ApiError::from(error.clone()).asked_by(parts).into_response();
    }
    if path.starts_with("/fn/") {
        return function(path, error);
    }
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    if *error == AppError::SignedOut && reads {
        let back = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        return no_store(Redirect::to(&door::address(back)).into_response());
    }
    page(parts, error)
}

/// The project's error form, with its status.
pub fn function(path: &str, error: &AppError) -> Response {
    let Ok(bytes) = <Wire as Encodes<AppError>>::encode(error) else {
        return status_of(error.status()).into_response();
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status_of(error.status());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(Wire::CONTENT_TYPE));
    if let Ok(path) = HeaderValue::from_str(path) {
        response.headers_mut().insert(SERVER_FN_ERROR_HEADER, path);
    }
    no_store(later(response, error))
}

/// A page that says what is wrong.
pub fn page(parts: &Parts, error: &AppError) -> Response {
    no_store(later(door::note(parts, error), error))
}

/// A path as logs may hold it: without what opens a one-time link.
pub fn loggable(path: &str) -> Cow<'_, str> {
    let mut parts = path.splitn(4, '/');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(""), Some("enlace"), Some(link), Some(_)) => format!("/enlace/{link}/…").into(),
        _ => path.into(),
    }
}

fn later(mut response: Response, error: &AppError) -> Response {
    let after = match error {
        AppError::Unavailable => AGAIN,
        AppError::TooMany { seconds } => HeaderValue::from(*seconds),
        _ => return response,
    };
    response.headers_mut().insert(header::RETRY_AFTER, after);
    response
}

fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_nothing_that_opens_a_door() {
        assert_eq!(loggable("/enlace/reset/abc"), "/enlace/reset/…");
        assert_eq!(loggable("/enlace/reset/abc/def"), "/enlace/reset/…");
        for path in ["/", "/enlace", "/enlace/reset", "/importar/7/columnas"] {
            assert_eq!(loggable(path), path);
        }
    }
}
