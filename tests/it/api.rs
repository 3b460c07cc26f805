//! The API reads what the pages show: the same figures, within the same scope, in one form.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeSet;

use falcon::{
    domain::{Filter, Role, Scope, views::ExplainSort},
    server::db::{NewBranch, NewSupervision, Writer},
};
use serde_json::{Value, json};

use crate::{
    api_support::{Answer, Api},
    store::day,
    support::{TestDb, now, on_demo},
};

/// Every operation that lists or shows, with things that the demo has.
const READS: [&str; 16] = [
    "kpis",
    "trends",
    "rankings/branches",
    "rankings/groups",
    "rankings/states",
    "rankings/areas",
    "history",
    "indicators",
    "map",
    "branches",
    "groups",
    "areas",
    "periods",
    "supervisions",
    "explain",
    "me",
];

async fn ask(api: &Api, cookie: &str, path: &str) -> Answer {
    api.get(&format!("/api/v1/{path}"), &[("cookie", cookie), ("accept-language", "en")]).await
}

async fn data(api: &Api, cookie: &str, path: &str) -> Value {
    let answer = ask(api, cookie, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    let mut whole = answer.json();
    assert!(whole["meta"]["data_version"].as_i64().unwrap() > 0, "{path}");
    whole["data"].take()
}

/// The form of an answer: names and types, of a list its first thing.
fn form(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("true or false"),
        Value::Number(number) if number.is_f64() => json!("number"),
        Value::Number(_) => json!("whole number"),
        Value::String(_) => json!("text"),
        Value::Array(list) => list.first().map_or(json!([]), |first| json!([form(first)])),
        Value::Object(object) => object.iter().map(|(name, value)| (name.clone(), form(value))).collect(),
    }
}

#[test]
fn figures_are_those_of_the_pages() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let cube = api.services.cube();
        for query in ["", "year=2025&quarter=Q3", "estado=19&kind=all", "area=banos&band=critico", "from=2025-02-01"] {
            let filter = Filter::parse_query(query).unwrap();
            let Ok(board) = cube.dashboard(&filter) else { continue };
            let with = |path: &str| format!("{path}?{query}");
            // As text, which has every digit.
            let same = async |path: &str, expected: String| {
                let answer = ask(&api, &cookie, path).await;
                assert!(
                    answer.text.starts_with(&format!("{{\"data\":{expected},\"meta\":")),
                    "{path}: {}",
                    answer.text
                );
            };
            same(&with("kpis"), serde_json::to_string(&board.kpis).unwrap()).await;
            same(&with("trends"), serde_json::to_string(&board.trend).unwrap()).await;
            same(&format!("groups?limit=1000&{query}"), serde_json::to_string(&board.groups).unwrap()).await;
            let ranked = data(&api, &cookie, &format!("rankings/branches?limit=1000&{query}")).await;
            let sums = |list: &Value, key: &str| -> Vec<Value> {
                list.as_array().unwrap().iter().map(|row| json!([row[key], row["sum_hundredths"], row["n"]])).collect()
            };
            assert_eq!(sums(&ranked, "key"), sums(&json!(board.branches), "code"), "{query}");
            let explained = data(&api, &cookie, &with("explain")).await;
            assert_eq!(explained["n"], json!(board.kpis.n), "{query}");
            assert_eq!(explained["sum_hundredths"], json!(board.kpis.sum_hundredths), "{query}");
            let map = data(&api, &cookie, &with("map")).await;
            assert_eq!(map["features"].as_array().unwrap().len(), cube.map(&filter).unwrap().branches.len(), "{query}");
        }
        let branch = &cube.catalog().branches[0].code;
        let shown = data(&api, &cookie, &format!("branches/{branch}?year=2025")).await;
        let of_branch = Filter { branches: vec![branch.clone()], ..Filter::parse_query("year=2025").unwrap() };
        let expected = cube.dashboard(&of_branch).unwrap().kpis;
        assert_eq!(
            (&shown["kpis"]["n"], &shown["kpis"]["sum_hundredths"]),
            (&json!(expected.n), &json!(expected.sum_hundredths))
        );
    });
}

