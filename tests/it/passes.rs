//! The pass that a page holds where its browser keeps no cookie: what opens it, what it opens, and what ends it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Role, Scope},
    server::db::{Db, PersonId},
};
use serde_json::json;
use sqlx::Row as _;

use crate::{
    api_support::{Answer, Api, Browser, FORM, PASSWORD, settings},
    launches::open,
    support::{now, on_demo},
    telegram::{Vectors, vectors},
};

const MINUTE: i64 = 60;
const ASKED: &str = "/fn/get_frame?query=";

/// What the door's script posts where it finds that no cookie is kept.
async fn launch(api: &Api, data: &str, back: &str, headers: &[(&str, &str)]) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("init_data", data)
        .append_pair("cookies", "no")
        .append_pair("volver", back)
        .finish();
    api.ask("POST /entrar/telegram", &[&[FORM], headers].concat(), form).await
}

/// The value of an attribute of the document.
fn attribute<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let (_, rest) = answer.text.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{}", answer.text));
    rest.split('"').next().unwrap()
}

/// The pass of a launch that was let in.
async fn come(api: &Api, vectors: &Vectors, name: &str) -> String {
    let answer = launch(api, vectors.data(name), "/", &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    attribute(&answer, "data-token").to_owned()
}

async fn status(api: &Api, path: &str, pass: &str) -> u16 {
    api.get_with(path, pass).await.status
}

async fn post(api: &Api, path: &str, pass: &str) -> Answer {
    api.ask(&format!("POST {path}"), &[("authorization", &format!("Bearer {pass}"))], "").await
}

async fn person(db: &Db, vectors: &Vectors) -> PersonId {
    db.person_of_telegram(vectors.user["id"].as_i64().unwrap()).await.unwrap().unwrap().id
}

#[test]
fn one_request_brings_the_page_and_its_pass() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let answer = launch(&api, vectors.data("valid"), "/historico?year=2025", &[("accept-language", "en")]).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (200, ""), "{}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'self' https://web.telegram.org ") && policy.contains("'nonce-"));
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert!(answer.text.contains("<html lang=\"en-US\"") && answer.text.contains("María José"), "{}", answer.text);
        assert_eq!(attribute(&answer, "data-address"), "/historico?year=2025");
        assert_eq!(attribute(&answer, "data-seconds"), (15 * MINUTE).to_string());
        assert!(answer.text.find("/pass.js").unwrap() < answer.text.find("<body").unwrap());
        let pass = attribute(&answer, "data-token").to_owned();
        // A way back that is the door's, or another site's, leads to the dashboard.
        for (name, back) in [("an hour old", "/entrar?volver=/"), ("a minute ahead", "//evil.example/")] {
            let answer = launch(&api, vectors.data(name), back, &[]).await;
            assert_eq!((answer.status, attribute(&answer, "data-address")), (200, "/"), "{back}");
        }
        // Nowhere else in it, and nowhere in what is stored.
        assert_eq!(answer.text.matches(&pass).count(), 1);
        let frame = api.get_with(ASKED, &pass).await;
        assert_eq!((frame.status, frame.header("set-cookie")), (200, ""));
        assert_eq!(status(&api, "/fn/get_dashboard?query=year%3D2025", &pass).await, 200);
        // The launch was good once, for either sort of answer.
        assert_eq!(launch(&api, vectors.data("valid"), "/", &[]).await.status, 401);
        // It is a session as any other, of which nobody knows an id.
        let id = person(&test.db, &vectors).await;
        assert_eq!(api.services.sessions().of(id).await.unwrap().len(), 3);
        let rows = sqlx::query("SELECT key, data FROM sessions").fetch_all(test.db.sessions_pool()).await.unwrap();
        assert!(rows.iter().all(|row| !row.get::<String, _>("data").contains(&pass)));
        let key: String = rows[0].get("key");
        let cookie = format!("falcon={key}");
        assert_eq!(api.get(ASKED, &[("cookie", &cookie)]).await.status, 401, "its public name is no cookie");
        let entries = api.services.newest_audit(Some("demo"), 10).await.unwrap();
        assert!(entries.iter().any(|linked| linked.entry.act.code() == "sign_in"));
    });
}

