//! Other sites' forms, on every unsafe route of the router's own list; and sessions that somebody else knew before.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;

use falcon::{
    domain::{Role, Scope},
    server::{config::Limits, state::Clock as _, web::known},
};
use sqlx::{AssertSqlSafe, Row as _};

use crate::{
    api_support::{Answer, Api, Browser, FORM, Hand, PASSWORD, settings},
    support::{TestDb, on_demo},
};

/// Parameters filled in: which thing it is does not matter, the door is before it.
fn filled(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect();
    parts.join("/")
}

/// Fields that forms of all sorts have, so that a request which came through would change something.
const FIELDS: &str = "name=Otro&lang=en&theme=dark&login=admin&password=un-tren-verde-y-largo&again=un-tren-verde-y-largo\
    &present=un-tren-verde-y-largo&code=000000&role=admin&scope=whole&whole=1&days=30&terminar=todas\
    &accion=deshacer&note=x&nombre=x&rol=admin&alcance=todo&dias=90&organizacion=demo";

/// The one form that is not of fields; the token, if any, comes first.
fn upload(token: Option<&str>) -> (&'static str, String) {
    let token = token.map_or_else(String::new, |token| {
        format!("--grenze\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n")
    });
    let file = "--grenze\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na,b\n1,2\n\r\n";
    ("multipart/form-data; boundary=grenze", format!("{token}{file}--grenze--\r\n"))
}

/// All that is stored, but what tells of requests themselves: the log, which records refusals, and when sessions were seen.
async fn stored(test: &TestDb) -> BTreeMap<String, String> {
    let db = &test.db;
    let mut all = BTreeMap::new();
    let sqlite = test.storage.database_url.is_none();
    for pool in [db.pool(), db.sessions_pool()] {
        let names = if sqlite {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        } else {
            "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'"
        };
        for row in sqlx::query(names).fetch_all(pool).await.unwrap() {
            let name: String = row.get("name");
            if name.starts_with("audit") || ["sessions", "_sqlx_migrations"].contains(&name.as_str()) {
                continue;
            }
            let sql = if sqlite {
                let columns = format!("SELECT name FROM pragma_table_info('{name}')");
                let columns = sqlx::query(AssertSqlSafe(columns)).fetch_all(pool).await.unwrap();
                let line: Vec<String> =
                    columns.iter().map(|column| format!("quote(\"{}\")", column.get::<String, _>("name"))).collect();
                let line = line.join(" || ',' || ");
                format!(
                    "SELECT COALESCE(group_concat(line, '|'), '') AS all_rows FROM \
                     (SELECT {line} AS line FROM \"{name}\" ORDER BY line)"
                )
            } else {
                format!(
                    "SELECT COALESCE(string_agg(t::text, '|' ORDER BY t::text), '') AS all_rows FROM \"{name}\" AS t"
                )
            };
            let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap();
            all.insert(name, row.get("all_rows"));
        }
    }
    all
}

/// Refused for where it came from or what it lacks. The upload's form says so on the page it came from.
fn refused(answer: &Answer) -> bool {
    answer.status == 403 || (answer.status == 303 && answer.header("location").contains("error=forbidden"))
}

/// A server without limits of requests, and two people who have signed in.
async fn open(test: &TestDb) -> Api {
    crate::support::filled(&test.db).await;
    let mut config = settings();
    config.limits = Limits { health: 0, read: 0, heavy: 0, write: 0, sign_in: 0 };
    let api = Api::with(&test.db, &config, &Hand::new()).await;
    api.person("demo", "ana", Role::Admin, Scope::whole()).await;
    api.person("demo", "eva", Role::Admin, Scope::whole()).await;
    api
}