#[test]
fn answers_keep_their_form() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let catalog = api.services.cube().catalog().clone();
        let mut forms = serde_json::Map::new();
        let (branch, group) = (&catalog.branches[0].code, &catalog.groups[0].slug);
        let visit = data(&api, &cookie, "supervisions?limit=1").await[0]["id"].to_string();
        let more = [
            format!("branches/{branch}"),
            format!("groups/{group}"),
            format!("supervisions/{visit}"),
            "explain?figure=coverage".into(),
            "explain?figure=median".into(),
        ];
        for path in READS.iter().map(|path| (*path).to_owned()).chain(more) {
            let answer = ask(&api, &cookie, &path).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{path}");
            let last = path.rsplit('/').next().unwrap();
            let named = [(branch.as_str(), "{code}"), (group.as_str(), "{slug}"), (visit.as_str(), "{id}")];
            let named = named.into_iter().find(|(key, _)| path.contains('/') && last == *key);
            let name =
                named.map_or_else(|| path.clone(), |(key, name)| path.replace(&format!("/{key}"), &format!("/{name}")));
            forms.insert(name, form(&answer.json()));
        }
        insta::with_settings!({prepend_module_to_snapshot => false, snapshot_path => "../snapshots"}, {
            insta::assert_snapshot!("api_forms", serde_json::to_string_pretty(&forms).unwrap());
        });
    });
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let mut tags = BTreeSet::new();
        for path in READS.iter().filter(|path| **path != "me") {
            let line = format!("/api/v1/{path}");
            let first = api.get(&line, &[("cookie", &cookie)]).await;
            let tag = first.header("etag").to_owned();
            assert!(tag.starts_with("W/\"") && tags.insert(tag.clone()), "{path} {tag}");
            assert_eq!(first.header("cache-control"), "private, no-cache", "{path}");
            let again = api.get(&line, &[("cookie", &cookie), ("if-none-match", &tag)]).await;
            assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", &*tag), "{path}");
            if *path == "periods" {
                continue;
            }
            let other = api.get(&format!("{line}?year=2025"), &[("cookie", &cookie), ("if-none-match", &tag)]).await;
            assert_eq!(other.status, 200, "{path} of another filter");
        }
        let tag = ask(&api, &cookie, "kpis").await.header("etag").to_owned();
        let held =
            async |tag: &str| api.get("/api/v1/kpis", &[("cookie", &cookie), ("if-none-match", tag)]).await.status;
        let strong = tag.trim_start_matches("W/");
        assert_eq!(held(&format!("\"x\", {strong}")).await, 304, "compared weakly, among others");
        for path in ["branches/no-such", "kpis?estado=99", "branches?limit=0"] {
            let any = api.get(&format!("/api/v1/{path}"), &[("cookie", &cookie), ("if-none-match", "*")]).await;
            assert!(matches!(any.status, 400 | 404), "{path} {}", any.status);
        }
        api.person("demo", "lia", Role::Viewer, Scope { states: vec!["19".into()], ..Scope::default() }).await;
        let lia = api.sign_in("lia").await;
        assert_eq!(
            api.get("/api/v1/kpis", &[("cookie", &lia), ("if-none-match", &tag)]).await.status,
            200,
            "of another scope"
        );
        visit(test, &api, "2025-06-01").await;
        let fresh = api.get("/api/v1/kpis", &[("cookie", &cookie), ("if-none-match", &tag)]).await;
        assert_eq!(fresh.status, 200, "of other data");
        assert_eq!(ask(&api, &cookie, "me").await.header("cache-control"), "no-store");
    });
}

