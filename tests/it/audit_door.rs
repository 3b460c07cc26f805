//! What the door records: who came in, who did not, who asked for what they may not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use falcon::{
    domain::{Role, Scope, access::audit::Act},
    server::{
        config::PasswordCost,
        db::{Db, Writer},
        services::{NewMember, Services},
        state::FixedClock,
        web::{Site, WebState, router},
    },
};
use tower::ServiceExt as _;

use crate::support::{config, now, on_both};

const PASSWORD: &str = "una clave de prueba";

/// A server of `acme` with an administrator `ana` and a director `beto`.
async fn server(db: &Db) -> (Services, Router) {
    Writer::begin(db, "acme", None, now()).await.unwrap().commit().await.unwrap();
    let mut config = config("acme");
    config.security.password = PasswordCost { memory: 8, passes: 1, lanes: 1 };
    let services = Services::open(db.clone(), &config, Arc::new(FixedClock(now()))).await.unwrap();
    for (login, role) in [("ana", Role::Admin), ("beto", Role::Director)] {
        let new = NewMember {
            login: Some(login.into()),
            name: login.to_uppercase(),
            telegram_id: None,
            role,
            scope: Scope::whole(),
        };
        let (person, _) = services.add_member("acme", &new).await.unwrap();
        services.set_made_password(person, PASSWORD).await.unwrap();
    }
    let state = WebState::new(services.clone(), Site::open(None).unwrap());
    (services, router(state, false))
}

async fn ask(router: &Router, method: &str, path: &str, cookie: &str, form: String) -> (StatusCode, HeaderMap, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, headers, String::from_utf8_lossy(&body).into_owned())
}

/// Tries to sign in; the session's cookie when that succeeds.
async fn sign_in(router: &Router, login: &str, password: &str) -> Option<String> {
    let form = format!("login={login}&password={}", password.replace(' ', "+"));
    let (status, headers, _) = ask(router, "POST", "/entrar", "", form).await;
    let cookie = headers.get(header::SET_COOKIE)?.to_str().unwrap().split(';').next().unwrap().to_owned();
    (status == StatusCode::SEE_OTHER).then_some(cookie)
}

/// The entries of an organization or of none, oldest first, once there are so many: what was refused is recorded beside
/// the answer.
async fn told(services: &Services, organization: Option<&str>, count: usize) -> Vec<(Act, String, String)> {
    for _ in 0..100 {
        let entries = services.newest_audit(organization, 100).await.unwrap();
        if entries.len() >= count {
            let told = |linked: falcon::domain::access::audit::Linked| {
                (linked.entry.act, linked.entry.name, linked.entry.target)
            };
            return entries.into_iter().rev().map(told).collect();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{:?}", services.newest_audit(organization, 100).await.unwrap());
}

fn entry(act: Act, name: &str, target: &str) -> (Act, String, String) {
    (act, name.into(), target.into())
}

#[test]
fn the_door_records_who_comes_and_who_does_not() {
    on_both(async |test| {
        let (services, router) = server(&test.db).await;
        assert_eq!(sign_in(&router, "beto", "equivocada").await, None);
        let mut wanted = vec![entry(Act::SignInRefused, "BETO", "")];
        assert_eq!(told(&services, Some("acme"), 1).await, wanted);
        assert_eq!(sign_in(&router, "clave-tecleada-aqui", "x").await, None);
        assert_eq!(told(&services, None, 1).await, [entry(Act::SignInRefused, "", "")], "what was typed is not kept");

        let beto = sign_in(&router, "beto", PASSWORD).await.unwrap();
        let csv = "/administracion/auditoria.csv";
        assert_eq!(ask(&router, "GET", csv, &beto, String::new()).await.0, StatusCode::FORBIDDEN);
        let ana = sign_in(&router, "ana", PASSWORD).await.unwrap();
        let (status, headers, body) = ask(&router, "GET", csv, &ana, String::new()).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[header::CONTENT_DISPOSITION], "attachment; filename=\"auditoria-acme.csv\"");
        assert_eq!(body.lines().count(), 1 + 5, "{body}");
        let (_, _, page) = ask(&router, "GET", "/administracion/auditoria", &ana, String::new()).await;
        assert!(page.contains("BETO") && page.contains("no pudo entrar"), "{page}");
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
        let token = rest.split('"').next().unwrap();
        let (status, _, _) = ask(&router, "POST", "/salir", &ana, format!("csrf={token}")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(ask(&router, "GET", csv, &ana, String::new()).await.0, StatusCode::SEE_OTHER, "to the door");
        wanted.extend([
            entry(Act::SignIn, "BETO", ""),
            entry(Act::Refused, "BETO", csv),
            entry(Act::SignIn, "ANA", ""),
            entry(Act::Export, "ANA", csv),
            entry(Act::SignOut, "ANA", ""),
        ]);
        assert_eq!(told(&services, Some("acme"), 6).await, wanted);
    });
}

#[test]
fn nobody_comes_in_unrecorded() {
    on_both(async |test| {
        let (_, router) = server(&test.db).await;
        sqlx::query("ALTER TABLE audit RENAME TO gone").execute(test.db.sessions_pool()).await.unwrap();
        assert_eq!(sign_in(&router, "ana", PASSWORD).await, None);
        sqlx::query("ALTER TABLE gone RENAME TO audit").execute(test.db.sessions_pool()).await.unwrap();
        assert!(sign_in(&router, "ana", PASSWORD).await.is_some());
    });
}

#[test]
fn a_one_time_link_is_told_without_what_opens_it() {
    on_both(async |test| {
        let (services, router) = server(&test.db).await;
        let beto = services.person_of_login("beto").await.unwrap().unwrap();
        let link = services.make_link(falcon::server::services::sign_in::Link::Reset, beto).await.unwrap();
        let ana = sign_in(&router, "ana", PASSWORD).await.unwrap();
        // Somebody who is signed in opens it, and the form does not carry their session's token.
        let path = format!("/enlace/reset/{link}");
        let (status, _, _) = ask(&router, "POST", &path, &ana, "password=x&again=x".into()).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let told = told(&services, Some("acme"), 2).await;
        assert_eq!(told[1], entry(Act::Refused, "ANA", "/enlace/reset/…"), "the link still opens");
    });
}
