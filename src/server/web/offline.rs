//! `/sin-red`: the document that browsers keep for when there is no network. Nobody's: there is no figure and no name in it.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::{Owner, RenderHtml as _, provide_context};

use super::{
    headers::{self, Allowed},
    identity,
    router::WebState,
};
use crate::{server::listed::Listed, ui::empty_shell};

/// Its one route.
pub fn routes() -> Listed<WebState> {
    Listed::default().get("/sin-red", show)
}

async fn show(State(state): State<WebState>, asked: HeaderMap) -> Response {
    let look = identity::look(&state, &asked);
    let mut assets = state.site.current().assets().clone();
    // Whether it is there, nobody knows before it is opened.
    assets.in_telegram = state.services.security().telegram.is_some();
    let html = Owner::new().with(|| {
        provide_context(look.preferences);
        empty_shell(assets).to_html()
    });
    let mut response = Html(html).into_response();
    let told = response.headers_mut();
    let allowed = Allowed { tiles: state.services.tile_url(), ..Allowed::default() };
    if let Some(policy) = headers::policy(state.services.security(), allowed) {
        told.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    told.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
