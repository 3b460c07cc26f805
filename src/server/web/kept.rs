//! What the layer of sessions says of its own accord, put right: it knows neither our form of an error nor that two requests
//! of one browser may run at once.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::{identity, refusal, router::WebState};
use crate::contract::AppError;

/// Belongs right outside of the layer of sessions.
pub async fn told(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let reads = request.method().is_safe();
    let (parts, body) = request.into_parts();
    let mut asked = parts.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    // Every answer from further inside carries its number; this one is the layer's: the session could not be written.
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && !response.headers().contains_key(identity::NUMBER) {
        tracing::error!(path = asked.uri.path(), "the store of sessions does not take what is written");
        asked.extensions.insert(identity::look(&state, &asked.headers));
        let caller = identity::caller(&state, &asked.extensions, &asked.headers, &asked.uri);
        let number = HeaderValue::from_str(&caller.correlation);
        asked.extensions.insert(caller);
        let mut response = refusal::of(&asked, &AppError::Unavailable);
        if let Ok(number) = number {
            response.headers_mut().insert(identity::NUMBER, number);
        }
        return response;
    }
    if reads {
        keep_cookie(response.headers_mut());
    }
    response
}

/// What reads takes no cookie away: a request under the id of before a sign-in may end after it, and would take away the
/// new one. A cookie that names no session opens nothing where it is.
fn keep_cookie(headers: &mut HeaderMap) {
    let taken = |value: &HeaderValue| {
        let text = value.as_bytes();
        text.starts_with(b"falcon=;") || text.starts_with(b"__Host-falcon=;")
    };
    if headers.get_all(header::SET_COOKIE).iter().any(taken) {
        let kept: Vec<HeaderValue> =
            headers.get_all(header::SET_COOKIE).iter().filter(|value| !taken(value)).cloned().collect();
        headers.remove(header::SET_COOKIE);
        for value in kept {
            headers.append(header::SET_COOKIE, value);
        }
    }
}
