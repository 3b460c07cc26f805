use std::time::{Duration, Instant};

use axum::{
    Router,
    body::{Body, to_bytes},
    middleware::from_fn_with_state,
};
use leptos::server_fn::{Decodes, error::SERVER_FN_ERROR_HEADER};
use tower::ServiceExt;

use super::*;
use crate::{
    contract::Wire,
    server::{config::Limits, state::FixedClock},
};

fn app(limits: Limits) -> Router {
    let rate = Rate {
        limiter: Limiter::new(limits, None),
        site: Arc::new(Site::holding("/pkg/a.js")),
        clock: Arc::new(FixedClock("2026-11-01T12:00:00Z".parse().unwrap())),
    };
    Router::new().fallback(|| async { "ok" }).layer(from_fn_with_state(rate, limited))
}

fn two() -> Router {
    app(Limits { health: 2, read: 2, heavy: 2, write: 2, sign_in: 2 })
}

fn caller(address: &str, who: Who) -> Caller {
    Caller {
        at: jiff::Timestamp::UNIX_EPOCH,
        address: address.parse().unwrap(),
        correlation: "c".into(),
        host: "h".into(),
        device: "d".into(),
        who,
        csrf: None,
        in_telegram: false,
    }
}

async fn ask(app: &Router, line: &str, caller: Option<Caller>, headers: &[(&str, &str)]) -> Response {
    let (method, path) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }
    app.clone().oneshot(request).await.unwrap()
}

async fn status(app: &Router, line: &str, caller: Caller) -> u16 {
    ask(app, line, Some(caller), &[]).await.status().as_u16()
}

fn told<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[test]
fn requests_are_counted_as_what_they_are() {
    for (line, expected) in [
        ("GET /salud", Class::Health),
        ("GET /salud/lista", Class::Health),
        ("GET /saludos", Class::Read),
        ("POST /entrar", Class::SignIn),
        ("POST /entrar/telegram", Class::SignIn),
        ("GET /entrar", Class::Read),
        ("POST /entrarme", Class::Write),
        ("GET /importar/1/rechazos.csv", Class::Heavy),
        ("GET /historico.xlsx", Class::Heavy),
        ("POST /api/v1/kpis", Class::Write),
        ("GET /", Class::Read),
        ("HEAD /mapa", Class::Read),
        ("GET /fn/get_frame", Class::Read),
        ("POST /fn/set_name", Class::Write),
        ("DELETE /api/v1/keys/1", Class::Write),
    ] {
        let (method, path) = line.split_once(' ').unwrap();
        assert_eq!(class(&method.parse().unwrap(), path), expected, "{line}");
    }
}

#[tokio::test]
async fn answers_tell_the_budget_and_then_429() {
    let app = two();
    let me = || Some(caller("192.0.2.7", Who::Anyone));
    let first = ask(&app, "GET /", me(), &[]).await;
    assert_eq!(first.status(), 200);
    let budget = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after"].map(|n| told(&first, n));
    assert_eq!(budget, ["2", "1", "30", ""]);
    assert_eq!(told(&first, "ratelimit-policy"), "\"read\";q=2;w=60");
    assert_eq!(told(&first, "ratelimit"), "\"read\";r=1;t=30");
    assert_eq!(ask(&app, "GET /", me(), &[]).await.status(), 200);
    let refused = ask(&app, "GET /", me(), &[]).await;
    assert_eq!(refused.status(), 429);
    let budget =
        ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after"].map(|n| told(&refused, n));
    assert_eq!(budget, ["2", "0", "60", "30"]);
    assert_eq!(told(&refused, "cache-control"), "no-store");
    assert_eq!(ask(&app, "POST /", me(), &[]).await.status(), 200, "another class has its own budget");
}

