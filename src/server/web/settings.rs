//! The doors of `/administracion/ajustes` that are no pages: plain forms and redirects, so that they work without scripts. A
//! form with something wrong in it, or that somebody else was faster than, is drawn again with what was typed.

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};

use super::{given, pages, router::WebState};
use crate::{
    contract::{AppError, Fields, FormState, Problem, SettingsDraft, SettingsPart},
    server::{
        listed::Listed,
        services::{Desk, settings::Unsaved},
    },
};

const PAGE: &str = "/administracion/ajustes";

/// The routes below `/administracion/ajustes`.
pub fn routes() -> Listed<WebState> {
    Listed::default()
        .post("/administracion/ajustes", save)
        .post("/administracion/ajustes/periodo", add_period)
        .post("/administracion/ajustes/periodo/{code}", save_period)
        .post("/administracion/ajustes/periodo/{code}/quitar", remove_period)
}

/// A form, and the request that it came with.
async fn taken(request: Request) -> Result<(Parts, Fields), Response> {
    given::taken(request).await.map(|(parts, fields)| (parts, Fields(fields)))
}

async fn save(State(state): State<WebState>, desk: Desk, request: Request) -> Response {
    let (parts, fields) = match taken(request).await {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    // A part that is none: what anybody may know, that the form is not from this page.
    let part = SettingsPart::from_code(fields.value("parte")).unwrap_or(SettingsPart::General);
    let saved = desk.save_settings(part, &fields).await;
    answer(state, desk, parts, (part, fields), saved).await
}

async fn add_period(State(state): State<WebState>, desk: Desk, request: Request) -> Response {
    let (parts, fields) = match taken(request).await {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    let saved = desk.save_period(None, &fields).await;
    answer(state, desk, parts, (SettingsPart::Period, fields), saved).await
}

async fn save_period(
    State(state): State<WebState>,
    desk: Desk,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    let (parts, fields) = match taken(request).await {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    let saved = desk.save_period(Some(&code), &fields).await;
    answer(state, desk, parts, (SettingsPart::Period, fields), saved).await
}

/// Its form holds nothing that was typed: what could not be done is told on the page that it leads back to.
async fn remove_period(desk: Desk, Path(code): Path<String>, request: Request) -> Response {
    let (_, fields) = match taken(request).await {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    let place = match desk.remove_period(&code, &fields).await {
        Ok(()) => format!("{PAGE}?hecho=quitado#periodos"),
        Err(Unsaved::Conflict | Unsaved::Faults(_)) => format!("{PAGE}?error=conflict#periodos"),
        Err(Unsaved::Error(error)) => format!("{PAGE}?error={}#periodos", code_of(&AppError::from(error))),
    };
    Redirect::to(&place).into_response()
}

/// Back to the page when it was saved, else the form again.
async fn answer(
    state: WebState,
    desk: Desk,
    mut parts: Parts,
    (part, Fields(fields)): (SettingsPart, Fields),
    saved: Result<(), Unsaved>,
) -> Response {
    let (faults, told) = match saved {
        Ok(()) => {
            let part = part.code();
            return Redirect::to(&format!("{PAGE}?hecho={part}#{part}")).into_response();
        }
        Err(Unsaved::Conflict) => (Vec::new(), FormState::Conflict),
        Err(Unsaved::Faults(faults)) => {
            let problem = |code: &str, detail| Problem { code: code.to_owned(), detail };
            let faults = faults.into_iter().map(|fault| (fault.field, problem(fault.code, fault.detail)));
            (faults.collect(), FormState::Faulty)
        }
        Err(Unsaved::Error(error)) => (Vec::new(), FormState::Failed(code_of(&AppError::from(error)).to_owned())),
    };
    parts.extensions.insert(SettingsDraft { part, fields, faults, state: told });
    pages::page(State(state), desk, Request::from_parts(parts, Body::empty())).await
}

const fn code_of(error: &AppError) -> &'static str {
    match error {
        AppError::Forbidden => "forbidden",
        AppError::Unavailable => "unavailable",
        _ => "internal",
    }
}
