//! Any view as a file: what is in it, who may take it, and what becomes of it when nobody takes it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{collections::BTreeMap, io::Cursor, time::Duration};

use calamine::{Data, Reader as _, Xlsx};
use falcon::{
    domain::{Role, Scope, access::audit::Act},
    server::db::{NewAreaScore, NewBranch, NewSupervision, Writer},
};
use serde_json::json;

use crate::{
    api_support::{Answer, Api, Hand, settings},
    store::day,
    support::{TestDb, now, on_demo},
};

/// Operations that make tables, with things that the demo has.
pub const TABLES: [&str; 15] = [
    "board",
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
    "supervisions",
    "explain",
];

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async fn ask(api: &Api, cookie: &str, path: &str) -> Answer {
    api.get(&format!("/api/v1/{path}"), &[("cookie", cookie), ("accept-language", "en")]).await
}

/// Headings, and rows by them.
pub type Read = (Vec<String>, Vec<Vec<String>>);

pub fn csv_of(answer: &Answer) -> Read {
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"), "{}", answer.text);
    let mut reader = csv::ReaderBuilder::new().from_reader(answer.bytes.as_slice());
    let headings = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    (headings, rows)
}

/// Sheets by name, the cover first.
pub fn workbook(answer: &Answer) -> Vec<(String, Vec<Vec<Data>>)> {
    assert_eq!((answer.status, answer.header("content-type")), (200, XLSX), "{}", answer.text);
    let mut book = Xlsx::new(Cursor::new(answer.bytes.clone())).unwrap();
    let sheets = book.worksheets();
    sheets.into_iter().map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

#[test]
fn a_file_comes_whole_whatever_packs_it() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        // Short and long ones: a packer asks once more after the end.
        for path in
            ["kpis?format=csv", "groups?format=csv", "supervisions?format=csv&detail=areas", "board?format=xlsx"]
        {
            for coding in ["gzip", "br", "zstd"] {
                let headers = [("cookie", &*cookie), ("accept-encoding", coding)];
                let answer = api.get(&format!("/api/v1/{path}"), &headers).await;
                assert_eq!(answer.status, 200, "{path} {coding}");
                assert!(answer.bytes.len() > 100, "{path} {coding}");
            }
        }
    });
}

#[test]
fn a_table_that_is_asked_for_is_there_with_nothing_in_it() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let of = |format: &str| format!("board?from=2020-01-01&to=2020-01-02&table=trend&format={format}");
        let (headings, rows) = csv_of(&ask(&api, &cookie, &of("csv")).await);
        assert_eq!((headings.is_empty(), rows.len()), (false, 0));
        let sheets = workbook(&ask(&api, &cookie, &of("xlsx")).await);
        assert_eq!(sheets.len(), 2, "a cover, and the table's headings");
        let whole = workbook(&ask(&api, &cookie, "board?from=2020-01-01&to=2020-01-02&format=xlsx").await);
        assert!(whole.iter().all(|(_, rows)| rows.len() > 1), "no sheet of a whole workbook has headings alone");
    });
}

#[test]
fn every_view_is_a_file_with_a_name() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let catalog = api.services.cube().catalog().clone();
        let more = [
            format!("branches/{}", catalog.branches[0].code),
            format!("groups/{}", catalog.groups[0].slug),
            "explain?figure=coverage&show=visited".into(),
            "explain?figure=median".into(),
            "supervisions?detail=areas".into(),
            "history?by=month".into(),
        ];
        for path in TABLES.iter().map(|path| (*path).to_owned()).chain(more) {
            let and = if path.contains('?') { '&' } else { '?' };
            let table = ask(&api, &cookie, &format!("{path}{and}year=2025&format=csv")).await;
            let (headings, rows) = csv_of(&table);
            assert!(!rows.is_empty() && headings.iter().all(|head| !head.is_empty()), "{path}");
            assert!(rows.iter().all(|row| row.len() == headings.len()), "{path}");
            let name = table.header("content-disposition");
            let noun = path.split('?').next().unwrap().replace('/', "-").to_lowercase();
            assert!(name.starts_with(&format!("attachment; filename=\"falcon-demo-{noun}")), "{path}: {name}");
            assert!(name.ends_with("year-2025.csv\""), "{path}: {name}");
            assert_eq!(table.header("cache-control"), "no-store", "{path}");
            let sheets = workbook(&ask(&api, &cookie, &format!("{path}{and}year=2025&format=xlsx")).await);
            let (cover, first) = (&sheets[0], &sheets[1]);
            assert_eq!(cover.0, "Cover", "{path}");
            for said in ["Organization", "Data version", "Last import", "2025", "year=2025"] {
                let found = cover.1.iter().flatten().any(|cell| cell.to_string().contains(said));
                assert!(found, "{path}: no {said} in {:?}", cover.1);
            }
            assert_eq!(first.1.len(), rows.len() + 1, "{path}");
            assert_eq!(first.1[0].iter().map(ToString::to_string).collect::<Vec<_>>(), headings, "{path}");
            let spanish = ask(&api, &cookie, &format!("{path}{and}year=2025&format=csv&lang=es")).await;
            assert_eq!(csv_of(&spanish).1.len(), rows.len(), "{path}");
        }
        let board = workbook(&ask(&api, &cookie, "board?format=xlsx").await);
        let names: Vec<&str> = board.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Cover", "Figures", "Monthly trend", "Groups", "Branches", "Areas", "States"]);
    });
}