#[test]
fn a_browser_that_keeps_cookies_gets_no_pass() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        // The script says none is kept, and there one comes.
        api.person("demo", "ana", Role::Viewer, Scope::whole()).await;
        let ana = Browser::new(&api, "ana").await;
        let headers = [("cookie", &*ana.cookie), ("x-csrf-token", &*ana.csrf)];
        let answer = launch(&api, vectors.data("valid"), "/", &headers).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"));
        assert!(answer.header("set-cookie").starts_with("falcon=") && !answer.text.contains("pass.js"));
        // Pages that a cookie opens hold none.
        assert!(!ana.get("/").await.text.contains("pass.js"));
    });
}

#[test]
fn it_opens_what_reads_for_a_page_and_nothing_else() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let pass = come(&api, &vectors, "valid").await;
        for path in ["/", "/mapa", "/perfil", "/importar", "/api/v1/me", "/administracion/auditoria", "/salud/x"] {
            let answer = api.get_with(path, &pass).await;
            assert_eq!(answer.status, 401, "{path}: {}", answer.text);
        }
        for (method, path) in falcon::server::web::known() {
            if method == "POST" && !path.starts_with("/pase/") {
                let path = path.replace(['{', '}', '*'], "1");
                let headers = [("authorization", &*format!("Bearer {pass}")), FORM];
                let answer = api.ask(&format!("POST {path}"), &headers, "lang=en&name=Otro&login=x&password=y").await;
                let refused = (400..500).contains(&answer.status)
                    || answer.status == 303 && ["/entrar", "/"].contains(&answer.header("location"));
                assert!(refused && answer.header("set-cookie").is_empty(), "{path}: {}", answer.status);
            }
        }
        assert_eq!(status(&api, ASKED, &pass).await, 200, "none of that ended it");
        // What it may see, the role says: a director reads no audit log.
        assert_eq!(status(&api, "/fn/get_audit?query=", &pass).await, 403);
        let entries = api.services.newest_audit(Some("demo"), 10).await.unwrap();
        assert!(entries.iter().any(|linked| linked.entry.target == "/fn/get_audit"), "and the refusal is recorded");
    });
}

#[test]
fn no_token_passes_for_another() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let pass = come(&api, &vectors, "valid").await;
        api.person("demo", "ana", Role::Admin, Scope::whole()).await;
        let told = api.post("/api/v1/auth/token", json!({ "login": "ana", "password": PASSWORD })).await.json();
        let (access, refresh) = (told["access_token"].as_str().unwrap(), told["refresh_token"].as_str().unwrap());
        let refreshed = api.post("/api/v1/auth/refresh", json!({ "refresh_token": pass })).await;
        assert_eq!(refreshed.status, 401);
        // Not even to be ended as one of those.
        api.post("/api/v1/auth/logout", json!({ "token": pass })).await;
        assert_eq!(status(&api, ASKED, &pass).await, 200);
        for other in [access, refresh, "", "a.b.c", &pass[..pass.len() - 2], &format!("{pass}A")] {
            let answer = post(&api, "/pase/renovar", other).await;
            assert_eq!(answer.status, 401, "{other}");
            assert_eq!(post(&api, "/pase/salir", other).await.status, 401);
        }
        assert_eq!(status(&api, ASKED, refresh).await, 401);
        assert_eq!(status(&api, ASKED, access).await, 200, "and the API's is as before");
        // Signed by another server.
        let mut config = settings();
        config.security.secret =
            Some(falcon::server::config::Secret::new("otra-clave-del-todo-distinta-0123456".into()));
        let other = Api::with(&test.db, &config, &api.clock).await;
        assert_eq!(status(&other, ASKED, &pass).await, 401);
    });
}

