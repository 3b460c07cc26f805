//! The OpenAPI document tells the truth: its operations are the routes, its parameters are those that are taken, its examples
//! are what the API answers, and no change of it breaks who relies on the released one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use falcon::{domain::Role, server::web::known};
use serde_json::{Map, Value, json};

use crate::{
    api_support::{Api, PASSWORD},
    openapi_changes::breaking,
    support::on_demo,
};

/// A server whose callers may ask as often as they like, an administrator's session, and the document.
async fn open(test: &crate::support::TestDb) -> (Api, String, Value) {
    let (api, cookie) = Api::unlimited(test, Role::Admin).await;
    let document = api.get("/api/v1/openapi.json", &[]).await;
    assert_eq!((document.status, document.header("content-type")), (200, "application/json"));
    (api, cookie, document.json())
}

fn file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares with what is in a file; with INSTA_UPDATE=always writes it.
fn same(path: &str, now: &Value) {
    let text = serde_json::to_string_pretty(now).unwrap() + "\n";
    if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(file(path), text).unwrap();
    } else {
        let before = fs::read_to_string(file(path)).unwrap();
        assert!(before == text, "{path} is not what is answered; INSTA_UPDATE=always writes it anew:\n{text}");
    }
}

fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    document["paths"].as_object().unwrap().iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters");
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

#[test]
fn the_document_is_the_one_that_is_kept_and_breaks_nobody() {
    on_demo(async |test| {
        let (_, _, document) = open(test).await;
        same("docs/openapi.json", &document);
        let released: Value =
            serde_json::from_str(&fs::read_to_string(file("docs/openapi-released.json")).unwrap()).unwrap();
        assert_eq!(breaking(&released, &document), Vec::<String>::new(), "against docs/openapi-released.json");
    });
}

#[test]
fn nothing_that_a_schema_wants_is_null() {
    on_demo(async |test| {
        let (_, _, document) = open(test).await;
        for (path, method, operation) in operations(&document) {
            let keys = operation.as_object().unwrap().iter();
            let nulls: Vec<_> = keys.filter(|(_, value)| value.is_null()).map(|(key, _)| key).collect();
            assert!(nulls.is_empty(), "{method} {path}: {nulls:?}");
        }
    });
}

#[test]
fn every_route_is_an_operation() {
    on_demo(async |test| {
        let (_, _, document) = open(test).await;
        let told: BTreeSet<String> =
            operations(&document).map(|(path, method, _)| format!("{} {path}", method.to_uppercase())).collect();
        let routes = known().into_iter().map(|(method, path)| format!("{method} {path}"));
        let routes: BTreeSet<String> =
            routes.filter(|route| route.contains(" /api/v1/") && !route.ends_with("/openapi.json")).collect();
        assert_eq!(told, routes);
        let ids: BTreeSet<_> = operations(&document).map(|(.., operation)| operation["operationId"].as_str()).collect();
        assert_eq!(ids.len(), told.len(), "each has an id of its own");
    });
}

#[test]
fn parameters_are_those_that_are_taken() {
    on_demo(async |test| {
        let (api, cookie, document) = open(test).await;
        let query = |operation: &Value| -> BTreeSet<String> {
            let told = operation["parameters"].as_array().into_iter().flatten();
            let told = told.filter(|parameter| parameter["in"] == "query");
            told.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect()
        };
        let all: BTreeSet<String> = operations(&document).flat_map(|(.., operation)| query(operation)).collect();
        assert!(all.len() > 15, "{all:?}");
        let catalog = api.services.cube().catalog().clone();
        for (path, _, operation) in operations(&document).filter(|(_, method, _)| *method == "get") {
            let known = query(operation);
            let path = path
                .replace("{of}", "areas")
                .replace("{code}", &catalog.branches[0].code)
                .replace("{slug}", &catalog.groups[0].slug)
                .replace("{id}", "1");
            for name in &all {
                // These say something of files alone.
                let more = match name.as_str() {
                    "bom" | "table" | "detail" if known.contains("table") => "format=csv&",
                    "paper" if known.contains("paper") => "format=pdf&",
                    "chart" if known.contains("chart") => "format=png&",
                    _ => "",
                };
                let value = match name.as_str() {
                    "band" => "bueno",
                    "territory" => "local",
                    "year" => "2025",
                    "month" => "2025-01",
                    "quarter" => "Q1&year=2025",
                    "bom" => "1",
                    "from" | "to" => "2025-01-01",
                    _ => "%3F",
                };
                let answer = api.get(&format!("{path}?{more}{name}={value}"), &[("cookie", &cookie)]).await;
                let told = if answer.status == 400 { answer.json()["details"][0].clone() } else { json!({}) };
                let here = told["field"] == json!(name) || (name == "quarter" && told["field"] == "year");
                let refused = here && (told["code"] == "unknown_parameter" || told["code"] == "contradiction");
                assert_eq!(refused, !known.contains(name), "{path} {name}: {}", answer.text);
            }
        }
    });
}

