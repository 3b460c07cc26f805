//! Against forged requests: whatever changes something on the strength of a cookie must carry the session's token, which
//! no other site can read. (Where a request comes from is looked at in [`super::guard`] too: either alone would do.)

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use subtle::ConstantTimeEq as _;

use super::{identity::Known, refusal};
use crate::{contract::AppError, server::services::Caller};

/// The field of a form, and the header of a script.
pub const FIELD: &str = "csrf";
const HEADER: &str = "x-csrf-token";
/// Bytes of a form: every branch of a large chain may be ticked.
pub const FORM_LIMIT: usize = 256 << 10;
/// Bodies that are not read here: the handler looks at the field [`FIELD`] of its multipart form before anything else.
const SELF_CHECKED: [&str; 1] = ["/importar/archivo"];

/// What goes on with a session that nobody has signed in to yet: the second step, and asking to be let in.
const BEGUN: [&str; 2] = ["/entrar/codigo", "/acceso"];

/// Lets through what reads, what no cookie vouches for, and what carries the token.
pub async fn guard(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let by_cookie = match request.extensions().get::<Known>() {
        Some(Known::Person(_) | Known::Lost) => true,
        Some(Known::Nobody) => {
            BEGUN.contains(&request.uri().path())
                && request.extensions().get::<Caller>().is_some_and(|caller| caller.csrf.is_some())
        }
        _ => false,
    };
    if reads || !by_cookie || SELF_CHECKED.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let caller = parts.extensions.get::<Caller>().cloned().unwrap_or_default();
    if let Some(given) = parts.headers.get(HEADER).and_then(|value| value.to_str().ok()) {
        if matches(&caller, given) {
            return next.run(Request::from_parts(parts, body)).await;
        }
    } else if is_form(&parts.headers) {
        let Ok(bytes) = to_bytes(body, FORM_LIMIT).await else {
            return refusal::of(&parts, &AppError::TooLarge { limit_mb: 1 });
        };
        let mut fields = form_urlencoded::parse(&bytes);
        if fields.any(|(name, value)| name == FIELD && matches(&caller, &value)) {
            return next.run(Request::from_parts(parts, Body::from(bytes))).await;
        }
    }
    let path = refusal::loggable(parts.uri.path());
    tracing::warn!(%path, address = %caller.address, "a request without its session's token");
    match parts.extensions.get::<Known>() {
        Some(Known::Lost) => refusal::of(&parts, &AppError::Unavailable),
        _ => refusal::of(&parts, &AppError::Forbidden),
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

/// Whether this is the token of the caller's session. Where there is no session there is nothing to forge.
#[must_use]
pub fn matches(caller: &Caller, given: &str) -> bool {
    match &caller.csrf {
        Some(token) => token.as_bytes().ct_eq(given.as_bytes()).into(),
        None => true,
    }
}
