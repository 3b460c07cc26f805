//! What a page's engine answers from a snapshot is what the server answers, to the byte; what is newer brings it up; and nobody
//! fetches what is not theirs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use data_encoding::BASE64;
use falcon::{
    contract::Wire,
    domain::{Day, Role, Scope, views::SupervisionView},
    engine::{Answer, Engine},
};
use leptos::server_fn::Decodes;
use serde_json::{Value, json};
use url::form_urlencoded::byte_serialize;

use crate::{
    api_support::{Api, Browser, Hand, PASSWORD, settings},
    exports_same::filter,
    oracle::Dice,
    support::on_demo,
};

const FILTERS: usize = 50;

fn text(head: &Value, name: &str) -> String {
    head[name].as_str().unwrap_or_else(|| panic!("{name} of {head}")).to_owned()
}

fn around(head: &Value) -> Vec<u8> {
    BASE64.decode(text(head, "around").as_bytes()).unwrap()
}

async fn head(browser: &Browser<'_>) -> Value {
    let answer = browser.get("/fn/snapshot").await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{}", answer.text);
    answer.json()
}

async fn whole(browser: &Browser<'_>) -> (Value, Engine) {
    let head = head(browser).await;
    let mut bytes = Vec::new();
    let size = head["bytes"].as_u64().unwrap();
    for from in (0..size).step_by(50_000) {
        let answer =
            browser.get(&format!("/fn/snapshot/part?key={}&from={from}&bytes=50000", text(&head, "key"))).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
        bytes.extend(answer.bytes);
    }
    assert_eq!(bytes.len() as u64, size);
    let engine = Engine::open(&around(&head), &bytes).unwrap();
    (head, engine)
}

/// Both are asked the same; how many answers were good.
async fn same(browser: &Browser<'_>, head: &Value, engine: &Engine, question: &str) -> usize {
    let answer = browser.get(question).await;
    let (path, query) = question.split_once('?').unwrap();
    let today = Day::parse(&text(head, "today")).unwrap();
    let told = engine.ask(path, query, &browser.csrf, today).unwrap_or_else(|| panic!("{question} is not answered"));
    let expected = Answer { status: answer.status, body: answer.bytes };
    assert!(told == expected, "{question}: {} and {}", told.status, expected.status);
    usize::from(told.status == 200)
}

/// A supervision: what the store alone has is not told.
async fn visit(browser: &Browser<'_>, head: &Value, engine: &Engine, id: u64) {
    let answer = browser.get(&format!("/fn/get_supervision?id={id}")).await;
    let today = Day::parse(&text(head, "today")).unwrap();
    let told = engine.ask("/fn/get_supervision", &format!("id={id}"), "", today).unwrap();
    assert_eq!(told.status, answer.status, "{id}");
    if told.status == 200 {
        let read = |bytes: Vec<u8>| <Wire as Decodes<SupervisionView>>::decode(bytes.into()).unwrap();
        let mut expected = read(answer.bytes);
        (expected.points, expected.distance_m) = (None, None);
        expected.areas.iter_mut().for_each(|area| area.points = None);
        assert_eq!(read(told.body), expected);
    }
}

fn one_group(api: &Api) -> Scope {
    Scope { groups: vec![api.services.cube().catalog().groups[0].slug.clone()], ..Scope::default() }
}

