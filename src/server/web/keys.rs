//! The doors of `/administracion/llaves` that are no pages: making a key, showing it once, revoking it. Plain forms and
//! redirects, so that they work without JavaScript.

use axum::{
    Extension, Form,
    extract::{DefaultBodyLimit, Path, Request, State},
    http::{HeaderValue, Method, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use tower_sessions::Session;

use super::{pages, refusal, router::WebState};
use crate::{
    contract::AppError,
    domain::{Role, Scope, Territory},
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
/// Bytes of the form: every group of a large chain may be ticked.
const FORM_LIMIT: usize = 256 << 10;

/// The routes below `/administracion/llaves`.
pub fn routes() -> Listed<WebState> {
    Listed::default()
        .on(Method::POST, LIST, post(make).layer(DefaultBodyLimit::max(FORM_LIMIT)))
        .get(MADE, made)
        .post("/administracion/llaves/{id}/revocar", revoke)
}

/// Makes a key and goes on to the page that shows it.
async fn make(
    State(state): State<WebState>,
    session: Option<Extension<Session>>,
    desk: Desk,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    // Without a session there is nowhere to keep the key until it is shown.
    let Some(Extension(session)) = session else { return back_with(AppError::Forbidden.into()) };
    let made = match read(&fields) {
        Ok(form) => desk.make_key(form).await,
        Err(error) => Err(error),
    };
    let kept = match made {
        Ok(made) => keep(&state, &session, &made).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Redirect::to(MADE).into_response(),
        Err(error) => back_with(error),
    }
}

async fn keep(state: &WebState, session: &Session, made: &crate::contract::MadeKey) -> Result<(), ServerError> {
    let sealed = state.services.seal_made_key(made)?;
    session.insert(PENDING, sealed).await.map_err(anyhow::Error::from)?;
    // Now, so that a failure is told.
    session.save().await.map_err(|error| ServerError::Other(error.into()))
}

/// The form: `alcance` says whether the key sees everything, or what is ticked.
fn read(fields: &[(String, String)]) -> Result<KeyForm, ServerError> {
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
    let all = |name: &str| -> Vec<String> {
        fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    };
    let wrong = |reason: &str| AppError::Unusable { reason: reason.into(), detail: String::new() };
    let role = Role::from_code(value("rol")).ok_or_else(|| wrong("role"))?;
    let scope = if value("alcance") == "todo" {
        Scope::whole()
    } else {
        let territories = all("territorio").iter().map(|code| Territory::from_code(code)).collect::<Option<Vec<_>>>();
        Scope {
            groups: all("grupo"),
            states: all("estado"),
            territories: territories.ok_or_else(|| wrong("scope"))?,
            ..Scope::default()
        }
    };
    let days = value("dias").parse().map_err(|_| wrong("days"))?;
    Ok(KeyForm { name: value("nombre").to_owned(), role, scope, days })
}

/// Shows the key that was just made. It is taken out of the session first: whatever becomes of this answer, there is no
/// second one.
async fn made(
    State(state): State<WebState>,
    session: Option<Extension<Session>>,
    desk: Desk,
    mut request: Request,
) -> Response {
    if let Some(Extension(session)) = session
        && *request.method() == Method::GET
    {
        match take(&session).await {
            Ok(Some(sealed)) => {
                if let Some(made) = state.services.open_made_key(&sealed) {
                    request.extensions_mut().insert(made);
                }
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, "a made key cannot be shown now");
                let (parts, _) = request.into_parts();
                return refusal::page(&parts, &AppError::Unavailable);
            }
        }
    }
    let mut response = pages::page(State(state), desk, request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn take(session: &Session) -> Result<Option<String>, tower_sessions::session::Error> {
    let sealed = session.remove::<String>(PENDING).await?;
    if sealed.is_some() {
        session.save().await?;
    }
    Ok(sealed)
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
