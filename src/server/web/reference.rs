//! `/api/docs`: the API as a person reads of it. A document without scripts, of this server alone.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::{Owner, RenderHtml as _, provide_context};

use super::{identity, router::WebState};
use crate::{
    server::{api, listed::Listed},
    ui::reference::document,
};

/// Its one route. Anybody's, as [`api::document`] is.
pub fn routes() -> Listed<WebState> {
    Listed::default().get("/api/docs", show)
}

async fn show(State(state): State<WebState>, headers: HeaderMap) -> Response {
    let look = identity::look(&state, &headers);
    let reference = api::reference(&state.services, look.preferences.lang);
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(look.preferences);
        document(look.style, reference).to_html()
    });
    let mut response = Html(html).into_response();
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {}",
        look.framed_by
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
