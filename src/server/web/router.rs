//! The one route list of the browser's door, read top to bottom.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
    thread::available_parallelism,
};

use axum::{
    Router,
    extract::{FromRef, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::any,
};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;
use tokio::sync::Semaphore;
use tower_http::compression::{
    CompressionLayer, CompressionLevel, Predicate as _,
    predicate::{DefaultPredicate, NotForContentType},
};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use super::{
    audit, cookies, cors, csrf, door, functions, guard, headers, identity, imports, kept, keys, limit, offline, pages,
    people, preferences, profile,
    rate::{self, Rate},
    reference, refusal, reports, settings,
    site::Site,
    snapshots, telegram,
};
use crate::{
    server::{
        api,
        listed::Listed,
        services::{Desk, Services, Sessions},
    },
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

impl WebState {
    /// These services, with the site's files.
    #[must_use]
    pub fn new(services: Services, site: Site) -> Self {
        Self { services, site: Arc::new(site), drawing: turns() }
    }
}

impl FromRef<WebState> for Services {
    fn from_ref(state: &WebState) -> Self {
        state.services.clone()
    }
}

/// Pages in the making at once, for each core.
const DRAWN_PER_CORE: usize = 4;

/// Turns for this machine.
fn turns() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(DRAWN_PER_CORE * available_parallelism().map_or(1, usize::from)))
}

/// Everything a browser can ask for; with `own_machine` only by the names of the machine itself.
pub fn router(state: WebState, own_machine: bool) -> Router {
    // What is asked from outermost to innermost stands here from bottom to top.
    let (_, soon) = routes().apart();
    let (_, whenever) = uploads().apart();
    let router = soon
        .route("/fn/{*name}", any(functions::call))
        .fallback(file_or_missing_page)
        .layer(middleware::from_fn_with_state(limit::REQUEST, limit::within))
        .merge(whenever)
        .layer(middleware::from_fn(csrf::guard))
        // Within the limits: what it refuses to who has signed in is recorded.
        .layer(middleware::from_fn_with_state(state.clone(), guard::same_site));
    // Whoever opens a server to this machine may ask as often as they like.
    let router = if state.services.security().open {
        router
    } else {
        router.layer(middleware::from_fn_with_state(Rate::of(&state), rate::limited))
    };
    let router = router.layer(middleware::from_fn_with_state(state.clone(), identity::identify));
    let router = if state.services.security().open {
        router
    } else {
        router
            .layer(sessions(&state))
            .layer(middleware::from_fn_with_state(state.clone(), kept::told))
            .layer(middleware::from_fn_with_state(state.clone(), cookies::own))
    };
    let named = own_machine || state.services.security().public_url.is_some();
    let own_name = middleware::from_fn_with_state(state.clone(), guard::own_name);
    let router = if named { router.layer(own_name) } else { router };
    let router = match cors::layer(state.services.security()) {
        Some(cors) => router.layer(cors),
        None => router,
    };
    router
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Precise(4))
                // A workbook is packed.
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("application/vnd."))),
        )
        .layer(middleware::map_response_with_state(state.clone(), with_headers))
        .with_state(state)
}

/// Sessions by cookie. Over TLS the cookie is bound to this host alone (`__Host-`); a server that Telegram's clients frame
/// has to let it travel there, and then the token of [`csrf`] stands between it and other sites.
fn sessions(state: &WebState) -> SessionManagerLayer<Sessions> {
    let (security, sessions) = (state.services.security(), state.services.sessions());
    let framed = security.tls() && security.telegram.is_some();
    let idle = time::Duration::try_from(sessions.idle()).unwrap_or(time::Duration::MINUTE);
    SessionManagerLayer::new(sessions.clone())
        .with_name(cookies::name(security.tls()))
        .with_secure(security.tls())
        .with_same_site(if framed { SameSite::None } else { SameSite::Lax })
        .with_expiry(Expiry::OnInactivity(idle))
}

async fn with_headers(State(state): State<WebState>, mut response: Response) -> Response {
    let security = state.services.security();
    headers::add(security, response.headers_mut());
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        // Whatever door said so, and whether before the page was drawn or within.
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(refusal::AGAIN);
    }
    if security.tls() {
        for_tls(response.headers_mut(), security.telegram.is_some());
    }
    response
}

/// Every cookie is for TLS alone; and in another site's frame browsers keep the session's only with an attribute that
/// tower-sessions does not know.
fn for_tls(headers: &mut HeaderMap, framed: bool) {
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let text = cookie.to_str().unwrap_or_default();
        let secure = if text.contains("; Secure") { "" } else { "; Secure" };
        let partitioned = if framed && text.starts_with("__Host-falcon=") { "; Partitioned" } else { "" };
        let cookie = HeaderValue::try_from([text, secure, partitioned].concat()).unwrap_or(cookie);
        headers.append(header::SET_COOKIE, cookie);
    }
}

/// The routes that answer within a time limit, but for the server functions', which register themselves (see [`known`]).
fn routes() -> Listed<WebState> {
    Listed::default()
        .get("/salud", health)
        .get("/preferencias", preferences::choose)
        .merge(door::routes())
        .merge(audit::routes())
        .merge(imports::routes())
        .merge(keys::routes())
        .merge(people::routes())
        .merge(settings::routes())
        .merge(profile::routes())
        .merge(reports::routes())
        .merge(snapshots::routes())
        .merge(offline::routes())
        .merge(telegram::routes())
        .merge(api::routes())
        .merge(reference::routes())
        .merge(page_routes())
}

/// The routes that take a file.
fn uploads() -> Listed<WebState> {
    imports::upload_route().merge(api::upload_route().behind(imports::as_it_comes))
}

/// Every method and path that this door answers: what a test of permissions has to walk.
#[must_use]
pub fn known() -> Vec<(Method, String)> {
    let (mut known, _) = routes().merge(uploads()).apart();
    known.extend(server_fn_paths().map(|(path, method)| (method, path.to_owned())));
    known
}

/// The interface's own route table. Read once in a process: while Leptos reads it, no page anywhere in the process asks for
/// its data, and one that is being drawn then waits for ever.
static PAGES: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| generate_route_list(App).iter().map(|route| route.path().to_owned()).collect());

/// The pages of the interface's own route table, but those that have handlers of their own.
fn page_routes() -> Listed<WebState> {
    PAGES
        .iter()
        .filter(|path| ![keys::MADE, people::MADE].contains(&path.as_str()))
        .fold(Listed::default(), |listed, path| listed.get(path, pages::page))
        // By their form's address too: the page of one comes before the page of any.
        .get("/reportes/nuevo", pages::page)
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