#[test]
fn a_file_holds_the_whole_list_unless_a_page_is_named() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        for path in ["supervisions", "rankings/branches", "explain", "history?by=month"] {
            let and = if path.contains('?') { '&' } else { '?' };
            let page = ask(&api, &cookie, &format!("{path}{and}kind=all&limit=5")).await.json();
            let total = page["meta"]["paging"]["total"].as_u64().unwrap() as usize;
            let pinned = usize::from(path.starts_with("history"));
            let rows = csv_of(&ask(&api, &cookie, &format!("{path}{and}kind=all&format=csv")).await).1;
            assert_eq!(rows.len(), total + pinned, "{path}");
            let five = csv_of(&ask(&api, &cookie, &format!("{path}{and}kind=all&format=csv&limit=5")).await).1;
            assert_eq!(five[..], rows[..5.min(total) + pinned], "{path}");
            let whole = ask(&api, &cookie, &format!("{path}{and}kind=all&format=json")).await;
            assert!(whole.header("content-disposition").ends_with(".json\""), "{path}");
            let paging = &whole.json()["meta"]["paging"];
            assert_eq!((&paging["total"], &paging["limit"]), (&json!(total), &json!(total)), "{path}");
            assert!(paging["next_cursor"].is_null(), "{path}");
            let cursor = page["meta"]["paging"]["next_cursor"].as_str().unwrap().to_owned();
            if !path.contains("history") {
                let path = format!("{path}{and}kind=all&format=csv&limit=5&cursor={cursor}");
                assert_eq!(csv_of(&ask(&api, &cookie, &path).await).1[..], rows[5..10], "{path}");
            }
        }
        let of = async |query: &str| csv_of(&ask(&api, &cookie, &format!("supervisions?{query}")).await).1;
        let all = of("year=2025&detail=areas&format=csv").await;
        let some = of("year=2025&detail=areas&format=csv&area=banos").await;
        let banos: Vec<_> = all.iter().filter(|row| row[8] == "banos").cloned().collect();
        assert!(!banos.is_empty() && all.len() > banos.len());
        assert_eq!(some, banos, "with an area filter those areas alone");
    });
}