#[test]
fn what_is_wrong_is_named() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        for (path, field, code) in [
            ("kpis?pagina=2", "pagina", "unknown_parameter"),
            ("kpis?limit=5", "limit", "unknown_parameter"),
            ("kpis?year=2019", "year", "out_of_bounds"),
            ("kpis?quarter=Q5&year=2025", "quarter", "malformed"),
            ("kpis?quarter=Q1", "quarter", "contradiction"),
            ("kpis?estado=99", "estado", "unknown_value"),
            ("rankings/areas?sort=up", "sort", "unknown_value"),
            ("rankings/areas?limit=1001", "limit", "out_of_bounds"),
            ("supervisions?cursor=eA", "cursor", "malformed"),
            ("supervisions?cursor=OTk5OTk5OTk5OTk5OS4x", "cursor", "malformed"),
            ("history?by=week", "by", "unknown_value"),
            ("history?inside=nadie", "inside", "unknown_value"),
            ("explain?figure=mode", "figure", "unknown_value"),
            ("kpis?month=2031-01", "month", "out_of_bounds"),
            ("kpis?lang=fr", "lang", "unknown_value"),
            ("me?year=2025", "year", "unknown_parameter"),
            ("periods?estado=19", "estado", "unknown_parameter"),
            ("supervisions/1?kind=all", "kind", "unknown_parameter"),
        ] {
            let answer = ask(&api, &cookie, path).await;
            assert_eq!(answer.error(), (400, "invalid_parameter".into()), "{path}");
            let told = answer.json();
            assert_eq!(
                (&told["details"][0]["field"], &told["details"][0]["code"]),
                (&json!(field), &json!(code)),
                "{path}"
            );
            assert!(!told["details"][0]["message"].as_str().unwrap().contains("{}"), "{told}");
        }
        let long = "x".repeat(101);
        assert_eq!(ask(&api, &cookie, &format!("kpis?estado={long}")).await.json()["details"][0]["code"], "too_long");
        for path in [
            "rankings/nada",
            "branches/no-such",
            "groups/no-such",
            "supervisions/x",
            "supervisions/4000000000",
            "supervisions/+1",
            "supervisions/01",
            "branches/%FF",
            "rankings/%FF",
        ] {
            assert_eq!(ask(&api, &cookie, path).await.error(), (404, "not_found".into()), "{path}");
        }
        assert_eq!(api.ask("DELETE /api/v1/kpis", &[], "").await.error(), (405, "method_not_allowed".into()));
        let html = api.get("/api/v1/kpis", &[("cookie", &cookie), ("accept", "text/html")]).await;
        assert_eq!(html.error(), (406, "not_acceptable".into()));
        let refused = [("cookie", &*cookie), ("accept", "application/json;q=0, */*")];
        assert_eq!(api.get("/api/v1/kpis", &refused).await.status, 406);
        for accept in ["*/*", "Application/JSON", "application/json;q=0.5, text/html", "application/*", ""] {
            let answer = api.get("/api/v1/kpis", &[("cookie", &cookie), ("accept", accept)]).await;
            assert_eq!(answer.status, 200, "{accept}");
        }
        let spanish = api.get("/api/v1/kpis?lang=es&a=1", &[("cookie", &cookie), ("accept-language", "en")]).await;
        assert!(spanish.text.contains("No hay tal parámetro"), "{}", spanish.text);
    });
}

#[test]
fn an_error_is_found_again_by_its_number() {
    on_demo(async |test| {
        let (api, _) = Api::unlimited(test, Role::Director).await;
        let answer = api.get("/api/v1/kpis", &[("x-request-id", "tablero-0001")]).await;
        let told = answer.json();
        assert_eq!((answer.status, answer.header("x-request-id")), (401, "tablero-0001"));
        assert_eq!((&told["correlation_id"], &told["error"]), (&json!("tablero-0001"), &json!("Unauthorized")));
        assert_eq!(told["timestamp"], json!(now().to_string()));
        assert_eq!(told["details"], json!([]));
        for unfit in ["short", "with a space", "ñandú-ñandú", &"x".repeat(65)] {
            let answer = api.get("/api/v1/kpis", &[("x-request-id", unfit)]).await;
            let own = answer.json()["correlation_id"].as_str().unwrap().to_owned();
            assert!(own.len() == 16 && own == answer.header("x-request-id"), "{unfit} {own}");
        }
        let page = api.get("/salud", &[("x-request-id", "tablero-0001")]).await;
        assert_ne!(page.header("x-request-id"), "tablero-0001", "of programs alone");
    });
}

/// One more supervision, of a branch of its own.
async fn visit(test: &TestDb, api: &Api, on: &str) {
    let mut writer = Writer::begin(&test.db, "demo", None, now()).await.unwrap();
    let kind = writer.kind("operativa").await.unwrap();
    let new = NewBranch { code: "nueva-1".into(), name: "Nueva".into(), ..NewBranch::default() };
    let (branch, _) = writer.branch(&new).await.unwrap();
    let visit = NewSupervision {
        external_id: Some(format!("nueva-{on}")),
        branch,
        kind,
        day: day(on),
        second: None,
        instant: None,
        supervisor: None,
        score: Some(7_000),
        points: None,
        sent_from: None,
        areas: None,
    };
    writer.supervisions(&[visit]).await.unwrap();
    writer.commit().await.unwrap();
    api.services.refresh().await.unwrap();
}

