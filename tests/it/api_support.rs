//! The whole router in process, over a database of its own, with a clock that is set by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request},
};
use falcon::{
    domain::{Role, Scope},
    server::{
        config::{Config, PasswordCost},
        db::{Db, PersonId},
        proof::totp,
        services::{NewMember, Services, sign_in::Entrant},
        state::Clock,
        web::{Site, WebState, router},
    },
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tower::ServiceExt;

use crate::support::{TestDb, config, now};

/// What everybody here signs in with.
pub const PASSWORD: &str = "un-tren-verde-y-largo";

/// A clock that is set by hand.
#[derive(Clone)]
pub struct Hand(Arc<Mutex<Timestamp>>);

impl Hand {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(now())))
    }

    pub fn at(instant: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(instant)))
    }

    pub fn forward(&self, seconds: i64) {
        let mut at = self.0.lock().unwrap();
        *at = at.saturating_add(SignedDuration::from_secs(seconds)).unwrap();
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A server that asks people to sign in, of the organization `demo`.
#[derive(Clone)]
pub struct Api {
    pub services: Services,
    pub clock: Hand,
    app: Router,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} {}", self.status, self.text))
    }

    /// The code of an error.
    pub fn code(&self) -> String {
        self.json()["error_code"].as_str().unwrap_or_else(|| panic!("{}", self.text)).to_owned()
    }

    /// Status and code of an error.
    pub fn error(&self) -> (u16, String) {
        (self.status, self.code())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Settings of such a server: passwords cost next to nothing.
pub fn settings() -> Config {
    let mut config = config("demo");
    config.security.password = PasswordCost { memory: 8, passes: 1, lanes: 1 };
    config
}

impl Api {
    pub async fn new(db: &Db) -> Self {
        crate::support::filled(db).await;
        Self::with(db, &settings(), &Hand::new()).await
    }

    /// A server over the demo's data that may be asked as often as one likes, and the session of Ana, who has this role.
    pub async fn unlimited(test: &TestDb, role: Role) -> (Self, String) {
        crate::support::filled(&test.db).await;
        let mut config = settings();
        (config.limits.read, config.limits.heavy, config.limits.sign_in) = (0, 0, 0);
        let api = Self::with(&test.db, &config, &Hand::new()).await;
        api.person("demo", "ana", role, Scope::whole()).await;
        let cookie = api.sign_in("ana").await;
        (api, cookie)
    }

    /// Another server over the same database.
    pub async fn with(db: &Db, config: &Config, clock: &Hand) -> Self {
        let services = Services::open(db.clone(), config, Arc::new(clock.clone())).await.unwrap();
        let app = router(WebState::new(services.clone(), Site::open(None).unwrap()), true);
        Self { services, clock: clock.clone(), app }
    }

    pub async fn person(&self, organization: &str, login: &str, role: Role, scope: Scope) -> PersonId {
        let new = NewMember { login: Some(login.into()), name: login.into(), telegram_id: None, role, scope };
        let (id, fresh) = self.services.add_member(organization, &new).await.unwrap();
        if fresh {
            let hash = self.services.hash(PASSWORD).await.unwrap();
            self.services.db().set_password(id, &hash).await.unwrap();
        }
        id
    }

    /// A person as they would come in now.
    pub async fn entrant(&self, person: PersonId) -> Entrant {
        Entrant::from(&self.services.db().person(person).await.unwrap().unwrap())
    }

    /// As [`Api::entrant`], by login.
    pub async fn entrant_of(&self, login: &str) -> Entrant {
        Entrant::from(&self.services.db().person_of_login(login).await.unwrap().unwrap().0)
    }

    pub async fn ask(&self, line: &str, headers: &[(&str, &str)], body: impl Into<String>) -> Answer {
        self.send(line, headers, Body::from(body.into())).await
    }

    pub async fn send(&self, line: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        // Who listens to what comes hears it as long as they stay.
        let endless = path.starts_with("/fn/live") && parts.status.is_success();
        let body = if endless { Body::empty() } else { body };
        let bytes = to_bytes(body, 1 << 24).await.unwrap().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text, bytes }
    }

    /// The answer as it comes.
    pub async fn begin(&self, path: &str, headers: &[(&str, &str)]) -> axum::response::Response {
        let mut request = Request::get(path).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(&format!("POST {path}"), &[("content-type", "application/json")], body.to_string()).await
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(&format!("GET {path}"), headers, "").await
    }

    pub async fn get_with(&self, path: &str, access: &str) -> Answer {
        self.get(path, &[("authorization", &format!("Bearer {access}"))]).await
    }

    /// Signs in as a browser does: its cookie.
    pub async fn sign_in(&self, login: &str) -> String {
        let form = format!("login={login}&password={PASSWORD}");
        let answer = self.ask("POST /entrar", &[("content-type", "application/x-www-form-urlencoded")], form).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }
}

/// The type of a form that a page posts.
pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Somebody's browser: their cookie, and what their forms carry.
pub struct Browser<'a> {
    pub api: &'a Api,
    pub cookie: String,
    pub csrf: String,
}

impl<'a> Browser<'a> {
    pub async fn new(api: &'a Api, login: &str) -> Self {
        let cookie = api.sign_in(login).await;
        let page = api.get("/mas", &[("cookie", &cookie)]).await.text;
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("{login}: {page}"));
        let csrf = rest.split('"').next().unwrap().to_owned();
        Self { api, cookie, csrf }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.api.get(path, &[("cookie", &self.cookie)]).await
    }

    pub async fn post(&self, path: &str, form: &str) -> Answer {
        let form = format!("csrf={}&{form}", self.csrf);
        self.api.ask(&format!("POST {path}"), &[("cookie", &*self.cookie), FORM], form).await
    }

    /// Begins a second step on the profile; what the app would be told.
    pub async fn begin_factor(&self) -> totp::Secret {
        self.post("/perfil/segundo-paso", &format!("present={PASSWORD}")).await;
        let page = self.get("/perfil").await.text;
        let secret = page.split("class=\"profile-secret\">").nth(1).unwrap_or_else(|| panic!("{page}"));
        totp::Secret::parse(&secret.split('<').next().unwrap().replace(' ', "")).unwrap()
    }
}
