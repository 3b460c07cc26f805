//! Pages: the whole view is rendered before the first byte, so that the first HTML holds every figure and its status.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::{
    WasmSplitManifest,
    nonce::use_nonce,
    prelude::{ArcStoredValue, provide_context, use_context},
};
use leptos_axum::{ResponseOptions, render_app_async_with_context};

use super::{
    compress,
    headers::{self, Allowed},
    preferences,
    router::WebState,
    status_of, telegram,
};
use crate::{
    contract::{PagePass, PageStatus},
    server::services::{Desk, Who},
    ui::shell,
};

/// Renders the page at the request's address.
pub async fn page(State(state): State<WebState>, desk: Desk, request: Request<Body>) -> Response {
    // A launch by a link carries where it leads; its own address says so.
    if let Some(address) = telegram::started(request.uri()) {
        return Redirect::to(&address).into_response();
    }
    // Never closed, so the permit is always there in the end.
    let _turn = state.drawing.acquire().await;
    let brotli = compress::accepts(request.headers(), "br");
    let mut assets = state.site.current().assets().clone();
    assets.owner = Some(desk.owner());
    let split = assets.split.clone();
    let services = desk.services().clone();
    let signed_in = desk.actor().who != Who::Anyone;
    assets.in_telegram = desk.caller().in_telegram;
    // It shows what is shown once.
    let once = request.uri().path() == "/perfil";
    // What the page's script holds where no cookie is kept.
    let pass = request.extensions().get::<PagePass>().cloned();
    let tiles = services.tile_url().map(str::to_owned);
    let context = move || {
        provide_context(desk.clone());
        preferences::provide();
        if let Some(pass) = &pass {
            provide_context(pass.clone());
        }
        if let Some(split) = &split {
            let manifest = (split.folder.clone(), split.parts.clone(), split.link.clone());
            provide_context(WasmSplitManifest(ArcStoredValue::new(manifest)));
        }
        if let Some(response) = use_context::<ResponseOptions>() {
            let nonce = use_nonce();
            let allowed =
                Allowed { nonce: nonce.as_deref().unwrap_or_default(), tiles: tiles.as_deref(), ..Allowed::default() };
            if let Some(policy) = headers::policy(services.security(), allowed) {
                response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
            }
            provide_context(PageStatus::new(move |status| {
                response.set_status(status_of(status));
            }));
        }
    };
    let mut response = render_app_async_with_context(context, move || shell(assets.clone()))(request).await;
    // Figures change with the data: a browser asks again, also after "back". What one person sees no cache keeps for others.
    let keep = match (once, signed_in) {
        (true, _) => "no-store",
        (false, true) => "private, no-cache",
        (false, false) => "no-cache",
    };
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(keep));
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    if brotli { compress::whole(response).await } else { response }
}