#[test]
fn a_cookie_opens_nothing_of_it_and_both_open_nothing() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let pass = come(&api, &vectors, "valid").await;
        api.person("demo", "ana", Role::Admin, Scope::whole()).await;
        let ana = Browser::new(&api, "ana").await;
        for path in ["/pase/renovar", "/pase/salir"] {
            let line = format!("POST {path}");
            assert_eq!(api.ask(&line, &[("cookie", &ana.cookie)], "").await.status, 403, "forged");
            let headers = [("cookie", &*ana.cookie), ("x-csrf-token", &*ana.csrf)];
            assert_eq!(api.ask(&line, &headers, "").await.status, 401, "a cookie does not count");
            assert_eq!(api.ask(&line, &[], "").await.status, 401);
        }
        // Both at once: with and without the token against forgery, for what reads and for what changes.
        let bearer = format!("Bearer {pass}");
        let both = [("authorization", &*bearer), ("cookie", &*ana.cookie)];
        let with_token = [&both[..], &[("x-csrf-token", &*ana.csrf)]].concat();
        for headers in [&both[..], &with_token] {
            for line in ["GET /fn/get_frame?query=", "POST /pase/renovar", "POST /pase/salir", "GET /api/v1/me"] {
                let answer = api.ask(line, headers, "").await;
                assert!((400..=401).contains(&answer.status), "{line}: {}", answer.status);
            }
            let answer = api.ask("POST /perfil/datos", &[headers, &[FORM]].concat(), "name=Otra&lang=en").await;
            assert!((400..=403).contains(&answer.status), "{}", answer.status);
            assert_eq!(api.ask("POST /salir", headers, "").await.header("location"), "/entrar");
        }
        // Neither has ended, and nobody was renamed.
        assert_eq!((ana.get(ASKED).await.status, status(&api, ASKED, &pass).await), (200, 200));
        assert!(ana.get("/perfil").await.text.contains("value=\"ana\""));
        // Another site's page gets no further than with a cookie.
        let forged =
            [("authorization", &*bearer), ("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
        assert_eq!(api.ask("POST /pase/salir", &forged, "").await.status, 403);
        assert_eq!(status(&api, ASKED, &pass).await, 200);
    });
}

#[test]
fn it_is_good_for_minutes_and_renewed_while_its_session_lives() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let first = come(&api, &vectors, "valid").await;
        api.clock.forward(15 * MINUTE - 1);
        assert_eq!(status(&api, ASKED, &first).await, 200);
        let answer = post(&api, "/pase/renovar", &first).await;
        assert_eq!((answer.status, answer.header("cache-control"), answer.header("set-cookie")), (200, "no-store", ""));
        let second = answer.json()["token"].as_str().unwrap().to_owned();
        api.clock.forward(1);
        assert_eq!(status(&api, ASKED, &first).await, 401, "on time");
        assert_eq!(post(&api, "/pase/renovar", &first).await.status, 401, "and renews nothing any more");
        assert_eq!(status(&api, ASKED, &second).await, 200);
        // To be renewed is not to be used: a page that is left open idles as long as any.
        let mut pass = second;
        let mut minutes = 0;
        loop {
            api.clock.forward(10 * MINUTE);
            minutes += 10;
            let answer = post(&api, "/pase/renovar", &pass).await;
            if answer.status != 200 {
                break;
            }
            pass = answer.json()["token"].as_str().unwrap().to_owned();
        }
        assert_eq!(minutes, 30);
        assert_eq!(status(&api, ASKED, &pass).await, 401);
    });
}

#[test]
fn it_goes_on_with_use_and_not_for_ever() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let mut pass = come(&api, &vectors, "valid").await;
        let mut minutes = 0;
        while status(&api, ASKED, &pass).await == 200 {
            api.clock.forward(14 * MINUTE);
            minutes += 14;
            let answer = post(&api, "/pase/renovar", &pass).await;
            if answer.status == 200 {
                pass = answer.json()["token"].as_str().unwrap().to_owned();
            }
        }
        assert!((7 * 24 * 60..7 * 24 * 60 + 14).contains(&minutes), "{minutes}");
    });
}

