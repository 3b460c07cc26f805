//! The doors of `/reportes` that are no pages: saving, copying, deleting. Plain forms and redirects, so that they work without
//! scripts. A form with something wrong in it is drawn again with what was typed.

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};

use super::{given, pages, router::WebState};
use crate::{
    contract::{AppError, Fields, Problem, ReportDraft, SentReport},
    server::{
        error::ServerError,
        listed::Listed,
        services::{Desk, Saved},
    },
};

const LIST: &str = "/reportes";

/// The routes below `/reportes`.
pub fn routes() -> Listed<WebState> {
    Listed::default()
        .post("/reportes/nuevo", create)
        .post("/reportes/{id}", save)
        .post("/reportes/{id}/duplicar", duplicate)
        .post("/reportes/{id}/borrar", delete)
}

/// What was typed.
fn typed(fields: &Fields) -> SentReport {
    SentReport {
        name: fields.value("nombre").trim().to_owned(),
        view: fields.value("vista").to_owned(),
        query: fields.value("consulta").to_owned(),
        format: fields.value("formato").to_owned(),
        lang: fields.value("idioma").to_owned(),
        shared: !fields.value("compartir").is_empty(),
    }
}

/// The same, for the store: spreadsheets tell UTF-8 by a mark, so a page's CSV has one.
fn marked(form: &SentReport) -> SentReport {
    let mut form = form.clone();
    if form.format == "csv" {
        form.query.push_str(if form.query.is_empty() { "bom=1" } else { "&bom=1" });
    }
    form
}

async fn create(State(state): State<WebState>, desk: Desk, request: Request) -> Response {
    let (parts, fields) = match given::taken(request).await {
        Ok((parts, fields)) => (parts, Fields(fields)),
        Err(refusal) => return refusal,
    };
    let form = typed(&fields);
    let saved = desk.add_report(&marked(&form)).await;
    told(state, desk, parts, form, saved).await
}

async fn save(State(state): State<WebState>, desk: Desk, Path(id): Path<String>, request: Request) -> Response {
    let (parts, fields) = match given::taken(request).await {
        Ok((parts, fields)) => (parts, Fields(fields)),
        Err(refusal) => return refusal,
    };
    let form = typed(&fields);
    let saved = desk.set_report(&id, &marked(&form), fields.value("version").parse().ok()).await;
    told(state, desk, parts, form, saved).await
}

/// Back to the list, or the form again with what was typed and what is wrong with it.
async fn told(
    state: WebState,
    desk: Desk,
    mut parts: Parts,
    form: SentReport,
    saved: Result<Saved, ServerError>,
) -> Response {
    let problem = match saved {
        Ok(Saved::Done(_)) => return Redirect::to(&format!("{LIST}?hecho=guardado")).into_response(),
        Ok(saved) => problem(saved),
        Err(error) => match code(error) {
            // Not the form's: the list says so.
            code @ ("not_found" | "forbidden") => return back(code),
            code => Problem { code: code.into(), detail: String::new() },
        },
    };
    parts.extensions.insert(ReportDraft { form, problem });
    pages::page(State(state), desk, Request::from_parts(parts, Body::empty())).await
}

async fn duplicate(desk: Desk, Path(id): Path<String>) -> Response {
    match desk.copy_report(&id).await {
        Ok(Saved::Done(report)) => Redirect::to(&format!("{LIST}/{}?hecho=duplicado", report.id)).into_response(),
        Ok(saved) => back(&problem(saved).code),
        Err(error) => back(code(error)),
    }
}

async fn delete(desk: Desk, Path(id): Path<String>) -> Response {
    match desk.remove_report(&id, None).await {
        Ok(_) => Redirect::to(&format!("{LIST}?hecho=borrado")).into_response(),
        Err(error) => back(code(error)),
    }
}

/// Back to the list, with what went wrong.
fn back(code: &str) -> Response {
    Redirect::to(&format!("{LIST}?error={code}")).into_response()
}

/// What went wrong, by a code that the interface has words for, and the field.
fn problem(saved: Saved) -> Problem {
    match saved {
        Saved::Refused(faults) => {
            let fault = faults.into_iter().next().unwrap_or_default();
            Problem { code: fault.code.to_owned(), detail: fault.field }
        }
        _ => Problem { code: "stale".into(), detail: String::new() },
    }
}

fn code(error: ServerError) -> &'static str {
    match AppError::from(error) {
        AppError::Forbidden => "forbidden",
        AppError::NotFound { .. } => "not_found",
        AppError::Unavailable => "unavailable",
        _ => "internal",
    }
}