#[tokio::test]
async fn a_refusal_has_the_form_of_its_door() {
    let app = app(Limits { read: 1, ..Limits::default() });
    let me = || Some(caller("192.0.2.7", Who::Person(7)));
    ask(&app, "GET /", me(), &[]).await;
    let body = async |response: Response| to_bytes(response.into_body(), 1 << 16).await.unwrap();

    let call = ask(&app, "GET /fn/get_frame", me(), &[]).await;
    assert_eq!((call.status().as_u16(), told(&call, SERVER_FN_ERROR_HEADER)), (429, "/fn/get_frame"));
    let error = <Wire as Decodes<AppError>>::decode(body(call).await).unwrap();
    assert_eq!(error, AppError::TooMany { seconds: 60 });

    let api = body(ask(&app, "GET /api/v1/branches", me(), &[]).await).await;
    let form = r#"{"error":"Too Many Requests","message":"Demasiados intentos; espera un poco.","error_code":"too_many","timestamp":"1970-01-01T00:00:00Z","correlation_id":"c","details":[]}"#;
    assert_eq!(api, form);

    let page = ask(&app, "GET /", me(), &[("accept", "text/html,*/*"), ("accept-language", "en")]).await;
    assert!(told(&page, "content-type").starts_with("text/html"));
    assert!(String::from_utf8_lossy(&body(page).await).contains("Wait 60 seconds"));
    let page = body(ask(&app, "GET /", me(), &[]).await).await;
    assert!(String::from_utf8_lossy(&page).contains("Espera 60 segundos"));
}

#[tokio::test]
async fn each_key_person_and_address_has_a_budget() {
    let app = two();
    let spent = async |line: &str, who: Caller| {
        for _ in 0..2 {
            assert_eq!(status(&app, line, who.clone()).await, 200, "{who:?}");
        }
        assert_eq!(status(&app, line, who.clone()).await, 429, "{who:?}");
    };
    spent("GET /", caller("192.0.2.7", Who::Anyone)).await;
    spent("GET /", caller("192.0.2.8", Who::Anyone)).await;
    spent("GET /", caller("192.0.2.7", Who::Person(1))).await;
    spent("GET /", caller("192.0.2.7", Who::Key(1))).await;
    assert_eq!(status(&app, "GET /", caller("198.51.100.1", Who::Person(1))).await, 429, "a person, wherever");
    spent("GET /", caller("2001:db8::1", Who::Anyone)).await;
    assert_eq!(status(&app, "GET /", caller("2001:db8::2:1", Who::Anyone)).await, 429, "one network");
    assert_eq!(status(&app, "GET /", caller("2001:db8:0:1::1", Who::Anyone)).await, 200);
    assert_eq!(status(&app, "GET /", caller("::ffff:192.0.2.7", Who::Anyone)).await, 429, "the same address");
    spent("POST /entrar", caller("192.0.2.7", Who::Anyone)).await;
    assert_eq!(status(&app, "POST /entrar", caller("192.0.2.7", Who::Person(1))).await, 429);
}

#[tokio::test]
async fn without_a_caller_the_peer_is_counted() {
    let app = two();
    let from = async |peer: [u8; 4]| {
        let mut request = Request::builder().uri("/").body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 4000))));
        app.clone().oneshot(request).await.unwrap().status().as_u16()
    };
    assert_eq!([from([192, 0, 2, 1]).await, from([192, 0, 2, 1]).await, from([192, 0, 2, 1]).await], [200, 200, 429]);
    assert_eq!(from([192, 0, 2, 2]).await, 200);
}

#[tokio::test]
async fn files_are_free_and_so_is_a_class_without_a_limit() {
    let app = app(Limits { read: 1, write: 0, ..Limits::default() });
    for _ in 0..20 {
        let file = ask(&app, "GET /pkg/a.js", None, &[]).await;
        assert!(file.status() == 200 && told(&file, "ratelimit-limit").is_empty());
        assert_eq!(ask(&app, "POST /", None, &[]).await.status(), 200);
    }
    assert_eq!(ask(&app, "GET /pkg/b.js", None, &[]).await.status(), 200);
    assert_eq!(ask(&app, "GET /pkg/c.js", None, &[]).await.status(), 429, "what is no file is a page");
}

/// Prints what the middleware costs; run it with `--nocapture`, best optimised.
#[tokio::test]
async fn counting_in_process_costs_microseconds() {
    const CALLS: u32 = 2_000;
    let bare = Router::new().fallback(|| async { "ok" });
    let counted = app(Limits { read: 1_000_000, ..Limits::default() });
    let time = async |app: &Router| {
        let started = Instant::now();
        for _ in 0..CALLS {
            ask(app, "GET /", Some(caller("192.0.2.7", Who::Person(7))), &[]).await;
        }
        started.elapsed() / CALLS
    };
    time(&counted).await;
    let (bare, counted) = (time(&bare).await, time(&counted).await);
    println!("a request {bare:?}, counted {counted:?}: {:?} for counting", counted.saturating_sub(bare));
    assert!(counted < Duration::from_millis(2), "{counted:?}");
}