/// Lists of an example are cut to this.
const SHORT: usize = 2;

fn shortened(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().take(SHORT).map(shortened).collect(),
        Value::Object(object) => {
            let one = |(name, value): (&String, &Value)| {
                let shown = match name.as_str() {
                    "access_token" | "refresh_token" => json!("eyJhbGciOiJFZERTQSJ9…"),
                    "key" if value.as_str().is_some_and(|key| key.starts_with("fk_")) => json!("fk_3q2-7wAB…"),
                    "visible" => json!("fk_3q2-7wAB"),
                    "invitation" => json!("https://falcon.example/enlace/invitation/…"),
                    _ => shortened(value),
                };
                (name.clone(), shown)
            };
            object.iter().map(one).collect::<Map<_, _>>().into()
        }
        value => value.clone(),
    }
}

#[test]
fn examples_are_answers() {
    on_demo(async |test| {
        if test.storage.database_url.is_some() {
            return;
        }
        let (api, cookie, document) = open(test).await;
        let catalog = api.services.cube().catalog().clone();
        let (branch, group) = (&catalog.branches[0].code, &catalog.groups[0].slug);
        let reads = [
            ("board", "board?year=2025&quarter=Q3".to_owned()),
            ("kpis", "kpis?year=2025&quarter=Q3".into()),
            ("trends", "trends?year=2025".into()),
            ("rankings", "rankings/areas?year=2025&sort=worst&limit=2".into()),
            ("history", "history?by=year&limit=2".into()),
            ("indicators", "indicators?by=year".into()),
            ("map", "map?year=2025".into()),
            ("explain", "explain?year=2025&figure=average&limit=2".into()),
            ("listBranches", "branches?limit=2".into()),
            ("showBranch", format!("branches/{branch}?year=2025")),
            ("listGroups", "groups?limit=2".into()),
            ("showGroup", format!("groups/{group}?year=2025")),
            ("areas", "areas?limit=2".into()),
            ("periods", "periods".into()),
            ("listSupervisions", "supervisions?limit=2".into()),
            ("showSupervision", "supervisions/1".into()),
            ("me", "me".into()),
        ];
        let mut examples = Map::new();
        for (id, path) in reads {
            let answer = api.get(&format!("/api/v1/{path}"), &[("cookie", &cookie), ("accept-language", "en")]).await;
            assert_eq!(answer.status, 200, "{path} {}", answer.text);
            examples.insert(id.into(), json!({ "answer": shortened(&answer.json()) }));
        }
        let credentials = json!({ "login": "ana", "password": PASSWORD });
        let post = async |path: &str, body: &Value| {
            let line = format!("POST /api/v1/auth/{path}");
            api.ask(&line, &[("content-type", "application/json")], &body.to_string()).await
        };
        let tokens = post("token", &credentials).await;
        assert_eq!(tokens.status, 200, "{}", tokens.text);
        let pair = tokens.json();
        let refresh = json!({ "refresh_token": pair["refresh_token"] });
        let refreshed = post("refresh", &refresh).await;
        assert_eq!(refreshed.status, 200, "{}", refreshed.text);
        let ended = json!({ "token": refreshed.json()["refresh_token"] });
        assert_eq!(post("logout", &ended).await.status, 204);
        let answer = shortened(&pair);
        let token = "eyJhbGciOiJFZERTQSJ9…";
        examples.insert("issueTokens".into(), json!({ "body": credentials, "answer": answer }));
        examples.insert("refreshTokens".into(), json!({ "body": { "refresh_token": token }, "answer": answer }));
        examples.insert("revokeTokens".into(), json!({ "body": { "token": token } }));
        let pair = post("token", &credentials).await.json();
        written(&api, pair["access_token"].as_str().unwrap(), &mut examples).await;
        let launch = json!({ "init_data": "query_id=…&user=…&auth_date=…&hash=…" });
        examples.insert("issueTokensByTelegram".into(), json!({ "body": launch, "answer": answer }));
        let ids: BTreeSet<&str> =
            operations(&document).map(|(.., operation)| operation["operationId"].as_str().unwrap()).collect();
        assert_eq!(examples.keys().map(String::as_str).collect::<BTreeSet<_>>(), ids, "every operation has an example");
        same("src/server/api/openapi/examples.json", &examples.into());
    });
}

