//! Signing in where the browser keeps no cookie, as some of Telegram's clients do in their frame: the launch is answered by the
//! page itself, with a pass that its script holds in memory (`public/pass.js`).

use std::sync::Arc;

use axum::{
    Extension, Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::json;
use tower_sessions::{Expiry, Session};

use super::{Answer, failed};
use crate::{
    contract::{AppError, Door, PagePass},
    domain::access::audit::Act,
    server::{
        listed::Listed,
        services::{
            Caller, Membership, Passed, Sessions, Who,
            audit::{About, Record},
            sign_in::{Entrant, Stranger, Told},
        },
        web::{
            identity::{self, Known},
            pages, refusal,
            router::WebState,
            telegram,
        },
    },
};

/// Under which a stranger is sealed, and for how many seconds that is good.
const STRANGER: &str = "stranger";
const SEALED_FOR: i64 = 30 * 60;

/// What a page with a pass asks for, beside its data.
pub(super) fn routes() -> Listed<WebState> {
    Listed::default().post("/pase/renovar", renew).post("/pase/salir", sign_out)
}

/// Whether a path is one of those that a pass opens, beside server functions.
pub fn owns(path: &str) -> bool {
    path.starts_with("/pase/")
}

/// Whether a launch is to be answered by a pass: the page's script says that no cookie is kept, and none has come.
pub(super) fn is_wanted(cookies: &str, session: Option<&Session>) -> bool {
    cookies == "no" && session.is_none_or(|session| session.id().is_none())
}

/// The page that the launch leads to; a stranger is asked whether they want to be let in.
pub(super) async fn launched(
    answer: Answer<'_>,
    headers: &HeaderMap,
    told: Told,
    caller: &Caller,
    back: &str,
) -> Response {
    let entrant = match told {
        Told::Known(entrant) => entrant,
        Told::Unknown(stranger) => return ask(answer, stranger),
    };
    let person = entrant.person;
    let services = &answer.state.services;
    let home = match services.homes(person).await {
        Ok(homes) => homes.into_iter().next(),
        Err(error) => return failed(answer, error),
    };
    let Some(home) = home else {
        services.record_kept_out(caller, Act::SignInRefused, About::Person(person));
        return answer.with(StatusCode::FORBIDDEN, Door::Nowhere);
    };
    // Before: nobody comes in unrecorded.
    if let Err(error) = services.record_at_door(caller, person, Record::of(Act::SignIn, "")).await {
        return failed(answer, error);
    }
    let session = match begin(answer.state, entrant, &home, caller).await {
        Ok(session) => session,
        Err(error) => return failed(answer, error),
    };
    tracing::info!(person, home.organization, correlation = %caller.correlation, "signed in without a cookie");
    let passed = Passed { entrant, organization: home.organization, session };
    let language = services.language_of(person).await.filter(|_| answer.any_lang);
    let request = asked(headers, back, language.map(|lang| lang.code()));
    match page(answer.state, &passed, caller, request).await {
        Ok(response) => response,
        Err(error) => failed(answer, error),
    }
}

/// A session of which no cookie is made: its public name. (Its id is known to nobody.)
async fn begin(state: &WebState, entrant: Entrant, home: &Membership, caller: &Caller) -> anyhow::Result<String> {
    let sessions = state.services.sessions();
    let idle = time::Duration::try_from(sessions.idle())?;
    let session = Session::new(None, Arc::new(sessions.clone()), Some(Expiry::OnInactivity(idle)));
    identity::begin(&session, entrant, home, caller, state.services.now()).await?;
    session.id().map(|id| Sessions::handle(&id)).ok_or_else(|| anyhow::anyhow!("a session was saved and has no id"))
}

/// The request that the browser would make for the page now, if a cookie could come with it.
fn asked(headers: &HeaderMap, back: &str, language: Option<&str>) -> Request {
    let mut request = Request::new(Body::empty());
    // Pages of the door are for who is outside.
    if let Some(uri) = back.parse().ok().filter(|uri: &Uri| !uri.path().starts_with("/entrar")) {
        *request.uri_mut() = telegram::started(&uri).and_then(|address| address.parse().ok()).unwrap_or(uri);
    }
    for name in [header::ACCEPT_LANGUAGE, header::ACCEPT_ENCODING, header::COOKIE, header::HOST] {
        if let Some(value) = headers.get(&name) {
            request.headers_mut().insert(name, value.clone());
        }
    }
    // A person's own language, as their cookie would say it.
    if let Some(cookie) = language.and_then(|lang| HeaderValue::try_from(format!("lang={lang}")).ok()) {
        request.headers_mut().insert(header::COOKIE, cookie);
    }
    request
}

async fn page(state: &WebState, passed: &Passed, caller: &Caller, mut request: Request) -> anyhow::Result<Response> {
    let services = &state.services;
    let desk = services.desk_of(passed.entrant, &passed.organization).await?;
    let caller = Caller { who: Who::Person(passed.entrant.person), csrf: None, in_telegram: true, ..caller.clone() };
    let pass = services.pass(passed)?;
    let pass = PagePass { token: pass.token, seconds: pass.seconds, address: request.uri().to_string() };
    request.extensions_mut().insert(pass);
    let mut response = pages::page(State(state.clone()), desk.called_by(caller), request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The form of who is unknown; who they are goes with it, sealed, as no session can hold it.
fn ask(answer: Answer<'_>, stranger: Stranger) -> Response {
    let services = &answer.state.services;
    let until = services.now().as_second() + SEALED_FOR;
    let Stranger { telegram_id, name, username } = stranger;
    match services.seal_once(STRANGER, &(telegram_id, &name, username, until)) {
        Ok(sealed) => answer.with(StatusCode::OK, Door::Ask { name, sent: false, sealed }),
        Err(error) => failed(answer, error),
    }
}

/// Whom [`ask`] sealed.
pub(super) fn unsealed(state: &WebState, sealed: &str) -> Option<Stranger> {
    let services = &state.services;
    let (telegram_id, name, username, until) =
        services.open_once::<(i64, String, Option<String>, i64)>(STRANGER, sealed)?;
    (services.now().as_second() < until).then_some(Stranger { telegram_id, name, username })
}

/// The next pass of the same session, as long as that lives.
async fn renew(State(state): State<WebState>, Extension(known): Extension<Known>, parts: Parts) -> Response {
    let Known::Pass(passed) = known else { return refused(&parts, &known) };
    match state.services.pass(&passed) {
        Ok(pass) => no_store(Json(json!({ "token": pass.token, "seconds": pass.seconds }))),
        Err(error) => refusal::function(parts.uri.path(), &error.into()),
    }
}

/// Out: the session ends, and with it every pass of it.
async fn sign_out(
    State(state): State<WebState>,
    Extension(known): Extension<Known>,
    Extension(caller): Extension<Caller>,
    parts: Parts,
) -> Response {
    let Known::Pass(passed) = known else { return refused(&parts, &known) };
    // Not binding: what goes wrong stands in the server's log.
    let _ = state.services.record(&caller, Some(&passed.organization), Record::of(Act::SignOut, "")).await;
    match state.services.sessions().end(passed.entrant.person, &passed.session).await {
        Ok(_) => no_store(StatusCode::NO_CONTENT),
        Err(error) => {
            tracing::error!(%error, "a session could not be ended");
            refusal::function(parts.uri.path(), &AppError::Unavailable)
        }
    }
}

/// Without a pass that is good there is nothing here; a cookie does not count.
fn refused(parts: &Parts, known: &Known) -> Response {
    let error = if matches!(known, Known::Lost) { AppError::Unavailable } else { AppError::SignedOut };
    refusal::function(parts.uri.path(), &error)
}

fn no_store(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
