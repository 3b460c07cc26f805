//! Handlers take a [`Desk`] as an argument, and so cannot serve nobody: this is the one place where a request becomes one.

use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use super::{identity::Known, refusal, router::WebState};
use crate::{
    contract::AppError,
    domain::Action,
    server::{
        api::ApiError,
        error::ServerError,
        services::{Caller, Desk, Unproven},
    },
};

/// What sending a form below a folder takes: refused before anything of the form is looked at. (The services ask again.)
const FORMS: [(&str, Action); 6] = [
    ("/administracion/llaves", Action::Keys),
    ("/administracion/ajustes", Action::Settings),
    ("/administracion/personas", Action::People),
    ("/administracion/solicitudes", Action::People),
    ("/importar", Action::Import),
    ("/reportes", Action::Reports),
];

impl FromRequestParts<WebState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Response> {
        let caller = parts.extensions.get::<Caller>().cloned().unwrap_or_default();
        let told = match parts.extensions.get::<Known>() {
            Some(Known::Open) => state.services.open_desk().await.map_err(AppError::from),
            Some(Known::Person(identity)) => {
                state.services.desk_of(identity.entrant, &identity.organization).await.map_err(AppError::from)
            }
            Some(Known::Pass(passed)) => {
                state.services.desk_of(passed.entrant, &passed.organization).await.map_err(AppError::from)
            }
            Some(Known::Token(identity)) => {
                match state.services.desk_of(identity.entrant, &identity.organization).await {
                    Err(ServerError::App(AppError::SignedOut)) => return Err(refused(parts, Unproven::Foreign)),
                    told => told.map_err(AppError::from),
                }
            }
            Some(Known::Key(key)) => state.services.desk_of_key(key).await.map_err(AppError::from),
            Some(Known::Refused(reason)) => return Err(refused(parts, *reason)),
            Some(Known::Lost) => Err(AppError::Unavailable),
            Some(Known::Nobody) | None => Err(AppError::SignedOut),
        };
        // What HEAD asks for is shown to nobody, and must not use up what is shown once.
        let session = parts.extensions.get::<Session>().filter(|_| parts.method != Method::HEAD).cloned();
        let desk = told.map(|desk| desk.called_by(caller).in_session(session));
        let desk = desk.map_err(|error| refusal::of(parts, &error))?;
        if parts.method == Method::POST
            && let Some((_, action)) = FORMS.iter().find(|(folder, _)| parts.uri.path().starts_with(folder))
            && !desk.actor().role.may(*action)
        {
            return Err(refusal::of(parts, &AppError::Forbidden));
        }
        // Pages ask many server functions at once, and one page before: it takes the new id along.
        if !parts.uri.path().starts_with("/fn/") && matches!(parts.extensions.get::<Known>(), Some(Known::Person(_))) {
            desk.risen().await.map_err(|error| refusal::of(parts, &AppError::from(error)))?;
        }
        Ok(desk)
    }
}

/// A program reads this, whatever it asked for: no page, and no way to sign in.
fn refused(parts: &Parts, reason: Unproven) -> Response {
    ApiError::unproven(reason).asked_by(parts).into_response()
}