#[test]
fn no_unsafe_route_takes_a_cookie_for_proof() {
    on_demo(async |test| {
        let api = open(test).await;
        let (ana, eva) = (Browser::new(&api, "ana").await, Browser::new(&api, "eva").await);
        let before = stored(test).await;
        assert!(before.len() > 20 && before.values().any(|rows| rows.len() > 1_000), "{:?}", before.keys());
        let cookie = ("cookie", ana.cookie.as_str());
        let mut walked = 0;
        for (method, path) in known() {
            let line = filled(&path);
            // A route that reads is asked in every other way too: there may be a handler behind `any`.
            let unsafe_ = if method.is_safe() { vec!["POST", "PUT", "PATCH", "DELETE"] } else { vec![method.as_str()] };
            for method in unsafe_ {
                let (kind, plain) = if path == "/importar/archivo" { upload(None) } else { (FORM.1, FIELDS.into()) };
                let kind = ("content-type", kind);
                let ask = async |headers: &[(&str, &str)], body: &str| {
                    let headers = [&[cookie, kind], headers].concat();
                    api.ask(&format!("{method} {line}"), &headers, body).await
                };
                let with = |token: &str| match path.as_str() {
                    "/importar/archivo" => upload(Some(token)).1,
                    _ => format!("csrf={token}&{FIELDS}"),
                };
                let own = with(&ana.csrf);
                for (what, answer) in [
                    ("no token", ask(&[], &plain).await),
                    ("an empty token", ask(&[], &with("")).await),
                    ("a wrong token", ask(&[], &with("wrong")).await),
                    ("another session's token", ask(&[], &with(&eva.csrf)).await),
                    ("a wrong token from another site", ask(&[("sec-fetch-site", "cross-site")], &with("x")).await),
                    ("the token, from another site", ask(&[("sec-fetch-site", "cross-site")], &own).await),
                    ("the token, from a sibling", ask(&[("sec-fetch-site", "same-site")], &own).await),
                    ("the token, of another origin", ask(&[("origin", "https://evil.example")], &own).await),
                    ("the token, of no origin", ask(&[("origin", "null")], &own).await),
                    ("the token, of another port", ask(&[("origin", "http://localhost:4000")], &own).await),
                ] {
                    assert!(refused(&answer), "{method} {path} with {what}: {} {}", answer.status, answer.text);
                }
                if path != "/importar/archivo" {
                    let other = ask(&[("x-csrf-token", eva.csrf.as_str())], &own).await;
                    assert!(refused(&other), "{method} {path}: a wrong header is not made good by a field");
                    let line = format!("{method} {line}?csrf={}", ana.csrf);
                    let address = api.ask(&line, &[cookie, kind], FIELDS).await;
                    assert!(refused(&address), "{method} {path}: an address is no place for a token");
                    let text = [cookie, ("content-type", "text/plain")];
                    let text = api.ask(&line, &text, own.clone()).await;
                    assert!(refused(&text), "{method} {path}: what a form of another site may send as text");
                }
                walked += 1;
            }
        }
        assert!(walked > 60, "{walked} ways were tried");
        let after = stored(test).await;
        for (table, rows) in &before {
            assert_eq!(Some(rows), after.get(table), "{table} was written to");
        }
        assert_eq!(ana.get("/fn/get_frame?query=").await.status, 200, "and nobody was signed out");
    });
}

#[test]
fn the_token_is_what_was_missing() {
    on_demo(async |test| {
        let api = open(test).await;
        let unsafe_ = known().into_iter().filter(|(method, _)| !method.is_safe());
        for (number, (method, path)) in unsafe_.enumerate() {
            // Each as somebody else: some of them end a session, or give it another token.
            let login = format!("persona{number}");
            api.person("demo", &login, Role::Admin, Scope::whole()).await;
            let ana = Browser::new(&api, &login).await;
            let (kind, body) = match path.as_str() {
                "/importar/archivo" => upload(Some(&ana.csrf)),
                _ => (FORM.1, format!("csrf={}&name=", ana.csrf)),
            };
            for origin in [("sec-fetch-site", "same-origin"), ("origin", "http://localhost")] {
                let headers = [("cookie", ana.cookie.as_str()), ("content-type", kind), origin];
                let answer = api.ask(&format!("{method} {}", filled(&path)), &headers, body.clone()).await;
                assert!(!refused(&answer) || path.starts_with("/api/"), "{method} {path}: {}", answer.status);
                if path == "/salir" {
                    break;
                }
            }
        }
    });
}

/// The new cookie of an answer.
fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[test]
fn the_second_factor_renews_the_session_too() {
    on_demo(async |test| {
        let api = open(test).await;
        let ana = Browser::new(&api, "ana").await;
        let secret = ana.begin_factor().await;
        let code = || secret.code(api.clock.now());
        assert!(!ana.post("/perfil/segundo-paso/codigo", &format!("code={}", code())).await.text.contains("error"));
        api.clock.forward(60);

        let is_in = async |cookie: &str| api.get("/fn/get_frame?query=", &[("cookie", cookie)]).await.status == 200;
        let sign_in = async |cookie: &str| {
            let headers = [FORM, ("cookie", cookie)];
            api.ask("POST /entrar", &headers, format!("login=ana&password={PASSWORD}")).await
        };
        let second = async |cookie: &str| {
            let page = api.get("/entrar/codigo", &[("cookie", cookie)]).await.text;
            let csrf = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
            let form = format!("csrf={}&code={}", csrf.unwrap_or_default(), code());
            api.ask("POST /entrar/codigo", &[FORM, ("cookie", cookie)], form).await
        };
        // An id that somebody made up, and then one that somebody got half-way with and planted.
        let planted = cookie(&sign_in("falcon=AAAAAAAAAAAAAAAAAAAAAA").await);
        assert_ne!(planted, "falcon=AAAAAAAAAAAAAAAAAAAAAA");
        let half = cookie(&sign_in(&planted).await);
        assert!(half.len() > 20 && half != planted, "a new id after the password");
        assert!(!is_in(&planted).await && !is_in(&half).await, "half-way is not in");
        assert_eq!(second(&planted).await.status, 401, "what was planted leads nowhere");

        let whole = second(&half).await;
        assert_eq!(whole.status, 303, "{}", whole.text);
        let whole = cookie(&whole);
        assert_ne!(whole, half, "a new id after the code");
        assert!(is_in(&whole).await && !is_in(&half).await && !is_in(&planted).await);
        api.clock.forward(60);
        assert_eq!(second(&half).await.status, 401, "the half-way session is gone");
        assert!(is_in(&whole).await);
    });
}
