//! Signing in and out: plain forms and redirects, so that they work without scripts.

pub mod pass;
mod passkey;
mod widget;

use axum::{
    extract::{OriginalUri, Path, Query, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::prelude::{Owner, RenderHtml as _, provide_context};
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    given::Given,
    headers::{self, Allowed},
    identity::{self, Known, key},
    preferences, refusal,
    router::WebState,
    status_of,
};
use crate::{
    contract::{AppError, Complaint, Door, DoorAssets, Preferences},
    domain::access::audit::Act,
    server::{
        error::ServerError,
        listed::Listed,
        services::{
            Caller, PersonId,
            audit::{About, Record},
            sign_in::{Entrant, Link, Proven, Refusal, Stranger, Told, Weakness},
        },
    },
    ui::{address::encode, door::document},
};

/// Seconds between the first proof and the code.
const CODE_WITHIN: i64 = 300;

/// The routes of the door.
pub fn routes() -> Listed<WebState> {
    Listed::default()
        .get("/entrar", ask_sign_in)
        .post("/entrar", sign_in)
        .get("/entrar/codigo", ask_code)
        .post("/entrar/codigo", code)
        .post("/entrar/llave", passkey::open)
        .post("/entrar/llave/reto", passkey::ask)
        .get("/entrar/telegram", by_widget)
        .post("/entrar/telegram", launch)
        .get("/acceso", ask_access)
        .post("/acceso", access)
        .get("/enlace/{link}/{token}", open_link)
        .post("/enlace/{link}/{token}", redeem)
        .post("/salir", sign_out)
        .merge(pass::routes())
}

/// The sign-in page that leads on to a path.
#[must_use]
pub fn address(back: &str) -> String {
    if back == "/" { "/entrar".into() } else { format!("/entrar?volver={}", encode(back)) }
}

/// What documents of the door need to know of a request; put into its extensions by the router.
#[derive(Clone, Debug)]
pub struct Look {
    pub style: Option<String>,
    pub preferences: Preferences,
    /// Who may frame it: a `frame-ancestors` of the content security policy.
    pub framed_by: String,
}

/// A page of the door.
struct Answer<'a> {
    state: &'a WebState,
    look: Look,
    csrf: Option<String>,
    here: String,
    /// No language was chosen in this browser.
    any_lang: bool,
    /// By which this browser is known again when Telegram's button leads back.
    widget: widget::Mark,
}

impl<'a> Answer<'a> {
    /// Whoever has signed in already and comes to the door again, by a link for a new password, say, finds their session's
    /// token in its forms.
    fn new(state: &'a WebState, headers: &HeaderMap, caller: &Caller, here: &str) -> Self {
        let look = identity::look(state, headers);
        let csrf = caller.csrf.as_deref().map(str::to_owned);
        let (any_lang, widget) =
            (!preferences::has_lang(headers), widget::Mark::of(headers, state.services.security().tls()));
        Self { state, look, csrf, here: here.to_owned(), any_lang, widget }
    }