/// Examples of what writes.
async fn written(api: &Api, token: &str, examples: &mut Map<String, Value>) {
    let token = format!("Bearer {token}");
    let headers = [("authorization", token.as_str()), ("content-type", "application/json"), ("accept-language", "en")];
    let branch = json!({
        "name": "Plaza Nueva", "group": "Operadora Norte", "state": "19", "municipality": "Monterrey",
        "territory": "local", "latitude": 25.67, "longitude": -100.31, "opened": "2025-01-15",
    });
    let put = api.ask("PUT /api/v1/branches/MTY-900", &headers, &branch.to_string()).await;
    assert_eq!(put.status, 201, "{}", put.text);
    examples.insert("putBranch".into(), json!({ "body": branch, "answer": put.json() }));
    let visit = json!({
        "branch_code": "MTY-900", "kind": "operativa", "day": "2025-08-12", "time": "10:30", "supervisor": "Ana Ruiz",
        "score_hundredths": 8750,
        "areas": [{ "name": "Cocina", "score_hundredths": 9000 }, { "name": "Baños", "score_hundredths": null }],
    });
    let sent = api.ask("POST /api/v1/supervisions", &headers, &visit.to_string()).await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    let id = sent.json()["data"]["id"].to_string();
    examples.insert("sendSupervisions".into(), json!({ "body": visit, "answer": sent.json() }));
    assert_eq!(api.ask(&format!("DELETE /api/v1/supervisions/{id}"), &headers, "").await.status, 204);
    examples.insert("deleteSupervision".into(), json!({}));
    let back = api.ask(&format!("POST /api/v1/supervisions/{id}/restore"), &headers, "").await;
    assert_eq!(back.status, 200, "{}", back.text);
    examples.insert("restoreSupervision".into(), json!({ "answer": back.json() }));
    let csv = [headers[0], ("content-type", "text/csv")];
    let file = "sucursal,fecha,tipo,calificacion\nMTY-900,2025-09-01,operativa,91.5\n";
    let begun = api.ask("POST /api/v1/imports?name=septiembre.csv", &csv, file).await;
    assert_eq!(begun.status, 202, "{}", begun.text);
    let location = begun.header("location").to_owned();
    let done = loop {
        let told = api.get(&location, &headers).await;
        assert_eq!(told.status, 200, "{}", told.text);
        if told.json()["data"]["state"] != "running" {
            break told.json();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    // The number of a job is drawn by lot.
    let named = |mut answer: Value| {
        answer["data"]["id"] = json!("d3b07384d113edec");
        answer
    };
    examples.insert("createImport".into(), json!({ "answer": named(begun.json()) }));
    examples.insert("showImport".into(), json!({ "answer": named(shortened(&done)) }));
    let list = api.get("/api/v1/imports?limit=2", &headers).await;
    assert_eq!(list.status, 200, "{}", list.text);
    examples.insert("listImports".into(), json!({ "answer": shortened(&list.json()) }));
    administered(api, &headers, examples).await;
}

/// Examples of administration.
async fn administered(api: &Api, headers: &[(&str, &str)], examples: &mut Map<String, Value>) {
    let ask = async |line: &str, body: &Value, status: u16| {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = api.ask(line, headers, &body).await;
        assert_eq!(answer.status, status, "{line} {}", answer.text);
        answer.text
    };
    let kept = |text: &str| shortened(&serde_json::from_str(text).unwrap());
    let invited = json!({
        "login": "beto@example.com", "name": "Beto Díaz", "role": "viewer", "scope": { "states": ["19"] },
    });
    let answer = ask("POST /api/v1/people", &invited, 201).await;
    let id = serde_json::from_str::<Value>(&answer).unwrap()["data"]["id"].to_string();
    examples.insert("invitePerson".into(), json!({ "body": invited, "answer": kept(&answer) }));
    let changed = json!({ "name": "Beto Díaz", "role": "supervisor", "scope": { "states": ["19", "28"] } });
    let answer = ask(&format!("PUT /api/v1/people/{id}"), &changed, 200).await;
    examples.insert("changePerson".into(), json!({ "body": changed, "answer": kept(&answer) }));
    let list = ask("GET /api/v1/people", &Value::Null, 200).await;
    examples.insert("listPeople".into(), json!({ "answer": kept(&list) }));
    for (name, line) in [
        ("disablePerson", format!("POST /api/v1/people/{id}/disable")),
        ("enablePerson", format!("POST /api/v1/people/{id}/enable")),
        ("removePerson", format!("DELETE /api/v1/people/{id}")),
    ] {
        ask(&line, &Value::Null, 204).await;
        examples.insert(name.into(), json!({}));
    }
    let report = json!({
        "name": "Peores áreas", "view": "rankings/areas", "query": "year=2025&sort=worst", "format": "xlsx", "lang": "es",
        "shared": true,
    });
    let answer = ask("POST /api/v1/reports", &report, 201).await;
    let id = serde_json::from_str::<Value>(&answer).unwrap()["data"]["id"].to_string();
    examples.insert("createReport".into(), json!({ "body": report, "answer": kept(&answer) }));
    let changed = json!({
        "name": "Peores áreas", "view": "rankings/areas", "query": "year=2025&estado=19&sort=worst", "format": "csv",
        "lang": "es", "shared": true,
    });
    let answer = ask(&format!("PUT /api/v1/reports/{id}"), &changed, 200).await;
    examples.insert("putReport".into(), json!({ "body": changed, "answer": kept(&answer) }));
    for (name, line, status) in [
        ("listReports", "GET /api/v1/reports".to_owned(), 200),
        ("showReport", format!("GET /api/v1/reports/{id}"), 200),
        ("duplicateReport", format!("POST /api/v1/reports/{id}/duplicate"), 201),
    ] {
        let answer = ask(&line, &Value::Null, status).await;
        examples.insert(name.into(), json!({ "answer": kept(&answer) }));
    }
    for (name, line, status) in [
        ("downloadReport", format!("GET /api/v1/reports/{id}/file"), 200),
        ("deleteReport", format!("DELETE /api/v1/reports/{id}"), 204),
    ] {
        ask(&line, &Value::Null, status).await;
        examples.insert(name.into(), json!({}));
    }
    let key = json!({ "name": "Caja", "role": "viewer", "scope": { "whole": true }, "days": 90 });
    let answer = ask("POST /api/v1/keys", &key, 201).await;
    examples.insert("createKey".into(), json!({ "body": key, "answer": kept(&answer) }));
    let list = ask("GET /api/v1/keys", &Value::Null, 200).await;
    examples.insert("listKeys".into(), json!({ "answer": kept(&list) }));
    let id = serde_json::from_str::<Value>(&list).unwrap()["data"][0]["id"].to_string();
    ask(&format!("DELETE /api/v1/keys/{id}"), &Value::Null, 204).await;
    examples.insert("revokeKey".into(), json!({}));
    let wanted = json!({ "target": 88.5 });
    let answer = ask("PUT /api/v1/settings", &wanted, 200).await;
    examples.insert("putSettings".into(), json!({ "body": wanted, "answer": kept(&answer) }));
    let settings = ask("GET /api/v1/settings", &Value::Null, 200).await;
    examples.insert("settings".into(), json!({ "answer": kept(&settings) }));
}

#[test]
fn every_code_of_an_error_has_an_example_and_stands_in_the_docs() {
    on_demo(async |test| {
        let (_, _, document) = open(test).await;
        let docs = fs::read_to_string(file("docs/api.md")).unwrap();
        let mut codes = BTreeSet::new();
        let responses = document["components"]["responses"].as_object().unwrap();
        // Those have no body.
        let told = |name: &&String| !["NotModified", "URITooLong"].contains(&name.as_str());
        for (name, response) in responses.iter().filter(|(name, _)| told(name)) {
            let examples = response["content"]["application/json"]["examples"].as_object().unwrap();
            assert!(!examples.is_empty(), "{name}");
            for (code, example) in examples {
                assert_eq!(example["value"]["error_code"], json!(code), "{name}");
                assert!(docs.contains(&format!("`{code}`")), "{code} is not in docs/api.md");
                codes.insert(code.clone());
            }
        }
        assert!(codes.len() > 15, "{codes:?}");
    });
}

#[test]
fn the_page_needs_nobody_else_and_no_script() {
    on_demo(async |test| {
        let (api, _, document) = open(test).await;
        for (lang, word) in [("es", "Parámetros del filtro"), ("en", "Parameters of the filter")] {
            let page = api.get("/api/docs", &[("accept-language", lang)]).await;
            assert_eq!(page.status, 200);
            assert!(page.text.contains(word), "{lang}");
            for (path, _, operation) in operations(&document) {
                let id = operation["operationId"].as_str().unwrap();
                assert!(page.text.contains(&format!("id=\"{id}\"")) && page.text.contains(path), "{id}");
            }
            assert!(!page.text.contains("# Errors"), "a heading as it is written");
            assert!(
                !page.text.contains("<script") && !page.text.contains("http://") && !page.text.contains("style=\"")
            );
            assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
        }
    });
}
