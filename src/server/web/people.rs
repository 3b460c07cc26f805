//! The doors of `/administracion/personas` and `/administracion/solicitudes` that are no pages: plain forms and redirects,
//! so that they work without scripts. A form with something wrong in it is drawn again with what was typed.

use axum::{
    Extension,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

use super::{given, once, pages, router::WebState};
use crate::{
    contract::{AppError, Fields, MadeLink, MemberDraft, MemberFields, Problem},
    domain::{Role, Scope},
    server::{
        error::ServerError,
        listed::Listed,
        services::{Desk, MemberForm, PersonId, sign_in::Link},
    },
};

const PEOPLE: &str = "/administracion/personas";
const REQUESTS: &str = "/administracion/solicitudes";
/// The page that shows a made link; it has a handler of its own.
pub const MADE: &str = "/administracion/personas/enlace";
/// Where a session keeps a made link, sealed, until it is shown.
const PENDING: &str = "made_link";

/// The routes below `/administracion/personas` and `/administracion/solicitudes`.
pub fn routes() -> Listed<WebState> {
    Listed::default()
        .get(MADE, made)
        .post("/administracion/personas/nueva", invite)
        .post("/administracion/personas/{id}", save)
        .post("/administracion/solicitudes/{id}", grant)
        .post("/administracion/personas/{id}/enlace", link)
        .post("/administracion/personas/{id}/suspender", bar)
        .post("/administracion/personas/{id}/readmitir", admit)
        .post("/administracion/personas/{id}/quitar", take_out)
        .post("/administracion/solicitudes/{id}/rechazar", refuse)
}

/// A form, and the request that it came with.
async fn taken(request: Request) -> Result<(Parts, Fields), Response> {
    given::taken(request).await.map(|(parts, fields)| (parts, Fields(fields)))
}

/// What was typed. A territory that is none is left out: the form offers none such.
fn typed(fields: &Fields) -> MemberFields {
    let role = fields.role();
    MemberFields {
        login: fields.value("usuario").trim().to_owned(),
        name: fields.value("nombre").trim().to_owned(),
        role,
        scope: fields.scope().unwrap_or_default(),
    }
}

/// The form again, with what was typed and what is wrong with it.
async fn again(
    state: WebState,
    desk: Desk,
    mut parts: Parts,
    form: MemberFields,
    problem: Option<ServerError>,
) -> Response {
    let problem = problem.map(|error| match AppError::from(error) {
        AppError::Unusable { reason, detail } => Problem { code: reason, detail },
        other => Problem { code: code(&other), detail: String::new() },
    });
    parts.extensions.insert(MemberDraft { form, problem });
    pages::page(State(state), desk, Request::from_parts(parts, Body::empty())).await
}

/// The role that was chosen and the scope that goes with it.
fn chosen(form: &MemberFields) -> Result<(Role, Scope), ServerError> {
    let missing = || AppError::Unusable { reason: "role".into(), detail: String::new() };
    let role = form.role.ok_or_else(missing)?;
    Ok((role, if role.whole() { Scope::default() } else { form.scope.clone() }))
}

/// Whether the form only asks how many branches it covers: what scripts show by themselves.
fn only_counts(fields: &Fields) -> bool {
    !fields.value("contar").is_empty()
}

async fn invite(
    State(state): State<WebState>,
    session: Option<Extension<Session>>,
    desk: Desk,
    request: Request,
) -> Response {
    let (parts, fields) = match taken(request).await {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    let form = typed(&fields);
    if only_counts(&fields) {
        return again(state, desk, parts, form, None).await;
    }
    // Without a session there is nowhere to keep the link until it is shown.
    let Some(Extension(session)) = session else {
        return again(state, desk, parts, form, Some(AppError::Forbidden.into())).await;
    };
    let invited = match chosen(&form) {
        Ok((role, scope)) => desk.invite(&form.login, &MemberForm { name: form.name.clone(), role, scope }).await,
        Err(error) => Err(error),
    };
    match invited {
        Ok((person, token)) => {
            let to = (person, form.name);
            show(&state, &session, &desk, &parts.headers, Link::Invitation, to, &token).await
        }
        Err(error) => again(state, desk, parts, form, Some(error)).await,
    }
}

/// Keeps a link and goes on to the page that shows it.
async fn show(
    state: &WebState,
    session: &Session,
    desk: &Desk,
    headers: &HeaderMap,
    link: Link,
    (person, name): (PersonId, String),
    token: &str,
) -> Response {
    let origin = match &desk.services().security().public_url {
        Some(url) => url.origin.clone(),
        None => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            format!("http://{host}")
        }
    };
    let address = format!("{origin}/enlace/{}/{token}", link.code());
    let made = MadeLink { name, person, invitation: link == Link::Invitation, address };
    match once::keep(state, session, PENDING, &made).await {
        Ok(()) => Redirect::to(MADE).into_response(),
        Err(error) => told(person, Err(error)),
    }
}

async fn made(
    State(state): State<WebState>,
    session: Option<Extension<Session>>,
    desk: Desk,
    request: Request,
) -> Response {
    once::page::<MadeLink>(state, session.map(|Extension(session)| session), PENDING, desk, request).await
}

async fn save(State(state): State<WebState>, desk: Desk, Path(id): Path<String>, request: Request) -> Response {
    let (parts, fields) = match taken(request).await {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    let form = typed(&fields);
    if only_counts(&fields) {
        return again(state, desk, parts, form, None).await;
    }
    let saved = match (number(&id), chosen(&form)) {
        (Ok(person), Ok((role, scope))) => {
            let member = MemberForm { name: form.name.clone(), role, scope };
            desk.save_member(person, &member).await.map(|()| person)
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match saved {
        Ok(person) => Redirect::to(&format!("{PEOPLE}/{person}?hecho=guardada")).into_response(),
        Err(error) => again(state, desk, parts, form, Some(error)).await,
    }
}

async fn link(
    State(state): State<WebState>,
    session: Option<Extension<Session>>,
    desk: Desk,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let person = match number(&id) {
        Ok(person) => person,
        Err(error) => return gone(PEOPLE, error),
    };
    let Some(Extension(session)) = session else { return told(person, Err(AppError::Forbidden.into())) };
    let member = match desk.member(person).await {
        Ok(member) => member.person,
        Err(error) => return gone(PEOPLE, error),
    };
    let link = if member.has_password { Link::Reset } else { Link::Invitation };
    match desk.reset_link(person).await {
        Ok(token) => show(&state, &session, &desk, &headers, link, (person, member.name), &token).await,
        Err(error) => told(person, Err(error)),
    }
}

async fn bar(desk: Desk, Path(id): Path<String>) -> Response {
    match number(&id) {
        Ok(person) => told(person, desk.bar(person).await.map(|()| "suspendida")),
        Err(error) => gone(PEOPLE, error),
    }
}

async fn admit(desk: Desk, Path(id): Path<String>) -> Response {
    match number(&id) {
        Ok(person) => told(person, desk.admit(person).await.map(|()| "readmitida")),
        Err(error) => gone(PEOPLE, error),
    }
}

async fn take_out(desk: Desk, Path(id): Path<String>) -> Response {
    match number(&id) {
        Ok(person) => match desk.take_out(person).await {
            Ok(()) => Redirect::to(&format!("{PEOPLE}?hecho=quitada")).into_response(),
            Err(error) => told(person, Err(error)),
        },
        Err(error) => gone(PEOPLE, error),
    }
}

async fn grant(State(state): State<WebState>, desk: Desk, Path(id): Path<String>, request: Request) -> Response {
    let (parts, fields) = match taken(request).await {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    let form = typed(&fields);
    if only_counts(&fields) {
        return again(state, desk, parts, form, None).await;
    }
    let granted = match (number(&id), chosen(&form)) {
        (Ok(request), Ok((role, scope))) => desk.grant_access(request, role, &scope).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match granted {
        Ok(person) => Redirect::to(&format!("{PEOPLE}/{person}?hecho=concedida")).into_response(),
        Err(error @ ServerError::NotFound(_)) => gone(REQUESTS, error),
        Err(error) => again(state, desk, parts, form, Some(error)).await,
    }
}

async fn refuse(desk: Desk, Path(id): Path<String>) -> Response {
    let refused = match number(&id) {
        Ok(request) => desk.refuse_access(request).await,
        Err(error) => Err(error),
    };
    match refused {
        Ok(()) => Redirect::to(&format!("{REQUESTS}?hecho=rechazada")).into_response(),
        Err(error) => gone(REQUESTS, error),
    }
}

fn number(id: &str) -> Result<PersonId, ServerError> {
    id.parse().map_err(|_| ServerError::NotFound("person"))
}

/// Back to the person's page, with what was done or a code that the interface has words for.
fn told(person: PersonId, told: Result<&'static str, ServerError>) -> Response {
    let place = match told {
        Ok(done) => format!("{PEOPLE}/{person}?hecho={done}"),
        Err(error @ ServerError::NotFound(_)) => return gone(PEOPLE, error),
        Err(error) => match AppError::from(error) {
            AppError::Unusable { reason, .. } => format!("{PEOPLE}/{person}?error={reason}"),
            other => format!("{PEOPLE}/{person}?error={}", code(&other)),
        },
    };
    Redirect::to(&place).into_response()
}

/// Back to a list, when the thing itself is not there to go back to.
fn gone(list: &str, error: ServerError) -> Response {
    Redirect::to(&format!("{list}?error={}", code(&AppError::from(error)))).into_response()
}

fn code(error: &AppError) -> String {
    match error {
        AppError::Forbidden => "forbidden",
        AppError::NotFound { .. } => "not_found",
        AppError::Unavailable => "unavailable",
        _ => "internal",
    }
    .to_owned()
}