async fn walk(api: &Api, browser: &Browser<'_>, head: &Value, engine: &Engine, seed: u64) {
    let (dice, cube) = (&mut Dice(seed), api.services.cube());
    let (branches, groups) = (&cube.catalog().branches, &cube.catalog().groups);
    let (mut good, mut bad) = (0, 0);
    for _ in 0..FILTERS {
        let query = filter(dice, &cube).to_query();
        let coded = |own: &str| -> String { byte_serialize([&query, own].concat().as_bytes()).collect() };
        let branch = &branches[dice.below(branches.len() as u64) as usize].code;
        let group = &groups[dice.below(groups.len() as u64) as usize].slug;
        let id = dice.below(u64::from(cube.supervisions()) + 10);
        for question in [
            format!("/fn/get_dashboard?query={}", coded("&orden=worst&de=groups")),
            format!("/fn/get_dashboard?query={}", coded("&pagina=2&buscar=a")),
            format!("/fn/get_frame?query={}", coded("&pagina=2")),
            format!("/fn/get_history?query={}", coded("&por=quarter&mostrar=declining")),
            format!("/fn/get_indicators?query={}", coded("&por=year")),
            format!("/fn/get_map?query={}", coded("")),
            format!("/fn/get_explain?query={}", coded("&cifra=coverage&mostrar=pending")),
            format!("/fn/get_explain?query={}", coded("&orden=worst&pagina=2")),
            format!("/fn/get_group?slug={group}&query={}", coded("")),
            format!("/fn/get_branch?code={branch}&query={}", coded("")),
            format!("/fn/get_dashboard?query={}", coded("&nada=1")),
            format!("/fn/suggest?text={}", &branch[..1]),
        ] {
            match same(browser, head, engine, &question).await {
                0 => bad += 1,
                _ => good += 1,
            }
        }
        visit(browser, head, engine, id).await;
    }
    assert!(good > FILTERS * 4 && bad >= FILTERS, "{good} good answers, {bad} bad ones");
}

#[test]
fn the_engine_answers_what_the_server_answers() {
    on_demo(async |test| {
        let mut config = settings();
        config.limits.read = 0;
        let api = Api::with(&test.db, &config, &Hand::new()).await;
        let some = one_group(&api);
        for (login, role, scope, seed) in [("ana", Role::Admin, Scope::whole(), 11), ("beto", Role::Viewer, some, 12)] {
            api.person("demo", login, role, scope).await;
            let browser = Browser::new(&api, login).await;
            let (head, engine) = whole(&browser).await;
            walk(&api, &browser, &head, &engine, seed).await;
        }
    });
}

#[test]
fn what_is_newer_brings_it_up() {
    on_demo(async |test| {
        let mut config = settings();
        (config.limits.read, config.limits.write) = (0, 0);
        let api = Api::with(&test.db, &config, &Hand::new()).await;
        api.person("demo", "ana", Role::Admin, Scope::whole()).await;
        let browser = Browser::new(&api, "ana").await;
        let access = access(&api).await;
        let (first, mut engine) = whole(&browser).await;
        let code = api.services.cube().catalog().branches[0].code.clone();

        // Nothing is newer.
        update(&browser, &first, &mut engine).await;
        walk(&api, &browser, &first, &engine, 21).await;

        let visit = json!({"branch_code": code, "external_id": "n-1", "day": "2026-01-05", "score_hundredths": 4_000,
            "areas": [{"name": "Área que nadie conocía", "score_hundredths": 3_000}]});
        for line in ["POST /api/v1/supervisions", "PUT /api/v1/branches/NUEVA-1", "DELETE /api/v1/supervisions/7"] {
            let body =
                if line.starts_with("POST") { visit.clone() } else { json!({"name": "Nueva", "group": "Grupo nuevo"}) };
            let headers = [("authorization", &*format!("Bearer {access}")), ("content-type", "application/json")];
            let answer = api.ask(line, &headers, body.to_string()).await;
            assert!((200..300).contains(&answer.status), "{line}: {}", answer.text);
        }
        let head = head(&browser).await;
        assert_ne!(text(&head, "key"), text(&first, "key"));
        assert_eq!((text(&head, "scope"), text(&head, "owner")), (text(&first, "scope"), text(&first, "owner")));
        update(&browser, &head, &mut engine).await;
        assert_eq!(Some(engine.version()), head["version"].as_i64());
        walk(&api, &browser, &head, &engine, 22).await;
        let (_, anew) = whole(&browser).await;
        assert!(engine.snapshot() == anew.snapshot(), "brought up is as fetched anew");
    });
}

async fn access(api: &Api) -> String {
    let answer = api.post("/api/v1/auth/token", json!({"login": "ana", "password": PASSWORD})).await;
    text(&answer.json(), "access_token")
}

/// As the page does: by the version that is held.
async fn update(browser: &Browser<'_>, head: &Value, engine: &mut Engine) {
    let answer = browser.get(&format!("/fn/snapshot/newer?version={}", engine.version())).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let (count, rest) = answer.bytes.split_first_chunk::<4>().unwrap();
    let (removed, changed) = rest.split_at(u32::from_le_bytes(*count) as usize * 4);
    let removed: Vec<u32> = removed.as_chunks::<4>().0.iter().map(|id| u32::from_le_bytes(*id)).collect();
    engine.update(&around(head), changed, &removed).unwrap();
}

