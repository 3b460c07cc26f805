//! What pages ask for inside Telegram: files that its client fetches by itself, links into it, and where such a link leads.

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use tower_sessions::Session;

use super::{headers::TELEGRAM_WEB, identity::Known, refusal, router::WebState};
use crate::{
    contract::AppError,
    server::{
        api,
        error::ServerError,
        listed::Listed,
        services::{Caller, Desk, PersonId, Sessions, Who, sign_in::Entrant},
    },
    ui::start::{from_start, to_start},
};

/// Under which a ticket is sealed, and for how many seconds it is good: a client asks its person first.
const FILE: &str = "file";
const GOOD_FOR: i64 = 5 * 60;

/// The parameter by which Telegram's client hands on what a link into it carried.
pub const START: &str = "tgWebAppStartParam";

/// The routes.
pub fn routes() -> Listed<WebState> {
    Listed::default().get("/fn/ticket", ticket).get("/fn/link", link).get("/archivo/{ticket}/{name}", file)
}

/// Whose file it is: person, epoch, organization, their session's public name, the file's address, and until when it is good.
type Ticket = (PersonId, i64, String, String, String, i64);

#[derive(Deserialize)]
struct Wanted {
    file: String,
}

/// `{"path", "name"}` of a file of the API, for a client without the session's cookie: `downloadFile` is carried out by Telegram.
/// Whoever has the address has the file, for five minutes, as long as the session lives; it is recorded as any file is.
async fn ticket(
    State(state): State<WebState>,
    Extension(known): Extension<Known>,
    session: Option<Extension<Session>>,
    desk: Desk,
    Query(Wanted { file }): Query<Wanted>,
) -> Response {
    let refused = |error: &AppError| refusal::function("/fn/ticket", error);
    let Some(name) = name_of(&file) else { return refused(&AppError::NotFound { what: "file".into() }) };
    let (entrant, session) = match known {
        Known::Person(identity) => match session.and_then(|session| session.id()) {
            Some(id) => (identity.entrant, Sessions::handle(&id)),
            None => return refused(&AppError::SignedOut),
        },
        Known::Pass(passed) => (passed.entrant, passed.session),
        // Where nobody signs in the file's own address opens it.
        _ => return told(json!({ "path": file, "name": name })),
    };
    let until = desk.services().now().as_second() + GOOD_FOR;
    let ticket: Ticket = (entrant.person, entrant.epoch, desk.organization().to_owned(), session, file, until);
    match state.services.seal_once(FILE, &ticket) {
        Ok(sealed) => told(json!({ "path": format!("/archivo/{sealed}/{name}"), "name": name })),
        Err(error) => refused(&error.into()),
    }
}

/// `falcon-board.xlsx` of `/api/v1/board?format=xlsx`; nothing of what is no file of the API.
fn name_of(file: &str) -> Option<String> {
    let address: Uri = file.parse().ok().filter(|address: &Uri| address.authority().is_none())?;
    let operation = address.path().strip_prefix("/api/v1/")?;
    let format = form_urlencoded::parse(address.query()?.as_bytes()).find(|(name, _)| name == "format")?.1;
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let stem = operation.split('/').map(plain).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    Some(format!("falcon-{stem}.{}", plain(&format)))
}

/// The file that a ticket is of.
async fn file(
    State(state): State<WebState>,
    Extension(caller): Extension<Caller>,
    Path((ticket, _)): Path<(String, String)>,
    parts: Parts,
) -> Response {
    let mut response = match opened(&state, caller, &ticket).await {
        Ok(response) => response,
        // No door: whoever fetches it is a client, and not its person.
        Err(error) => refusal::page(&parts, &error),
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(TELEGRAM_WEB));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn opened(state: &WebState, caller: Caller, ticket: &str) -> Result<Response, AppError> {
    let services = &state.services;
    let ticket = services.open_once::<Ticket>(FILE, ticket);
    let Some((person, epoch, organization, session, address, until)) = ticket else { return Err(AppError::SignedOut) };
    let lives = services.sessions().looks_at(person, &session, None).await;
    let lives = lives.map_err(|error| AppError::from(ServerError::Other(error.into())))?;
    if services.now().as_second() >= until || lives.is_none() {
        return Err(AppError::SignedOut);
    }
    let desk = services.desk_of(Entrant { person, epoch }, &organization).await.map_err(AppError::from)?;
    let desk = desk.called_by(Caller { who: Who::Person(person), ..caller });
    Ok(api::ask_within(&desk, &address).await.unwrap_or_else(IntoResponse::into_response))
}

#[derive(Deserialize)]
struct Shown {
    path: String,
    #[serde(default)]
    query: String,
}

/// `{"link"}`: the same screen for somebody else, who opens it in Telegram. Nothing there for what such a link cannot carry.
async fn link(State(state): State<WebState>, _desk: Desk, Query(Shown { path, query }): Query<Shown>) -> Response {
    let telegram = state.services.security().telegram.as_ref();
    let bot = telegram.and_then(|telegram| Some((telegram.name.as_deref()?, telegram.app.as_deref())));
    match bot.zip(to_start(&path, &query)) {
        Some(((bot, app), start)) => {
            let app = app.map_or_else(String::new, |app| format!("/{app}"));
            told(json!({ "link": format!("https://t.me/{bot}{app}?startapp={start}") }))
        }
        None => told(json!({})),
    }
}

fn told(what: serde_json::Value) -> Response {
    (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], Json(what)).into_response()
}

/// Where a launch by a link leads: what it carried, or, where that is nothing of ours, the page itself without it.
pub fn started(uri: &Uri) -> Option<String> {
    let query = uri.query().filter(|query| query.contains(START))?;
    let pairs = || form_urlencoded::parse(query.as_bytes());
    let start = pairs().find(|(name, _)| name == START)?.1;
    Some(from_start(&start).unwrap_or_else(|| uri.path().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_for_a_file_of_the_api() {
        assert_eq!(name_of("/api/v1/board?year=2025&format=xlsx").as_deref(), Some("falcon-board.xlsx"));
        assert_eq!(name_of("/api/v1/branches/a%2Fb?format=pdf").as_deref(), Some("falcon-branches-a2Fb.pdf"));
        for wrong in ["", "/api/v1/board", "/perfil?format=pdf", "https://other.example/api/v1/board?format=csv#"] {
            assert_eq!(name_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_launch_by_a_link_leads_where_the_link_was_made() {
        let of = |text: &str| started(&text.parse().unwrap());
        assert_eq!(of("/?year=2025"), None);
        let start = to_start("/historico", "year=2025").unwrap();
        assert_eq!(of(&format!("/?{START}={start}")).as_deref(), Some("/historico?year=2025"));
        assert_eq!(of(&format!("/?{START}=nonsense")).as_deref(), Some("/"));
    }
}
