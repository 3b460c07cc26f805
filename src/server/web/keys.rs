//! The doors of `/administracion/llaves` that are no pages: making a key, showing it once, revoking it. Plain forms and
//! redirects, so that they work without JavaScript.

use axum::{
    Extension,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

use super::{given::Given, once, router::WebState};
use crate::{
    contract::{AppError, Fields, MadeKey},
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
    Given(fields): Given<Vec<(String, String)>>,
) -> Response {
    // Without a session there is nowhere to keep the key until it is shown.
    let Some(Extension(session)) = session else { return back_with(AppError::Forbidden.into()) };
    let made = match read(&Fields(fields)) {
        Ok(form) => desk.make_key(form).await,
        Err(error) => Err(error),
    };
    let kept = match made {
        Ok(made) => once::keep(&state, &session, PENDING, &made).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Redirect::to(MADE).into_response(),
        Err(error) => back_with(error),
    }
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
        Err(error) => back_with(error),
    }
}

/// Back to the list, with a code that the interface has words for.
fn back_with(error: ServerError) -> Response {
    let reason = match AppError::from(error) {
        AppError::Unusable { reason, .. } => reason,
        AppError::Forbidden => "forbidden".into(),
        AppError::NotFound { .. } => "not_found".into(),
        AppError::Unavailable => "unavailable".into(),
        _ => "internal".into(),
    };
    Redirect::to(&format!("{LIST}?error={reason}")).into_response()
}