#[test]
fn nobody_fetches_what_is_not_theirs() {
    on_demo(async |test| {
        let mut config = settings();
        config.limits.read = 0;
        let api = Api::with(&test.db, &config, &Hand::new()).await;
        api.person("demo", "ana", Role::Admin, Scope::whole()).await;
        api.person("demo", "beto", Role::Viewer, one_group(&api)).await;
        let (ana, beto) = (Browser::new(&api, "ana").await, Browser::new(&api, "beto").await);
        let (hers, his) = (head(&ana).await, head(&beto).await);
        for name in ["owner", "scope", "key"] {
            assert_ne!(text(&hers, name), text(&his, name), "{name}");
        }
        assert_eq!((&hers["grows"], &his["grows"]), (&json!(true), &json!(false)));
        let part = |key: &str, from: u64| format!("/fn/snapshot/part?key={key}&from={from}&bytes=1000");
        assert_eq!(ana.get(&part(&text(&hers, "key"), 0)).await.bytes.len(), 1000);
        // By another's key nothing comes, nor beyond the end, nor what is newer of all.
        for path in [
            part(&text(&hers, "key"), 0),
            part(&text(&his, "key"), his["bytes"].as_u64().unwrap()),
            part("", 0),
            part(&text(&his, "key"), 0).replace("1000", "0"),
            part(&text(&his, "key"), 0).replace("1000", "9999999"),
            "/fn/snapshot/newer?version=1".to_owned(),
        ] {
            let answer = beto.get(&path).await;
            assert_eq!((answer.status, answer.bytes.len()), (410, 0), "{path}");
        }
        for version in ["0", "-1", "999"] {
            assert_eq!(ana.get(&format!("/fn/snapshot/newer?version={version}")).await.status, 410, "{version}");
        }
        assert!(!hers["around"].as_str().unwrap().contains(&BASE64.encode(ana.csrf.as_bytes())));
        assert!(!String::from_utf8_lossy(&around(&hers)).contains(&ana.csrf), "what forms carry is not kept");
        for path in ["/fn/snapshot", "/fn/snapshot/newer?version=1"] {
            assert_eq!(api.get(path, &[]).await.status, 401, "{path}");
        }
        // The page says whose it is.
        let page = ana.get("/").await.text;
        assert!(page.contains(&format!("data-owner=\"{}\"", text(&hers, "owner"))), "the page names its owner");
    });
}

#[test]
fn a_small_device_gets_the_last_two_years_whole_and_says_from_when() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let mine = [("cookie", cookie.as_str())];
        let whole: Value = api.get("/fn/snapshot", &mine).await.json();
        let small: Value = api.get("/fn/snapshot?small=true", &mine).await.json();
        assert_eq!(whole["since"], Value::Null);
        let since = text(&small, "since");
        assert!(since.ends_with("-01") && since < text(&small, "today"), "{since}");
        assert_ne!(text(&small, "key"), text(&whole, "key"));
        assert!(small["bytes"].as_u64() < whole["bytes"].as_u64());
        assert_eq!(small["grows"], false, "what is newer may be about something older");
        let part = format!("/fn/snapshot/part?key={}&from=0&bytes=1000000", text(&small, "key"));
        let bytes = api.get(&part, &mine).await.bytes;
        assert_eq!(bytes.len() as u64, small["bytes"].as_u64().unwrap());
        let engine = Engine::open(&around(&small), &bytes).unwrap();
        // Of a year that is there with the one before it, it answers as the server does.
        let today = Day::parse(&text(&small, "today")).unwrap();
        let year = today.year_month().0;
        for query in [format!("year={year}"), format!("year={year}&band=critico")] {
            let encoded = query.replace('=', "%3D").replace('&', "%26");
            for path in ["/fn/get_dashboard", "/fn/get_indicators", "/fn/get_map"] {
                let answer = api.get(&format!("{path}?query={encoded}"), &mine).await;
                let own = engine.ask(path, &format!("query={encoded}"), "", today).unwrap();
                assert_eq!((answer.status, &answer.bytes), (own.status, &own.body), "{path} {query}");
            }
        }
    });
}