    fn with(self, status: StatusCode, page: Door) -> Response {
        let button = matches!(&page, Door::SignIn { bot: Some(_), .. });
        let allowed = Allowed { telegram_button: button, ..Allowed::default() };
        let policy = headers::policy(self.state.services.security(), allowed);
        let mark = button.then(|| self.widget.cookie(self.state.services.security().tls())).flatten();
        let mut response = drawn(self.look, self.csrf, &self.here, status, page);
        let headers = response.headers_mut();
        if let Some(policy) = policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if let Some(mark) = mark {
            headers.append(header::SET_COOKIE, mark);
        }
        if button {
            // Telegram's sign-in is a window of its own, which answers to this one.
            headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin-allow-popups"));
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // Addresses of one-time links stand in no other site's log.
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        response
    }
}

fn drawn(look: Look, csrf: Option<String>, here: &str, status: StatusCode, page: Door) -> Response {
    let owner = Owner::new();
    let assets = DoorAssets { style: look.style, here: here.to_owned(), csrf };
    let html = owner.with(|| {
        provide_context(look.preferences);
        document(assets, page).to_html()
    });
    (status, Html(html)).into_response()
}

/// A page that says what is wrong, for whatever request it was.
pub fn note(parts: &Parts, error: &AppError) -> Response {
    let look = parts.extensions.get::<Look>().cloned().unwrap_or(Look {
        style: None,
        preferences: preferences::of(&parts.headers),
        framed_by: "'self'".into(),
    });
    let policy = headers::still(&look.framed_by);
    let mut response = drawn(look, None, "/", status_of(error.status()), Door::Note(error.clone()));
    if let Some(policy) = policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    volver: String,
}

/// The path to go on to, within this site.
fn local(back: &str) -> &str {
    if preferences::is_local(back) { back } else { "/" }
}

fn sign_in_page(answer: &Answer<'_>, caller: &Caller, back: &str, login: &str, wrong: Option<Complaint>) -> Door {
    let state = answer.state;
    let security = state.services.security();
    let bot = security.telegram.as_ref().and_then(|telegram| telegram.name.clone());
    let origin = security.public_url.as_ref().map_or("", |url| &url.origin);
    let bot_answer = format!("{origin}/entrar/telegram?volver={}&{}={}", encode(back), widget::FIELD, answer.widget);
    Door::SignIn {
        back: back.into(),
        login: login.into(),
        wrong,
        telegram: security.telegram.is_some(),
        bot,
        bot_answer,
        passkeys: state.services.has_passkeys(caller),
    }
}

async fn ask_sign_in(
    State(state): State<WebState>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    Query(query): Query<Back>,
) -> Response {
    let back = local(&query.volver).to_owned();
    let answer = Answer::new(&state, &headers, &caller, &address(&back));
    let page = sign_in_page(&answer, &caller, &back, "", None);
    answer.with(StatusCode::OK, page)
}

#[derive(Deserialize)]
struct Credentials {
    login: String,
    password: String,
    #[serde(default)]
    volver: String,
}

async fn sign_in(
    State(state): State<WebState>,
    session: Option<axum::Extension<Session>>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    Given(given): Given<Credentials>,
) -> Response {
    let Some(axum::Extension(session)) = session else { return Redirect::to("/").into_response() };
    let back = local(&given.volver);
    let answer = Answer::new(&state, &headers, &caller, &address(back));
    match state.services.prove_password(&caller, &given.login, &given.password).await {
        Ok(Proven::Person(entrant)) => enter(answer, &session, entrant, &caller, back).await,
        Ok(Proven::NeedsCode(entrant)) => match ask_for_code(&state, &session, entrant).await {
            Ok(()) => Redirect::to(&format!("/entrar/codigo?volver={}", encode(back))).into_response(),
            Err(error) => failed(answer, error),
        },
        Err(refusal) => match complaint(refusal) {
            Ok(wrong) => {
                let about = About::Login(given.login.clone());
                state.services.record_kept_out(&caller, Act::SignInRefused, about);
                let page = sign_in_page(&answer, &caller, back, &given.login, Some(wrong));
                answer.with(status_for(wrong), page)
            }
            Err(error) => failed(answer, error),
        },
    }
}

async fn ask_for_code(state: &WebState, session: &Session, entrant: Entrant) -> anyhow::Result<()> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(key::PENDING, entrant.person).await?;
    session.insert(key::PENDING_EPOCH, entrant.epoch).await?;
    session.insert(key::PENDING_UNTIL, state.services.now().as_second() + CODE_WITHIN).await?;
    session.insert(key::CSRF, Caller::new_csrf()?).await?;
    Ok(())
}

/// In: a session of the person, and on to where they wanted.
async fn enter(answer: Answer<'_>, session: &Session, entrant: Entrant, caller: &Caller, back: &str) -> Response {
    enter_by(answer, session, entrant, caller, back, Record::of(Act::SignIn, "")).await
}

