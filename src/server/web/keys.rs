//! The doors of `/administracion/llaves` that are no pages: making a key, showing it once, revoking it. Plain forms and
//! redirects, so that they work without JavaScript. A form with something wrong in it is drawn again with what was typed.

use axum::{
    Extension,
    body::Body,
    extract::{Path, Request, State},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

use super::{given, once, pages, refusal, router::WebState};
use crate::{
    contract::{AppError, Fields, KeyDraft, KeyFields, MadeKey, Problem},
    domain::Scope,
    server::{
        error::ServerError,
        listed::Listed,
        services::{Desk, KeyForm},
    },
};

const LIST: &str = "/administracion/llaves";
/// The page that shows a made key; it has a handler of its own.
pub const MADE: &str = "/administracion/llaves/hecha";
/// Where a session keeps a made key, sealed, until it is shown.
const PENDING: &str = "made_key";

/// The routes below `/administracion/llaves`.
pub fn routes() -> Listed<WebState> {
    Listed::default().post(LIST, make).get(MADE, made).post("/administracion/llaves/{id}/revocar", revoke)
}

/// Makes a key and goes on to the page that shows it.
async fn make(
    State(state): State<WebState>,
    session: Option<Extension<Session>>,
    desk: Desk,
    request: Request,
) -> Response {
    let (parts, fields) = match given::taken(request).await {
        Ok((parts, fields)) => (parts, Fields(fields)),
        Err(refusal) => return refusal,
    };
    let form = typed(&fields);
    // Only the branches are to be counted: what scripts show by themselves.
    if !fields.value("contar").is_empty() {
        return again(state, desk, parts, form, None).await;
    }
    // Without a session there is nowhere to keep the key until it is shown.
    let Some(Extension(session)) = session else { return refusal::page(&parts, &AppError::Forbidden) };
    let made = match read(&fields) {
        Ok(form) => desk.make_key(form).await,
        Err(error) => Err(error),
    };
    let kept = match made {
        Ok(made) => once::keep(&state, &session, PENDING, &made).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Redirect::to(MADE).into_response(),
        Err(error) => again(state, desk, parts, form, Some(error)).await,
    }
}

/// What was typed. A role, a territory or a number that is none is left out: the form offers none such.
fn typed(fields: &Fields) -> KeyFields {
    KeyFields {
        name: fields.value("nombre").trim().to_owned(),
        role: fields.role(),
        scope: fields.scope().unwrap_or_default(),
        whole: fields.value("alcance") == "todo",
        days: fields.value("dias").parse().unwrap_or_default(),
    }
}

/// The form again, with what was typed and what is wrong with it.
async fn again(
    state: WebState,
    desk: Desk,
    mut parts: Parts,
    form: KeyFields,
    problem: Option<ServerError>,
) -> Response {
    let problem = problem.map(|error| Problem { code: code(error), detail: String::new() });
    parts.extensions.insert(KeyDraft { form, problem });
    pages::page(State(state), desk, Request::from_parts(parts, Body::empty())).await
}

/// The form: `alcance` says whether the key sees everything, or what is ticked.
fn read(fields: &Fields) -> Result<KeyForm, ServerError> {
    let wrong = |reason: &str| AppError::Unusable { reason: reason.into(), detail: String::new() };
    let role = fields.role().ok_or_else(|| wrong("role"))?;
    let scope = match fields.value("alcance") {
        "todo" => Scope::whole(),
        _ => fields.scope().ok_or_else(|| wrong("scope"))?,
    };
    let days = fields.value("dias").parse().map_err(|_| wrong("days"))?;
    Ok(KeyForm { name: fields.value("nombre").to_owned(), role, scope, days })
}

/// Shows the key that was just made.
async fn made(
    State(state): State<WebState>,
    session: Option<Extension<Session>>,
    desk: Desk,
    request: Request,
) -> Response {
    once::page::<MadeKey>(state, session.map(|Extension(session)| session), PENDING, desk, request).await
}

async fn revoke(desk: Desk, Path(id): Path<String>) -> Response {
    match desk.revoke_key(&id).await {
        Ok(()) => Redirect::to(&format!("{LIST}?hecho=revocada")).into_response(),
        Err(error) => Redirect::to(&format!("{LIST}?error={}", code(error))).into_response(),
    }
}

/// What went wrong, as a code that the interface has words for.
fn code(error: ServerError) -> String {
    match AppError::from(error) {
        AppError::Unusable { reason, .. } => reason,
        AppError::Forbidden => "forbidden".into(),
        AppError::NotFound { .. } => "not_found".into(),
        AppError::Unavailable => "unavailable".into(),
        _ => "internal".into(),
    }
}