#[test]
fn the_caller_says_which_file() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let accept = async |path: &str, accept: &str| {
            api.get(&format!("/api/v1/{path}"), &[("cookie", &*cookie), ("accept", accept)]).await
        };
        assert!(!csv_of(&accept("areas", "text/csv").await).1.is_empty());
        assert!(workbook(&accept("areas", XLSX).await).len() == 2);
        let map = accept("map", "application/geo+json").await;
        assert_eq!((map.status, map.header("content-type")), (200, "application/geo+json"));
        let wrapped = ask(&api, &cookie, "map").await.json();
        assert_eq!((map.json()["type"].clone(), map.json()), (json!("FeatureCollection"), wrapped["data"].clone()));
        for (path, wanted) in [
            ("areas", "application/geo+json"),
            ("periods", "text/csv"),
            ("supervisions/1", XLSX),
            ("me", "text/csv"),
            ("areas", "text/html"),
        ] {
            assert_eq!(accept(path, wanted).await.error(), (406, "not_acceptable".into()), "{path} {wanted}");
        }
        let plain = accept("areas", "text/html,application/xhtml+xml,*/*;q=0.8").await;
        assert_eq!((plain.header("content-type"), plain.header("content-disposition")), ("application/json", ""));
        for (path, field, code) in [
            ("areas?format=ods", "format", "unknown_value"),
            ("areas?format=geojson", "format", "unknown_value"),
            ("periods?format=csv", "format", "unknown_value"),
            ("areas?format=csv&bom=yes", "bom", "unknown_value"),
            ("areas?format=xlsx&bom=1", "bom", "contradiction"),
            ("areas?bom=1", "bom", "contradiction"),
            ("board?table=kpis", "table", "contradiction"),
            ("board?format=csv&table=nada", "table", "unknown_value"),
            ("supervisions?detail=areas", "detail", "contradiction"),
            ("supervisions?detail=points&format=csv", "detail", "unknown_value"),
            ("areas?format=csv&limit=0", "limit", "out_of_bounds"),
            ("areas?format=csv&estado=99", "estado", "unknown_value"),
            ("history?format=csv&inside=nadie", "inside", "unknown_value"),
            ("me?format=json", "format", "unknown_parameter"),
        ] {
            let told = ask(&api, &cookie, path).await;
            assert_eq!(told.error(), (400, "invalid_parameter".into()), "{path}");
            let detail = &told.json()["details"][0];
            assert_eq!((&detail["field"], &detail["code"]), (&json!(field), &json!(code)), "{path}");
        }
        for path in ["branches/no-such?format=csv", "groups/no-such?format=xlsx", "rankings/nada?format=json"] {
            assert_eq!(ask(&api, &cookie, path).await.error(), (404, "not_found".into()), "{path}");
        }
    });
}

/// A branch whose name is what a spreadsheet would run, with one supervision.
async fn hostile(test: &TestDb, api: &Api, name: &str) {
    let mut writer = Writer::begin(&test.db, "demo", None, now()).await.unwrap();
    let kind = writer.kind("operativa").await.unwrap();
    let area = writer.area("-1+cmd|' /C calc'!A0").await.unwrap();
    let branch = NewBranch { code: "+52".into(), name: name.into(), ..NewBranch::default() };
    let (branch, _) = writer.branch(&branch).await.unwrap();
    let visit = NewSupervision {
        external_id: Some("hostil".into()),
        branch,
        kind,
        day: day("2025-06-01"),
        second: None,
        instant: None,
        supervisor: None,
        score: Some(7_000),
        points: None,
        sent_from: None,
        areas: Some(vec![NewAreaScore { area, score: 5_000, points: None }]),
    };
    writer.supervisions(&[visit]).await.unwrap();
    writer.commit().await.unwrap();
    api.services.refresh().await.unwrap();
}

#[test]
fn text_is_no_formula_and_what_must_be_is_quoted() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let name = "=HYPERLINK(\"http://x\",\"y, z\")";
        hostile(test, &api, name).await;
        let path = "supervisions?q=HYPERLINK&detail=areas";
        let file = ask(&api, &cookie, &format!("{path}&format=csv")).await;
        assert!(file.text.contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"y, z\"\")\""), "{}", file.text);
        assert!(file.text.contains(",'+52,") && file.text.contains(",'-1+cmd"), "{}", file.text);
        assert!(file.text.ends_with("\r\n") && !file.text.replace("\r\n", "").contains('\n'));
        assert!(!file.bytes.starts_with(b"\xef\xbb\xbf"));
        let marked = ask(&api, &cookie, &format!("{path}&format=csv&bom=1")).await;
        assert_eq!(marked.bytes[3..], file.bytes, "the mark, and the same");
        assert!(marked.bytes.starts_with(b"\xef\xbb\xbf"));
        // In a workbook text is text, as it is; nothing is a formula.
        let answer = ask(&api, &cookie, &format!("{path}&format=xlsx")).await;
        let sheets = workbook(&answer);
        assert_eq!(sheets[1].1[1][4], Data::String(name.into()));
        let mut book = Xlsx::new(Cursor::new(answer.bytes)).unwrap();
        assert!(book.worksheet_formula(&sheets[1].0).unwrap().is_empty());
    });
}