/// As [`enter`], recorded in these words.
async fn enter_by(
    answer: Answer<'_>,
    session: &Session,
    entrant: Entrant,
    caller: &Caller,
    back: &str,
    record: Record,
) -> Response {
    let person = entrant.person;
    let services = &answer.state.services;
    let home = match services.homes(person).await {
        Ok(homes) => homes.into_iter().next(),
        Err(error) => return failed(answer, error),
    };
    let Some(home) = home else {
        services.record_kept_out(caller, Act::SignInRefused, About::Person(person));
        return answer.with(StatusCode::FORBIDDEN, Door::Nowhere);
    };
    // Before: nobody comes in unrecorded.
    if let Err(error) = services.record_at_door(caller, person, record).await {
        return failed(answer, error);
    }
    match identity::begin(session, entrant, &home, caller, services.now()).await {
        Ok(()) => {
            tracing::info!(person, organization = home.organization, correlation = %caller.correlation, "signed in");
            let mut response = Redirect::to(back).into_response();
            if answer.any_lang {
                preferences::remember(response.headers_mut(), services.language_of(person).await, None);
            }
            response
        }
        Err(error) => failed(answer, error),
    }
}

/// What could not be done because something of ours does not answer.
fn failed(answer: Answer<'_>, error: impl Into<anyhow::Error>) -> Response {
    let error = error.into();
    tracing::error!(error = format!("{error:#}"), "nobody can sign in now");
    answer.with(StatusCode::SERVICE_UNAVAILABLE, Door::Note(AppError::Unavailable))
}

/// The words for a refusal; errors that are no fault of the person's stay errors.
pub(super) fn complaint(refusal: Refusal) -> Result<Complaint, ServerError> {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Ok(match refusal {
        Refusal::Wrong => Complaint::Wrong,
        Refusal::Wait { seconds } => Complaint::Wait { seconds },
        Refusal::Weak(Weakness::Short { min }) => Complaint::Short { min: number(min) },
        Refusal::Weak(Weakness::Long { max }) => Complaint::Long { max: number(max) },
        Refusal::Weak(Weakness::Common) => Complaint::Common,
        Refusal::Weak(Weakness::Personal) => Complaint::Personal,
        Refusal::Telegram(error) => {
            tracing::warn!(%error, "data that Telegram did not make, or that is too old");
            Complaint::Telegram
        }
        Refusal::NoBot => Complaint::Telegram,
        Refusal::Passkey => Complaint::Passkey,
        Refusal::Failed(error) => return Err(error),
    })
}

