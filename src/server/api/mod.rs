//! The door for programs: `/api/v1`, a folder per noun, a file per operation. JSON in and out.
//!
//! Who asks is told by a header, `Authorization: Bearer` with an access token or `X-API-Key`; the router that mounts these
//! routes makes a [`Desk`] of it.

mod areas;
mod asked;
mod auth;
mod board;
mod body;
mod branches;
mod error;
mod explain;
mod files;
mod groups;
mod history;
mod imports;
mod indicators;
mod keys;
mod kpis;
mod map;
mod me;
mod openapi;
mod people;
mod periods;
mod rankings;
mod reading;
mod reports;
mod settings;
mod supervisions;
mod trends;
mod within;
mod words;
mod writing;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, FromRequestParts, Request},
    http::{HeaderValue, Method, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::post,
};

use crate::{
    contract::{Lang, Reference},
    domain::views::Dashboard,
    server::{
        listed::Listed,
        services::{Caller, Desk, Services, imports::UPLOAD_LIMIT_MB},
    },
};

use asked::Asked;
pub use error::ApiError;
pub use files::asked_for as file_asked_for;
pub use within::ask as ask_within;

/// Where the operations are.
const V1: &str = "/api/v1/";

/// Bytes of a request's body. What takes more says so for itself.
const BODY: usize = 64 << 10;
/// Bytes of a request that brings many things.
const BATCH: usize = 16 << 20;
/// Bytes of a request with a file, and of what stands around it.
const UPLOAD: usize = ((UPLOAD_LIMIT_MB as usize) << 20) + (1 << 20);

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
    Desk: FromRequestParts<S, Rejection = Response>,
{
    // Not nested: a nested route does not see its own whole path, by which errors get their form.
    Listed::default()
        .post("/api/v1/auth/token", auth::token)
        .post("/api/v1/auth/telegram", auth::telegram)
        .post("/api/v1/auth/refresh", auth::refresh)
        .post("/api/v1/auth/logout", auth::logout)
        .get("/api/v1/me", me::show)
        .get("/api/v1/board", board::show)
        .get("/api/v1/kpis", kpis::show)
        .get("/api/v1/trends", trends::list)
        .get("/api/v1/rankings/{of}", rankings::list)
        .get("/api/v1/history", history::list)
        .get("/api/v1/indicators", indicators::list)
        .get("/api/v1/map", map::show)
        .get("/api/v1/branches", branches::list)
        .get("/api/v1/branches/{code}", branches::show)
        .get("/api/v1/groups", groups::list)
        .get("/api/v1/groups/{slug}", groups::show)
        .get("/api/v1/areas", areas::list)
        .get("/api/v1/periods", periods::list)
        .get("/api/v1/supervisions", supervisions::list)
        .get("/api/v1/supervisions/{id}", supervisions::show)
        .on(Method::POST, "/api/v1/supervisions", post(supervisions::create).layer(DefaultBodyLimit::max(BATCH)))
        .delete("/api/v1/supervisions/{id}", supervisions::delete)
        .post("/api/v1/supervisions/{id}/restore", supervisions::restore)
        .put("/api/v1/branches/{code}", branches::put)
        .get("/api/v1/imports", imports::list)
        .get("/api/v1/imports/{id}", imports::show)
        .get("/api/v1/people", people::list)
        .post("/api/v1/people", people::invite)
        .put("/api/v1/people/{id}", people::change)
        .delete("/api/v1/people/{id}", people::remove)
        .post("/api/v1/people/{id}/disable", people::disable)
        .post("/api/v1/people/{id}/enable", people::enable)
        .get("/api/v1/keys", keys::list)
        .post("/api/v1/keys", keys::create)
        .delete("/api/v1/keys/{id}", keys::revoke)
        .get("/api/v1/reports", reports::list)
        .post("/api/v1/reports", reports::create)
        .get("/api/v1/reports/{id}", reports::show)
        .put("/api/v1/reports/{id}", reports::put)
        .delete("/api/v1/reports/{id}", reports::delete)
        .post("/api/v1/reports/{id}/duplicate", reports::duplicate)
        .get("/api/v1/reports/{id}/file", reports::file)
        .get("/api/v1/settings", settings::show)
        .put("/api/v1/settings", settings::put)
        .get("/api/v1/explain", explain::show)
        .get(openapi::ADDRESS, openapi::show)
        .any("/api", nothing)
        .any("/api/", nothing)
        .any("/api/{*path}", nothing)
        .behind(|router| in_form(router.method_not_allowed_fallback(async || ApiError::method()), BODY))
        .get(JWKS, auth::jwks)
}

/// This door's operations, as a person reads of them.
#[must_use]
pub fn reference(services: &Services, lang: Lang) -> Reference {
    openapi::reference(&openapi::document(services.api_years()), lang)
}

/// What takes a file: as long as it comes, it comes. Other methods of the address are above, and so is what refuses the rest.
pub fn upload_route<S>() -> Listed<S>
where
    S: Clone + Send + Sync + 'static,
    Desk: FromRequestParts<S, Rejection = Response>,
{
    Listed::default().post("/api/v1/imports", imports::create).behind(|router| in_form(router, UPLOAD))
}

/// The same routes, whose errors have this door's form, with bodies of so many bytes.
fn in_form<S: Clone + Send + Sync + 'static>(router: Router<S>, bytes: usize) -> Router<S> {
    router.layer(DefaultBodyLimit::max(bytes)).layer(middleware::from_fn(finish))
}

async fn nothing() -> ApiError {
    ApiError::not_found()
}

/// Words errors in the language that the program asks for, and lets nobody keep an answer.
async fn finish(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let lang = asked_language(&parts);
    let caller = parts.extensions.get::<Caller>().cloned();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(error) = response.extensions().get::<ApiError>().cloned() {
        response = error.in_language(lang).told_to(caller.as_ref()).into_response();
    }
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    for varies in ["accept", "accept-language", "authorization", "x-api-key", "cookie"] {
        response.headers_mut().append(header::VARY, HeaderValue::from_static(varies));
    }
    response
}

/// The parameter `lang`, else the language of `Accept-Language`; Spanish when neither names one of ours.
fn asked_language(parts: &Parts) -> Lang {
    let query = parts.uri.query().unwrap_or_default();
    let named = query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::from_code);
    let header = || parts.headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Lang::accepted);
    named.or_else(header).unwrap_or_default()
}

/// What most operations answer from.
fn figures(desk: &Desk, asked: &Asked) -> Result<Arc<Dashboard>, ApiError> {
    Ok(desk.figures(&asked.filter)?)
}
