//! Signing in by a passkey: a script asks what to ask the device, and a form carries its answer.

use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::json;
use tower_sessions::Session;

use super::{Answer, address, complaint, enter_by, failed, local, sign_in_page, status_for};
use crate::{
    domain::access::audit::Act,
    server::{
        services::{
            Caller,
            audit::{About, Record},
        },
        web::{given::Given, router::WebState},
    },
};

/// What the device is to be asked, as JSON: `options`.
pub(super) async fn ask(
    State(state): State<WebState>,
    session: Option<Extension<Session>>,
    Extension(caller): Extension<Caller>,
) -> Response {
    let Some(Extension(session)) = session else { return Redirect::to("/").into_response() };
    let told = match state.services.ask_passkey(&caller, &session).await {
        Ok(options) => (StatusCode::OK, json!({ "options": options })),
        Err(refusal) => match complaint(refusal) {
            Ok(wrong) => (status_for(wrong), json!({})),
            Err(error) => {
                tracing::error!(%error, "no passkey can be asked for now");
                (StatusCode::SERVICE_UNAVAILABLE, json!({}))
            }
        },
    };
    (told.0, [(header::CACHE_CONTROL, "no-store")], Json(told.1)).into_response()
}

#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    credential: String,
    #[serde(default)]
    volver: String,
}

/// The device's answer.
pub(super) async fn open(
    State(state): State<WebState>,
    session: Option<Extension<Session>>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Given(given): Given<Shown>,
) -> Response {
    let Some(Extension(session)) = session else { return Redirect::to("/").into_response() };
    let back = local(&given.volver);
    let answer = Answer::new(&state, &headers, &caller, &address(back));
    match state.services.prove_passkey(&caller, &session, &given.credential).await {
        Ok(opened) => {
            let record = Record::of(Act::SignIn, opened.name).changed(None, json!({ "by": "passkey" }));
            enter_by(answer, &session, opened.entrant, &caller, back, record).await
        }
        Err(unopened) => match complaint(unopened.refusal) {
            Ok(wrong) => {
                let about = unopened.person.map_or(About::Nobody("passkey"), About::Person);
                state.services.record_kept_out(&caller, Act::SignInRefused, about);
                let page = sign_in_page(&answer, &caller, back, "", Some(wrong));
                answer.with(status_for(wrong), page)
            }
            Err(error) => failed(answer, error),
        },
    }
}
