//! Who may ask: pages of this address. A browser must not carry other sites' requests here.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{cors, refusal, router::WebState};
use crate::contract::AppError;

/// A form of another site is not ours. Browsers say where a request comes from; programs say nothing, and may.
/// Sites that the settings name may use the API.
pub async fn same_site(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let (headers, path) = (request.headers(), request.uri().path());
    let named = cors::allows(state.services.security(), headers.get(header::ORIGIN), path);
    if !reads && !named && !from_here(headers, request.uri()) {
        tracing::warn!(path = %refusal::loggable(path), "a request of another site");
        let (parts, _) = request.into_parts();
        // No page of ours sent it: a program or a script reads the answer at most.
        return refusal::of(&parts, &AppError::Forbidden);
    }
    next.run(request).await
}

/// Browsers name the site in `Sec-Fetch-Site` where the address is trustworthy, and the origin always.
fn from_here(headers: &HeaderMap, uri: &Uri) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let (Ok(origin), Some(asked)) = (origin.to_str(), asked_for(headers, uri)) else { return false };
    is_named(&origin.to_lowercase(), &asked)
}

/// A server answers to its own names alone: those of its machine, and the one in its public address. Else a site whose
/// name is made to point here (DNS rebinding) could read everything.
pub async fn own_name(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let public = state.services.security().public_url.as_ref();
    let is_public = |asked: &Authority| public.is_some_and(|url| is_named(&url.origin, asked));
    if asked_for(request.headers(), request.uri()).is_some_and(|asked| is_own(asked.host()) || is_public(&asked)) {
        return next.run(request).await;
    }
    let words = "421: Falcon listens to this machine alone, under the names localhost, 127.0.0.1 and [::1], \
                 or under the one in FALCON_PUBLIC_URL. Open it by one of them; a proxy before it has to send one as Host.\n";
    (StatusCode::MISDIRECTED_REQUEST, words).into_response()
}

/// Whether an origin such as `https://falcon.example` is the one of this name and port. The scheme's own port may be said.
fn is_named(origin: &str, asked: &Authority) -> bool {
    let Some((scheme, name)) = origin.split_once("://") else { return false };
    let asked = asked.as_str().to_lowercase();
    let own = if scheme == "https" { ":443" } else { ":80" };
    asked == name || asked.strip_suffix(own).is_some_and(|asked| asked == name)
}

/// The name and port that the request is for.
pub fn asked_for(headers: &HeaderMap, uri: &Uri) -> Option<Authority> {
    uri.authority().cloned().or_else(|| headers.get(header::HOST)?.to_str().ok()?.parse().ok())
}

/// `localhost`, or a number of this machine.
fn is_own(host: &str) -> bool {
    let number = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || number.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
