//! The doors of `/perfil` that are no pages: plain forms and redirects, so that they work without scripts.

mod passkeys;

use axum::{
    http::HeaderValue,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{door, given::Given, preferences, router::WebState};
use crate::{
    contract::{AppError, Complaint, Lang, Theme},
    server::{
        error::ServerError,
        listed::Listed,
        services::{Desk, sign_in::Refusal},
    },
};

/// The routes below `/perfil`.
pub fn routes() -> Listed<WebState> {
    Listed::default()
        .post("/perfil/datos", about)
        .post("/perfil/organizacion", organization)
        .post("/perfil/contrasena", password)
        .post("/perfil/segundo-paso", begin)
        .post("/perfil/segundo-paso/codigo", confirm)
        .post("/perfil/segundo-paso/cancelar", cancel)
        .post("/perfil/segundo-paso/quitar", remove)
        .post("/perfil/segundo-paso/recuperacion", renew)
        .post("/perfil/sesiones", sessions)
        .merge(passkeys::routes())
}

/// Back to a part of the page, which says how it went: by a code that the interface has words for, and its number.
pub(super) fn back(part: &str, told: Result<(), Refusal>) -> Response {
    let there = match told {
        Ok(()) => format!("/perfil?listo={part}#{part}"),
        Err(refusal) => address(part, refusal),
    };
    Redirect::to(&there).into_response()
}

/// The address of a part of the page that says why its form was not taken.
fn address(part: &str, refusal: Refusal) -> String {
    let (code, number) = match door::complaint(refusal) {
        Ok(complaint) => complaint.code(),
        Err(error) => (code_of(error), 0),
    };
    format!("/perfil?error={code}&en={number}&parte={part}#{part}")
}

fn code_of(error: ServerError) -> &'static str {
    match AppError::from(error) {
        AppError::SignedOut => "signed_out",
        AppError::Unusable { reason, .. } => match reason.as_str() {
            "name" => "name",
            "passkey_name" => "passkey_name",
            "passkeys" => "passkeys",
            _ => "internal",
        },
        AppError::NotFound { .. } => "not_found",
        AppError::Forbidden => "forbidden",
        AppError::Unavailable => "unavailable",
        _ => "internal",
    }
}

#[derive(Deserialize)]
struct About {
    name: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    theme: String,
}

async fn about(desk: Desk, Given(given): Given<About>) -> Response {
    let (lang, theme) = (Lang::from_code(&given.lang), Theme::from_code(&given.theme));
    let told = desk.set_about(&given.name, lang).await;
    let done = told.is_ok();
    let mut response = back("datos", told.map_err(Refusal::Failed));
    if done {
        preferences::remember(response.headers_mut(), lang, theme);
    }
    response
}

#[derive(Deserialize)]
struct Chosen {
    organizacion: String,
}

async fn organization(desk: Desk, Given(given): Given<Chosen>) -> Response {
    match desk.switch_organization(&given.organizacion).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(error) => back("organizacion", Err(Refusal::Failed(error))),
    }
}

#[derive(Deserialize)]
struct Passwords {
    present: String,
    password: String,
    again: String,
}

async fn password(desk: Desk, Given(given): Given<Passwords>) -> Response {
    if given.password != given.again {
        let (code, _) = Complaint::Differ.code();
        return Redirect::to(&format!("/perfil?error={code}&en=0&parte=contrasena#contrasena")).into_response();
    }
    back("contrasena", desk.change_password(&given.present, &given.password).await)
}

/// Where the second factor stands on the page.
const FACTOR: &str = "segundo-paso";

async fn begin(desk: Desk, Given(given): Given<Present>) -> Response {
    match desk.begin_factor(&given.present).await {
        Ok(()) => Redirect::to(&format!("/perfil#{FACTOR}")).into_response(),
        refused => back(FACTOR, refused),
    }
}

#[derive(Deserialize)]
struct TypedCode {
    code: String,
}

async fn confirm(desk: Desk, Given(given): Given<TypedCode>) -> Response {
    match desk.confirm_factor(&given.code).await {
        Err(Refusal::Wrong) => {
            let (code, _) = Complaint::WrongCode.code();
            Redirect::to(&format!("/perfil?error={code}&en=0&parte={FACTOR}#{FACTOR}")).into_response()
        }
        told => back(FACTOR, told),
    }
}

async fn cancel(desk: Desk) -> Response {
    match desk.drop_factor().await {
        Ok(()) => Redirect::to(&format!("/perfil#{FACTOR}")).into_response(),
        Err(error) => back(FACTOR, Err(Refusal::Failed(error))),
    }
}

#[derive(Deserialize)]
struct Present {
    present: String,
}

async fn remove(desk: Desk, Given(given): Given<Present>) -> Response {
    back(FACTOR, desk.remove_factor(&given.present).await)
}

async fn renew(desk: Desk, Given(given): Given<Present>) -> Response {
    back(FACTOR, desk.renew_codes(&given.present).await)
}

#[derive(Deserialize)]
struct Ended {
    /// The name of a session, `otras` or `todas`.
    terminar: String,
}

async fn sessions(desk: Desk, Given(given): Given<Ended>) -> Response {
    let out = match given.terminar.as_str() {
        "otras" => match desk.end_other_sessions().await {
            Ok(ended) => {
                return Redirect::to(&format!("/perfil?listo=otras&en={ended}&parte=sesiones#sesiones"))
                    .into_response();
            }
            Err(error) => Err(error),
        },
        "todas" => desk.end_every_session().await.map(|()| true),
        handle => desk.end_session(handle).await,
    };
    match out {
        Ok(true) => {
            let mut response = Redirect::to("/entrar").into_response();
            response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
            response
        }
        Ok(false) => back("sesiones", Ok(())),
        Err(error) => back("sesiones", Err(Refusal::Failed(error))),
    }
}