#[test]
fn it_ends_with_its_session_at_once_and_everywhere() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let mut config = settings();
        config.limits.read = 0;
        let other = Api::with(&test.db, &config, &api.clock).await;
        let id = person(&test.db, &vectors).await;
        let again = async || {
            sqlx::query("DELETE FROM marks").execute(test.db.sessions_pool()).await.unwrap();
            let pass = come(&api, &vectors, "valid").await;
            assert_eq!(status(&other, ASKED, &pass).await, 200);
            pass
        };
        let over = async |pass: &str, why: &str| {
            for server in [&api, &other] {
                let answer = server.get_with(ASKED, pass).await;
                assert_eq!(answer.status, 401, "{why}");
                // In the form that the page reads.
                assert_eq!(answer.header("content-type"), "application/octet-stream", "{why}");
                assert_eq!(post(server, "/pase/renovar", pass).await.status, 401, "{why}");
            }
        };
        let pass = again().await;
        let renewed = post(&api, "/pase/renovar", &pass).await.json()["token"].as_str().unwrap().to_owned();
        assert_eq!(post(&other, "/pase/salir", &pass).await.status, 204);
        over(&pass, "signed out").await;
        over(&renewed, "all of one session").await;
        let entries = api.services.newest_audit(Some("demo"), 10).await.unwrap();
        assert!(entries.iter().any(|linked| linked.entry.act.code() == "sign_out"));

        let pass = again().await;
        let sessions = api.services.sessions();
        let handle = sessions.of(id).await.unwrap()[0].handle.clone();
        assert!(sessions.end(id, &handle).await.unwrap());
        over(&pass, "ended on the profile").await;

        let pass = again().await;
        sessions.end_all(id, None).await.unwrap();
        over(&pass, "a new password ends all").await;

        let pass = again().await;
        test.db.set_disabled(id, Some(now())).await.unwrap();
        assert_eq!(status(&other, ASKED, &pass).await, 401, "barred");
        test.db.set_disabled(id, None).await.unwrap();
        test.db.remove_membership("demo", id).await.unwrap();
        assert_eq!(status(&other, ASKED, &pass).await, 401, "taken out");
    });
}

#[test]
fn role_and_scope_count_from_the_next_request_on() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let pass = come(&api, &vectors, "valid").await;
        let id = person(&test.db, &vectors).await;
        let desk = api.services.desk(falcon::server::services::Actor::anyone("demo")).await.unwrap();
        let catalog = desk.cube().catalog();
        let scope = Scope { groups: vec![catalog.groups[0].slug.clone()], ..Scope::default() };
        let outside = scope.kept(catalog).iter().position(|kept| !kept).unwrap();
        let branch = format!("/fn/get_branch?code={}&query=", catalog.branches[outside].code);
        assert_eq!(status(&api, &branch, &pass).await, 200);
        test.db.set_membership("demo", id, Role::Viewer, &scope).await.unwrap();
        assert_eq!(status(&api, &branch, &pass).await, 404, "outside of the scope");
        assert_eq!(status(&api, "/fn/get_people?query=", &pass).await, 403);
        test.db.set_membership("demo", id, Role::Admin, &scope).await.unwrap();
        assert_eq!(status(&api, "/fn/get_people?query=", &pass).await, 200);
    });
}

#[test]
fn whom_nobody_knows_may_ask_without_a_cookie_too() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let id = person(&test.db, &vectors).await;
        let sql = "UPDATE people SET telegram_id = 1 WHERE id = $1";
        sqlx::query(sql).bind(id).execute(test.db.pool()).await.unwrap();
        let answer = launch(&api, vectors.data("valid"), "/", &[]).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (200, ""), "{}", answer.text);
        assert!(!answer.text.contains("pass.js"));
        let (_, rest) = answer.text.split_once("name=\"quien\" value=\"").unwrap();
        let sealed = rest.split('"').next().unwrap().to_owned();
        let ask = async |sealed: &str| {
            let form = form_urlencoded::Serializer::new(String::new())
                .append_pair("quien", sealed)
                .append_pair("note", "hola")
                .finish();
            api.ask("POST /acceso", &[FORM], form).await
        };
        let count = async || {
            let sql = "SELECT count(*) AS n FROM access_requests";
            sqlx::query(sql).fetch_one(test.db.pool()).await.unwrap().get::<i64, _>("n")
        };
        for wrong in ["", "x", &sealed[..sealed.len() - 4]] {
            assert_eq!(ask(wrong).await.header("location"), "/entrar", "{wrong}");
        }
        assert_eq!(count().await, 0);
        let told = ask(&sealed).await;
        assert_eq!((told.status, count().await), (200, 1), "{}", told.text);
        assert!(told.text.contains("role=\"status\""), "{}", told.text);
        api.clock.forward(31 * MINUTE);
        assert_eq!(ask(&sealed).await.header("location"), "/entrar");
    });
}
