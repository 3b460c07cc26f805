//! The one route list of the browser's door, read top to bottom.

use std::{collections::BTreeSet, sync::Arc, thread::available_parallelism};

use axum::{
    Router,
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get},
};
use leptos_axum::generate_route_list;
use tokio::sync::Semaphore;
use tower_http::{
    compression::{CompressionLayer, CompressionLevel},
    set_header::SetResponseHeaderLayer,
};

use super::{functions, guard, imports, limit, pages, preferences, site::Site};
use crate::{
    server::services::{Desk, Services},
    ui::App,
};

/// What the handlers of this door share.
#[derive(Clone)]
pub struct WebState {
    pub services: Services,
    pub site: Arc<Site>,
    /// Turns at drawing a page. A page in the making holds a megabyte; the cores draw no more pages in a second by
    /// having many begun, so the others wait outside, where they cost nothing.
    pub drawing: Arc<Semaphore>,
}

/// Pages in the making at once, for each core.
const DRAWN_PER_CORE: usize = 4;

/// Turns for this machine.
pub fn turns() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(DRAWN_PER_CORE * available_parallelism().map_or(1, usize::from)))
}

/// Everything a browser can ask for; with `own_machine` only by the names of the machine itself.
pub fn router(state: WebState, own_machine: bool) -> Router {
    let router = Router::new()
        .route("/salud", get(health))
        .route("/fn/{*name}", any(functions::call))
        .route("/preferencias", get(preferences::choose))
        .merge(imports::routes())
        .merge(page_routes())
        .fallback(file_or_missing_page)
        .layer(middleware::from_fn_with_state(limit::REQUEST, limit::within))
        .merge(imports::upload_route())
        .layer(middleware::from_fn(guard::same_site));
    let router = if own_machine { router.layer(middleware::from_fn(guard::own_name)) } else { router };
    router
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
        .layer(header_if_absent(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header_if_absent(header::X_FRAME_OPTIONS, "DENY"))
        .layer(header_if_absent(header::REFERRER_POLICY, "same-origin"))
        .with_state(state)
}

/// The pages of the interface's own route table.
fn page_routes() -> Router<WebState> {
    let paths: BTreeSet<String> = generate_route_list(App).iter().map(|route| route.path().to_owned()).collect();
    paths.iter().fold(Router::new(), |router, path| router.route(path, get(pages::page)))
}

fn header_if_absent(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// For load balancers and scripts: the process answers.
async fn health() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok")
}

/// A file of the site, which is anybody's; or else the page that says there is no such page.
async fn file_or_missing_page(State(state): State<WebState>, request: Request) -> Response {
    if let Some(response) = state.site.current().respond(request.method(), request.uri().path(), request.headers()) {
        return response;
    }
    let (mut parts, body) = request.into_parts();
    let desk = match Desk::from_request_parts(&mut parts, &state).await {
        Ok(desk) => desk,
        Err(refusal) => return refusal,
    };
    let mut response = pages::page(State(state), desk, Request::from_parts(parts, body)).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