#[test]
fn a_scope_holds_in_every_file() {
    on_demo(async |test| {
        let (api, _) = Api::unlimited(test, Role::Director).await;
        let catalog = api.services.cube().catalog().clone();
        let scope = Scope { states: vec!["19".into()], ..Scope::default() };
        let kept = scope.kept(&catalog);
        api.person("demo", "lia", Role::Supervisor, scope).await;
        let lia = api.sign_in("lia").await;
        let outside: Vec<_> = catalog.branches.iter().zip(&kept).filter(|(_, kept)| !**kept).map(|(b, _)| b).collect();
        assert!(!outside.is_empty() && kept.contains(&true));
        for path in TABLES.iter().copied().chain(["supervisions?detail=areas"]) {
            let and = if path.contains('?') { '&' } else { '?' };
            let rows = csv_of(&ask(&api, &lia, &format!("{path}{and}kind=all&format=csv")).await).1;
            let sheets = workbook(&ask(&api, &lia, &format!("{path}{and}kind=all&format=xlsx")).await);
            let mut cells: Vec<String> = rows.into_iter().flatten().collect();
            cells.extend(sheets.into_iter().flat_map(|(_, rows)| rows).flatten().map(|cell| cell.to_string()));
            for branch in &outside {
                assert!(!cells.contains(&branch.name), "{path} tells of {}", branch.name);
            }
        }
        let foreign = ask(&api, &lia, &format!("branches/{}?format=csv", outside[0].code)).await;
        assert_eq!(foreign.error(), (404, "not_found".into()));
    });
}

#[test]
fn what_is_taken_away_is_told_in_the_audit_log() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        for path in [
            "areas?format=csv&year=2025",
            "board?format=xlsx&table=states",
            "map?format=geojson",
            "supervisions?format=json",
        ] {
            assert_eq!(ask(&api, &cookie, path).await.status, 200);
        }
        assert_eq!(ask(&api, &cookie, "areas").await.status, 200);
        let told = api.services.newest_audit(Some("demo"), 20).await.unwrap();
        let told: Vec<_> = told.iter().map(|linked| &linked.entry).filter(|entry| entry.act == Act::Export).collect();
        let what: BTreeMap<&str, serde_json::Value> = told
            .iter()
            .map(|entry| (entry.target.as_str(), serde_json::from_str(entry.after.as_ref().unwrap()).unwrap()))
            .collect();
        assert_eq!(told.len(), 4, "an answer is no file: {told:?}");
        assert!(told.iter().all(|entry| entry.name == "ana"));
        let areas = csv_of(&ask(&api, &cookie, "areas?format=csv&year=2025").await).1.len();
        let filter = "kind=operativa&year=2025";
        assert_eq!(what["areas"], json!({"filter": filter, "format": "csv", "rows": areas}));
        assert_eq!((&what["board"]["format"], &what["board"]["parameters"]), (&json!("xlsx"), &json!("table=states")));
        assert_eq!(what["map"]["format"], "geojson");
        assert!(what["supervisions"]["rows"].as_u64().unwrap() > 100);
    });
}

#[test]
fn files_are_counted_as_heavy() {
    on_demo(async |test| {
        let mut config = settings();
        config.limits.heavy = 2;
        let api = Api::with(&test.db, &config, &Hand::new()).await;
        api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let cookie = api.sign_in("ana").await;
        for _ in 0..2 {
            let answer = ask(&api, &cookie, "kpis?format=csv").await;
            assert_eq!((answer.status, answer.header("ratelimit-limit")), (200, "2"));
        }
        assert_eq!(ask(&api, &cookie, "kpis?form%61t=csv").await.error(), (429, "too_many".into()));
        let named = [("cookie", &*cookie), ("accept", "text/csv")];
        assert_eq!(api.get("/api/v1/kpis", &named).await.status, 429);
        assert_eq!(ask(&api, &cookie, "kpis").await.status, 200);
    });
}

#[test]
fn who_goes_away_stops_the_work() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
        let before = tasks();
        for format in ["csv", "xlsx", "pdf"] {
            let path = format!("/api/v1/supervisions?kind=all&detail=areas&format={format}");
            let answer = api.begin(&path, &[("cookie", &cookie)]).await;
            assert_eq!(answer.status(), 200);
            let mut body = answer.into_body().into_data_stream();
            if format == "csv" {
                use futures::StreamExt as _;
                assert!(body.next().await.unwrap().is_ok());
            }
            drop(body);
            let mut waited = 0;
            while tasks() > before && waited < 100 {
                tokio::time::sleep(Duration::from_millis(50)).await;
                waited += 1;
            }
            assert!(waited < 100, "{format}: {} tasks, {before} before", tasks());
        }
    });
}