const fn status_for(wrong: Complaint) -> StatusCode {
    match wrong {
        Complaint::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
        Complaint::Wrong | Complaint::WrongCode | Complaint::Telegram | Complaint::Passkey | Complaint::Late => {
            StatusCode::UNAUTHORIZED
        }
        Complaint::Gone => StatusCode::GONE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

async fn ask_code(
    State(state): State<WebState>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    Query(query): Query<Back>,
) -> Response {
    let back = local(&query.volver).to_owned();
    let here = format!("/entrar/codigo?volver={}", encode(&back));
    Answer::new(&state, &headers, &caller, &here).with(StatusCode::OK, Door::Code { back, wrong: None })
}

#[derive(Deserialize)]
struct TypedCode {
    code: String,
    #[serde(default)]
    volver: String,
}

async fn code(
    State(state): State<WebState>,
    session: Option<axum::Extension<Session>>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    Given(given): Given<TypedCode>,
) -> Response {
    let Some(axum::Extension(session)) = session else { return Redirect::to("/").into_response() };
    let back = local(&given.volver);
    let answer = Answer::new(&state, &headers, &caller, &address(back));
    let pending = match pending(&session, state.services.now().as_second()).await {
        Ok(pending) => pending,
        Err(error) => return failed(answer, error),
    };
    let Some(entrant) = pending else {
        let page = sign_in_page(&answer, &caller, back, "", Some(Complaint::Late));
        return answer.with(StatusCode::UNAUTHORIZED, page);
    };
    match state.services.prove_code(&caller, entrant, &given.code).await {
        Ok(()) => enter(answer, &session, entrant, &caller, back).await,
        Err(refusal) => match complaint(refusal) {
            Ok(wrong) => {
                state.services.record_kept_out(&caller, Act::SecondFactorRefused, About::Person(entrant.person));
                let wrong = if wrong == Complaint::Wrong { Complaint::WrongCode } else { wrong };
                answer.with(status_for(wrong), Door::Code { back: back.into(), wrong: Some(wrong) })
            }
            Err(error) => failed(answer, error),
        },
    }
}

/// Whose first proof held a moment ago.
async fn pending(session: &Session, now: i64) -> anyhow::Result<Option<Entrant>> {
    let person = session.get::<PersonId>(key::PENDING).await?;
    let epoch = session.get::<i64>(key::PENDING_EPOCH).await?;
    let until = session.get::<i64>(key::PENDING_UNTIL).await?.unwrap_or_default();
    let entrant = person.zip(epoch).map(|(person, epoch)| Entrant { person, epoch });
    Ok(entrant.filter(|_| now < until))
}

#[derive(Deserialize)]
struct InitData {
    init_data: String,
    #[serde(default)]
    volver: String,
    /// `no`: the page's script found that this browser keeps none.
    #[serde(default)]
    cookies: String,
}

/// The raw initData of a Mini App, posted by the sign-in page's script: one round trip, whether the answer is a session's
/// cookie or, where none is kept, the page itself with its pass.
async fn launch(
    State(state): State<WebState>,
    session: Option<axum::Extension<Session>>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    Given(given): Given<InitData>,
) -> Response {
    let back = local(&given.volver);
    // Before: a launch is good once, and must not be used up where no session can begin.
    if let Err(error) = state.services.sessions().answer().await {
        return failed(Answer::new(&state, &headers, &caller, &address(back)), error);
    }
    let told = state.services.prove_launch(&given.init_data).await;
    match told {
        Ok(told) if pass::is_wanted(&given.cookies, session.as_deref()) => {
            pass::launched(Answer::new(&state, &headers, &caller, &address(back)), &headers, told, &caller, back).await
        }
        told => {
            let kept = session.as_ref().map(|axum::Extension(session)| session.clone());
            let response = by_telegram(&state, session, &caller, &headers, back, told).await;
            // For looks alone, and so not binding.
            if let Some(session) = kept.filter(|_| response.status().is_redirection())
                && let Err(error) = session.insert(key::LAUNCHED, true).await
            {
                tracing::error!(%error, "a session does not know that Telegram began it");
            }
            response
        }
    }
}

/// What the Login Widget appends to its address.
async fn by_widget(
    State(state): State<WebState>,
    session: Option<axum::Extension<Session>>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let (signed, back, mark) = widget::apart(&query.unwrap_or_default());
    // The address was made for another browser, or by another site, which signs somebody in as somebody else: Telegram's
    // word is not even looked at, and whoever is signed in stays so.
    if !widget::Mark::of(&headers, state.services.security().tls()).is(&mark) {
        state.services.record_kept_out(&caller, Act::SignInRefused, About::Nobody("Telegram"));
        let answer = Answer::new(&state, &headers, &caller, &address(local(&back)));
        let page = sign_in_page(&answer, &caller, local(&back), "", Some(Complaint::Telegram));
        return answer.with(StatusCode::UNAUTHORIZED, page);
    }
    if let Err(error) = state.services.sessions().answer().await {
        return failed(Answer::new(&state, &headers, &caller, "/entrar"), error);
    }
    let told = state.services.prove_widget(&signed).await;
    by_telegram(&state, session, &caller, &headers, local(&back), told).await
}

async fn by_telegram(
    state: &WebState,
    session: Option<axum::Extension<Session>>,
    caller: &Caller,
    headers: &HeaderMap,
    back: &str,
    told: Result<Told, Refusal>,
) -> Response {
    let Some(axum::Extension(session)) = session else { return Redirect::to("/").into_response() };
    let answer = Answer::new(state, headers, caller, &address(back));
    match told {
        Ok(Told::Known(entrant)) => enter(answer, &session, entrant, caller, back).await,
        Ok(Told::Unknown(stranger)) => match remember(&session, &stranger).await {
            Ok(()) => Redirect::to("/acceso").into_response(),
            Err(error) => failed(answer, error),
        },
        Err(refusal) => match complaint(refusal) {
            Ok(_) => {
                state.services.record_kept_out(caller, Act::SignInRefused, About::Nobody("Telegram"));
                let page = sign_in_page(&answer, caller, back, "", Some(Complaint::Telegram));
                answer.with(StatusCode::UNAUTHORIZED, page)
            }
            Err(error) => failed(answer, error),
        },
    }
}

async fn remember(session: &Session, stranger: &Stranger) -> anyhow::Result<()> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(key::STRANGER, (stranger.telegram_id, &stranger.name, &stranger.username)).await?;
    session.insert(key::CSRF, Caller::new_csrf()?).await?;
    Ok(())
}

async fn stranger(session: Option<&Session>) -> anyhow::Result<Option<Stranger>> {
    let Some(session) = session else { return Ok(None) };
    let told = session.get::<(i64, String, Option<String>)>(key::STRANGER).await?;
    Ok(told.map(|(telegram_id, name, username)| Stranger { telegram_id, name, username }))
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    enviada: String,
}

async fn ask_access(
    State(state): State<WebState>,
    session: Option<axum::Extension<Session>>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    Query(query): Query<Sent>,
) -> Response {
    let answer = Answer::new(&state, &headers, &caller, "/acceso");
    match stranger(session.as_deref()).await {
        Ok(Some(stranger)) => {
            let page = Door::Ask { name: stranger.name, sent: !query.enviada.is_empty(), sealed: String::new() };
            answer.with(StatusCode::OK, page)
        }
        Ok(None) => Redirect::to("/entrar").into_response(),
        Err(error) => failed(answer, error),
    }
}

#[derive(Deserialize)]
struct Note {
    #[serde(default)]
    note: String,
    #[serde(default)]
    quien: String,
}

async fn access(
    State(state): State<WebState>,
    session: Option<axum::Extension<Session>>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    Given(given): Given<Note>,
) -> Response {
    let answer = Answer::new(&state, &headers, &caller, "/acceso");
    let (stranger, in_session) = match stranger(session.as_deref()).await {
        Ok(Some(stranger)) => (stranger, true),
        Ok(None) => match pass::unsealed(&state, &given.quien) {
            Some(stranger) => (stranger, false),
            None => return Redirect::to("/entrar").into_response(),
        },
        Err(error) => return failed(answer, error),
    };
    if let Err(error) = state.services.ask_access(&stranger, &given.note).await {
        return failed(answer, error);
    }
    let record = Record::of(Act::AccessRequested, "").by(stranger.name.clone());
    match state.services.record(&caller, Some(&state.services.organization()), record).await {
        Ok(()) if !in_session => {
            answer.with(StatusCode::OK, Door::Ask { name: stranger.name, sent: true, sealed: String::new() })
        }
        Ok(()) => Redirect::to("/acceso?enviada=1").into_response(),
        Err(error) => failed(answer, error),
    }
}

async fn open_link(
    State(state): State<WebState>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
    Path((link, token)): Path<(String, String)>,
) -> Response {
    let answer = Answer::new(&state, &headers, &caller, uri.path());
    let Some(link) = Link::from_code(&link) else { return link_page(answer, Link::Invitation, None, Complaint::Gone) };
    match state.services.link_of(link, &token).await {
        Ok(person) => {
            let page = Door::Link {
                invitation: link == Link::Invitation,
                path: uri.path().into(),
                name: person.name,
                login: person.login.unwrap_or_default(),
                wrong: None,
            };
            answer.with(StatusCode::OK, page)
        }
        Err(refusal) => match complaint(refusal) {
            Ok(_) => link_page(answer, link, None, Complaint::Gone),
            Err(error) => failed(answer, error),
        },
    }
}

fn link_page(answer: Answer<'_>, link: Link, person: Option<(String, String)>, wrong: Complaint) -> Response {
    let (name, login) = person.unwrap_or_default();
    let path = answer.here.clone();
    let page = Door::Link { invitation: link == Link::Invitation, path, name, login, wrong: Some(wrong) };
    answer.with(status_for(wrong), page)
}

#[derive(Deserialize)]
struct Chosen {
    password: String,
    again: String,
}

async fn redeem(
    State(state): State<WebState>,
    session: Option<axum::Extension<Session>>,
    axum::Extension(caller): axum::Extension<Caller>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
    Path((link, token)): Path<(String, String)>,
    Given(given): Given<Chosen>,
) -> Response {
    let answer = Answer::new(&state, &headers, &caller, uri.path());
    let link = Link::from_code(&link).unwrap_or(Link::Invitation);
    let Some(axum::Extension(session)) = session else { return Redirect::to("/").into_response() };
    let person = match state.services.link_of(link, &token).await {
        Ok(person) => person,
        Err(refusal) => {
            return match complaint(refusal) {
                Ok(_) => {
                    state.services.record_kept_out(&caller, Act::SignInRefused, About::Nobody("/enlace"));
                    link_page(answer, link, None, Complaint::Gone)
                }
                Err(error) => failed(answer, error),
            };
        }
    };
    let told = Some((person.name.clone(), person.login.clone().unwrap_or_default()));
    if given.password != given.again {
        return link_page(answer, link, told, Complaint::Differ);
    }
    match state.services.redeem(link, &token, &given.password).await {
        Ok(person) => {
            let record = Record::of(Act::PasswordChanged, "");
            if let Err(error) = state.services.record_at_door(&caller, person.id, record).await {
                return failed(answer, error);
            }
            // A second factor is asked for after a new password as after an old one.
            match state.services.needs_code(person.id).await {
                Ok(true) => Redirect::to("/entrar").into_response(),
                Ok(false) => enter(answer, &session, Entrant::from(&person), &caller, "/").await,
                Err(error) => failed(answer, error),
            }
        }
        Err(refusal) => match complaint(refusal) {
            Ok(Complaint::Wrong) => link_page(answer, link, None, Complaint::Gone),
            Ok(wrong) => link_page(answer, link, told, wrong),
            Err(error) => failed(answer, error),
        },
    }
}

/// Out, here. Told also when the store does not answer: the session lives on until it does.
async fn sign_out(
    State(state): State<WebState>,
    session: Option<axum::Extension<Session>>,
    request: axum::extract::Request,
) -> Response {
    let (parts, _) = request.into_parts();
    if let (Some(Known::Person(identity)), Some(caller)) =
        (parts.extensions.get::<Known>(), parts.extensions.get::<Caller>())
    {
        // Not binding: what goes wrong stands in the server's log.
        let _ = state.services.record(caller, Some(&identity.organization), Record::of(Act::SignOut, "")).await;
    }
    if let Some(axum::Extension(session)) = session
        && let Err(error) = session.flush().await
    {
        tracing::error!(%error, "a session could not be ended");
        return refusal::page(&parts, &AppError::Unavailable);
    }
    let mut response = Redirect::to("/entrar").into_response();
    // What the browser kept of the person goes too.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    response
}
