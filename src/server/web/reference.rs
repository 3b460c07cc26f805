//! `/api/docs`: the API as a person reads of it. A document without scripts, of this server alone.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::{Owner, RenderHtml as _, provide_context};

use super::{headers, identity, router::WebState};
use crate::{
    server::{api, listed::Listed},
    ui::reference::document,
};

/// Its one route. Anybody's, as [`api::document`] is.
pub fn routes() -> Listed<WebState> {
    Listed::default().get("/api/docs", show)
}

async fn show(State(state): State<WebState>, asked: HeaderMap) -> Response {
    let look = identity::look(&state, &asked);
    let reference = api::reference(&state.services, look.preferences.lang);
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(look.preferences);
        document(look.style, reference).to_html()
    });
    let mut response = Html(html).into_response();
    let told = response.headers_mut();
    if let Some(policy) = headers::still(&look.framed_by) {
        told.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    told.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
