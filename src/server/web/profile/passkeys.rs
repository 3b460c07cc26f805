//! A person's own passkeys. Making one needs a script; naming them and taking them away does not.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::{address, back};
use crate::server::{
    listed::Listed,
    services::{Desk, sign_in::Refusal},
    web::{given::Given, router::WebState},
};

/// Where passkeys stand on the page.
const PART: &str = "llaves";

pub(super) fn routes() -> Listed<WebState> {
    Listed::default()
        .post("/perfil/llaves", add)
        .post("/perfil/llaves/reto", ask)
        .post("/perfil/llaves/nombre", rename)
        .post("/perfil/llaves/quitar", remove)
}

#[derive(Deserialize)]
struct Present {
    #[serde(default)]
    present: String,
}

/// What the device is to be asked, as JSON: `options`; or where the page says why not: `go`.
async fn ask(desk: Desk, Given(given): Given<Present>) -> Response {
    let told = match desk.ask_new_passkey(&given.present).await {
        Ok(options) => (StatusCode::OK, json!({ "options": options })),
        Err(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, json!({ "go": address(PART, refusal) })),
    };
    (told.0, [(header::CACHE_CONTROL, "no-store")], Json(told.1)).into_response()
}

#[derive(Deserialize)]
struct Made {
    #[serde(default)]
    name: String,
    #[serde(default)]
    credential: String,
}

async fn add(desk: Desk, Given(given): Given<Made>) -> Response {
    back(PART, desk.add_passkey(&given.name, &given.credential).await)
}

#[derive(Deserialize)]
struct Named {
    id: i64,
    name: String,
}

async fn rename(desk: Desk, Given(given): Given<Named>) -> Response {
    back(PART, desk.rename_passkey(given.id, &given.name).await.map_err(Refusal::Failed))
}

#[derive(Deserialize)]
struct Taken {
    id: i64,
    #[serde(default)]
    present: String,
}

async fn remove(desk: Desk, Given(given): Given<Taken>) -> Response {
    back(PART, desk.remove_passkey(given.id, &given.present).await)
}