#[test]
fn supervisions_are_walked_whole_while_others_come() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let filter = Filter::parse_query("year=2025").unwrap();
        let all = api.services.cube().explain(&filter, ExplainSort::Newest, 1, 1_000).unwrap().supervisions;
        let expected: BTreeSet<u64> = all.items.iter().map(|line| u64::from(line.id)).collect();
        assert_eq!(expected.len(), all.total as usize, "the demo's year fits a page of the list");
        let (mut walked, mut cursor, mut turn) = (Vec::new(), String::new(), 0);
        loop {
            let answer = ask(&api, &cookie, &format!("supervisions?year=2025&limit=97{cursor}")).await.json();
            walked.extend(answer["data"].as_array().unwrap().iter().map(|line| line["id"].as_u64().unwrap()));
            // One comes before what was read, one after it.
            visit(test, &api, &format!("2025-12-{:02}", 1 + turn)).await;
            turn += 1;
            match answer["meta"]["paging"]["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let once: BTreeSet<u64> = walked.iter().copied().collect();
        assert_eq!(once.len(), walked.len(), "none twice");
        assert!(once.is_superset(&expected) && turn > 2, "none left out");
    });
}

#[test]
fn lists_go_on_by_cursor_until_the_data_change() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        for list in ["rankings/branches", "branches", "areas", "groups", "history", "explain"] {
            let rows = |answer: &Value| {
                let data = &answer["data"];
                let rows = [data, &data["rows"], &data["supervisions"]].into_iter().find_map(Value::as_array);
                rows.unwrap().iter().map(ToString::to_string).collect::<Vec<_>>()
            };
            let whole = ask(&api, &cookie, &format!("{list}?year=2025&limit=1000")).await.json();
            let (mut walked, mut cursor) = (Vec::new(), String::new());
            let limit = if list == "explain" { 300 } else { 7 };
            loop {
                let answer = ask(&api, &cookie, &format!("{list}?year=2025&limit={limit}{cursor}")).await.json();
                assert_eq!(answer["meta"]["paging"]["limit"], limit);
                walked.extend(rows(&answer));
                match answer["meta"]["paging"]["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(walked, rows(&whole), "{list}");
            assert_eq!(whole["meta"]["paging"]["total"], json!(walked.len()), "{list}");
        }
        let first = ask(&api, &cookie, "rankings/branches?limit=5").await.json();
        let next = first["meta"]["paging"]["next_cursor"].as_str().unwrap().to_owned();
        let on = ask(&api, &cookie, &format!("rankings/branches?cursor={next}")).await.json();
        assert_eq!(on["meta"]["paging"]["limit"], 5, "the size of the pages before");
        for other in ["rankings/branches?sort=worst&limit=5", "groups?limit=5", "rankings/branches?year=2025&limit=5"] {
            let answer = ask(&api, &cookie, &format!("{other}&cursor={next}")).await;
            assert_eq!(answer.json()["details"][0]["code"], "expired", "{other}");
        }
        visit(test, &api, "2025-06-01").await;
        let late = ask(&api, &cookie, &format!("rankings/branches?limit=5&cursor={next}")).await;
        assert_eq!(late.json()["details"][0]["code"], "expired");
    });
}

#[test]
fn a_scope_holds_for_every_answer() {
    on_demo(async |test| {
        let (api, _) = Api::unlimited(test, Role::Director).await;
        let catalog = api.services.cube().catalog().clone();
        let scope = Scope { states: vec!["19".into()], ..Scope::default() };
        let kept = scope.kept(&catalog);
        api.person("demo", "lia", Role::Viewer, scope).await;
        let lia = api.sign_in("lia").await;
        let outside: Vec<_> = catalog.branches.iter().zip(&kept).filter(|(_, kept)| !**kept).map(|(b, _)| b).collect();
        assert!(!outside.is_empty() && kept.contains(&true));
        for path in READS {
            // Whole where it is in pages; what takes no filter tells nothing of branches by one.
            let query = match path {
                "me" | "periods" => "",
                "kpis" | "trends" | "indicators" | "map" => "?kind=all",
                _ => "?kind=all&limit=1000",
            };
            let answer = ask(&api, &lia, &format!("{path}{query}")).await;
            assert_eq!(answer.status, 200, "{path} {}", answer.text);
            for branch in &outside {
                let quoted = |text: &str| answer.text.contains(&json!(text).to_string());
                assert!(!quoted(&branch.code) && !quoted(&branch.name), "{path} tells of {}", branch.name);
            }
        }
    });
}

#[test]
fn answers_are_packed_in_what_the_caller_takes() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        for coding in ["br", "zstd", "gzip"] {
            let headers = [("cookie", &*cookie), ("accept-encoding", coding)];
            let answer = api.get("/api/v1/branches", &headers).await;
            assert_eq!((answer.status, answer.header("content-encoding")), (200, coding));
            assert!(
                answer.header("vary").contains("accept-encoding") || answer.headers.get_all("vary").iter().count() > 1
            );
        }
        assert_eq!(api.get("/api/v1/branches", &[("cookie", &cookie)]).await.header("content-encoding"), "");
    });
}
