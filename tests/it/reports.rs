//! Saved reports: whose they are, who sees them, what their files hold, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Role, Scope, access::audit::Act},
    server::{
        db::{Kept, ReportData},
        demo,
        services::KeyForm,
    },
};
use serde_json::{Value, json};

use crate::{
    api_support::{Api, Hand, PASSWORD, settings},
    api_writing::{Program, told},
    exports::{TABLES, csv_of},
    support::{TestDb, now, on_demo},
};

async fn open(test: &TestDb) -> Api {
    crate::support::filled(&test.db).await;
    let mut config = settings();
    (config.limits.read, config.limits.write, config.limits.heavy, config.limits.sign_in) = (0, 0, 0, 0);
    Api::with(&test.db, &config, &Hand::new()).await
}

async fn person(api: &Api, organization: &str, login: &str, role: Role, scope: Scope) -> Program {
    api.person(organization, login, role, scope).await;
    let told = api.post("/api/v1/auth/token", json!({"login": login, "password": PASSWORD})).await.json();
    let token = format!("Bearer {}", told["access_token"].as_str().unwrap());
    Program { api: api.clone(), header: ("authorization", token) }
}

fn report(name: &str, shared: bool) -> Value {
    json!({"name": name, "view": "rankings/branches", "query": "sort=worst&year=2025", "format": "csv", "shared": shared})
}

async fn saved(of: &Program, body: &Value) -> String {
    let answer = of.json("POST reports", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["data"]["id"].to_string()
}

async fn names(of: &Program, query: &str) -> Vec<String> {
    let list = of.data(&format!("reports{query}")).await;
    list.as_array().unwrap().iter().map(|report| report["name"].as_str().unwrap().to_owned()).collect()
}

/// A group, some branch of it, and a branch of another.
async fn places(api: &Api) -> (String, String, String) {
    let cube = api.services.cube();
    let catalog = cube.catalog();
    let group_of = |nth: usize| {
        let group = catalog.branches[nth].assignments.last().unwrap().group.unwrap();
        catalog.groups[usize::from(group)].slug.clone()
    };
    let inside = group_of(0);
    let outside = (0..).find(|nth| group_of(*nth) != inside).unwrap();
    (inside, catalog.branches[0].code.clone(), catalog.branches[outside].code.clone())
}

#[test]
fn the_store_keeps_one_of_each_name_and_one_change_of_each_version() {
    on_demo(async |test| {
        let api = open(test).await;
        let ana = api.person("demo", "ana", Role::Viewer, Scope::whole()).await;
        let luz = api.person("demo", "luz", Role::Viewer, Scope::whole()).await;
        let db = &test.db;
        let data = |name: &str| ReportData {
            name: name.into(),
            folded: name.to_lowercase(),
            view: "board".into(),
            query: "year=2025".into(),
            format: "csv".into(),
            language: "es".into(),
            shared: false,
        };
        let add = async |owner, name: &str| db.add_report("demo", owner, &data(name), 2, now()).await.unwrap();
        let Kept::As(id, 1) = add(ana, "Ventas").await else { panic!("not kept") };
        assert_eq!(add(ana, "ventas").await, Kept::Taken);
        assert!(matches!(add(luz, "Ventas").await, Kept::As(..)), "another person's name");
        let Kept::As(second, _) = add(ana, "Otro").await else { panic!("not kept") };
        assert_eq!(add(ana, "Tercero").await, Kept::Full);
        assert_eq!(db.add_report("nadie", ana, &data("x"), 9, now()).await.unwrap(), Kept::Gone);
        assert_eq!(add(999_999, "x").await, Kept::Gone);

        let set = async |id, name: &str, version| db.set_report("demo", id, &data(name), version, now()).await.unwrap();
        assert_eq!(set(id, "Compras", Some(1)).await, Kept::As(id, 2));
        assert_eq!(set(id, "Ventas", Some(1)).await, Kept::Stale);
        assert_eq!(set(id, "OTRO", None).await, Kept::Taken);
        assert_eq!(set(999_999, "x", None).await, Kept::Gone);
        assert_eq!(db.set_report("otra", id, &data("x"), None, now()).await.unwrap(), Kept::Gone);
        let list = async |person| -> Vec<String> {
            db.reports("demo", person).await.unwrap().into_iter().map(|report| report.data.name).collect()
        };
        assert_eq!(list(Some(ana)).await, ["Compras", "Otro"]);
        assert_eq!(list(None).await, [""; 0]);
        assert_eq!(db.remove_report("demo", id, Some(1)).await.unwrap(), Kept::Stale);
        assert_eq!(db.remove_report("otra", id, None).await.unwrap(), Kept::Gone);
        assert!(matches!(db.remove_report("demo", id, Some(2)).await.unwrap(), Kept::As(..)));
        assert!(matches!(db.remove_report("demo", second, None).await.unwrap(), Kept::As(..)));
        assert_eq!(db.remove_report("demo", id, None).await.unwrap(), Kept::Gone);
    });
}

#[test]
fn a_report_is_its_owners_and_is_seen_by_whom_it_is_shared_with() {
    on_demo(async |test| {
        let api = open(test).await;
        demo::fill(&test.db, "otra", now()).await.unwrap();
        let ana = person(&api, "demo", "ana", Role::Viewer, Scope::whole()).await;
        let luz = person(&api, "demo", "luz", Role::Director, Scope::default()).await;
        let jefa = person(&api, "demo", "jefa", Role::Admin, Scope::default()).await;
        let ajena = person(&api, "otra", "ajena", Role::Admin, Scope::default()).await;
        let id = saved(&ana, &report("Peores sucursales", false)).await;
        let one = ana.data(&format!("reports/{id}")).await;
        assert_eq!(
            (&one["query"], &one["lang"], &one["owner"], &one["own"], &one["version"], &one["file"]),
            (
                &json!("year=2025&sort=worst"),
                &json!("es"),
                &json!("ana"),
                &json!(true),
                &json!(1),
                &json!(format!("/api/v1/reports/{id}/file"))
            )
        );
        // Private: there is no such report for anybody else.
        for other in [&luz, &jefa, &ajena] {
            assert_eq!(names(other, "").await, [""; 0]);
            for line in ["GET reports/ID", "GET reports/ID/file", "DELETE reports/ID", "POST reports/ID/duplicate"] {
                assert_eq!(other.send(&line.replace("ID", &id), &[], "").await.status, 404, "{line}");
            }
            assert_eq!(other.json(&format!("PUT reports/{id}"), &report("x", false)).await.status, 404);
        }
        // Shared: seen by the organization, changed by the owner and administrators.
        let shared = report("Peores sucursales", true);
        assert_eq!(ana.json(&format!("PUT reports/{id}"), &shared).await.status, 200);
        assert_eq!(names(&luz, "").await, ["Peores sucursales"]);
        assert_eq!(luz.data(&format!("reports/{id}")).await["own"], json!(false));
        assert_eq!(luz.get(&format!("reports/{id}/file")).await.status, 200);
        assert_eq!(luz.json(&format!("PUT reports/{id}"), &shared).await.error(), (403, "forbidden".into()));
        assert_eq!(luz.send(&format!("DELETE reports/{id}"), &[], "").await.status, 403);
        assert_eq!(ajena.get(&format!("reports/{id}")).await.status, 404, "another organization");
        let copy = luz.send(&format!("POST reports/{id}/duplicate"), &[], "").await;
        let copied = copy.json()["data"].take();
        assert_eq!(
            (copy.status, &copied["name"], &copied["own"], &copied["shared"]),
            (201, &json!("Peores sucursales (copia)"), &json!(true), &json!(false))
        );
        assert_eq!(copy.header("location"), format!("/api/v1/reports/{}", copied["id"]));
        let again = luz.send(&format!("POST reports/{id}/duplicate"), &[], "").await.json();
        assert_eq!(again["data"]["name"], "Peores sucursales (copia 2)");
        assert_eq!(jefa.json(&format!("PUT reports/{id}"), &report("De la jefa", true)).await.status, 200);
        assert_eq!(ana.data(&format!("reports/{id}")).await["owner"], "ana", "it stays the owner's");
        assert_eq!(jefa.send(&format!("DELETE reports/{id}"), &[], "").await.status, 204);
        assert_eq!(ana.get(&format!("reports/{id}")).await.status, 404);
        for id in ["0", "+1", "01", "x", "99999999999999999999"] {
            assert_eq!(ana.get(&format!("reports/{id}")).await.status, 404, "{id}");
        }
    });
}

#[test]
fn a_file_is_the_operations_own_and_of_who_downloads_it() {
    on_demo(async |test| {
        let api = open(test).await;
        let (group, within, without) = places(&api).await;
        let scope = Scope { groups: vec![group], ..Scope::default() };
        let jefa = person(&api, "demo", "jefa", Role::Admin, Scope::default()).await;
        let luz = person(&api, "demo", "luz", Role::Viewer, scope).await;
        let all = saved(&jefa, &report("Todas", true)).await;
        let operation = "rankings/branches?year=2025&sort=worst&format=csv&lang=es";
        for who in [&jefa, &luz] {
            let (file, own) = (who.get(&format!("reports/{all}/file")).await, who.get(operation).await);
            assert!(file.status == 200 && file.bytes == own.bytes, "the same bytes");
            for header in ["content-type", "content-disposition", "cache-control", "vary"] {
                assert_eq!(file.header(header), own.header(header), "{header}");
            }
            let vary = file.headers.get_all("vary").iter().count();
            assert_eq!(vary, own.headers.get_all("vary").iter().count(), "told once");
        }
        let rows = async |who: &Program| csv_of(&who.get(&format!("reports/{all}/file")).await).1.len();
        assert!(rows(&luz).await < rows(&jefa).await, "within their own scope");
        let newest = api.services.newest_audit(Some("demo"), 1).await.unwrap().remove(0).entry;
        assert_eq!((newest.act, &*newest.target, &*newest.name), (Act::Export, "rankings/branches", "jefa"));

        // What names a place outside of a scope does not exist there.
        let of = |branch: &str| json!({"name": branch, "view": format!("branches/{branch}"), "format": "xlsx", "shared": true});
        let (inside, outside) = (saved(&jefa, &of(&within)).await, saved(&jefa, &of(&without)).await);
        let filtered = json!({"name": "Filtro", "view": "board", "query": format!("sucursal={without}"), "format": "json", "shared": true});
        let filtered = saved(&jefa, &filtered).await;
        assert_eq!(luz.get(&format!("reports/{inside}/file")).await.status, 200);
        for id in [&outside, &filtered] {
            assert_eq!(luz.get(&format!("reports/{id}")).await.status, 404);
            assert_eq!(luz.get(&format!("reports/{id}/file")).await.status, 404);
        }
        assert_eq!(names(&luz, "").await, [within.as_str(), "Todas"].map(str::to_owned));
        assert_eq!(names(&jefa, "").await.len(), 4);
        let refused = luz.json("POST reports", &of(&without)).await;
        assert_eq!((refused.status, told(&refused.json()["details"])), (422, vec!["view unknown_view".to_owned()]));

        // A session reads it as a key does; its language is the report's.
        let english =
            json!({"name": "English", "view": "board", "format": "csv", "lang": "en", "query": "table=trend"});
        let english = saved(&jefa, &english).await;
        let cookie = api.sign_in("jefa").await;
        let page =
            api.get(&format!("/api/v1/reports/{english}/file"), &[("cookie", &cookie), ("accept", "text/html")]).await;
        assert!(page.status == 200 && page.text.starts_with("Month,"), "{}", page.text);
        assert_eq!(
            jefa.get(&format!("reports/{english}/file?lang=es&x=1")).await.error(),
            (400, "invalid_parameter".into())
        );
    });
}

/// On merging another format: a report may be saved in it where the API gives it, and nowhere else.
#[test]
fn what_is_saved_is_what_the_api_takes() {
    on_demo(async |test| {
        if test.storage.database_url.is_some() {
            return;
        }
        let api = open(test).await;
        let jefa = person(&api, "demo", "jefa", Role::Admin, Scope::default()).await;
        let (group, branch, _) = places(&api).await;
        let things = [format!("branches/{branch}"), format!("groups/{group}")];
        let queries =
            ["year=2025", "limit=3", "by=year", "sort=worst", "table=kpis", "detail=areas", "bom=1", "figure=median"];
        for view in TABLES.into_iter().map(str::to_owned).chain(things) {
            for format in ["json", "csv", "xlsx", "geojson", "pdf", "png", "exe"] {
                for query in queries {
                    let body = json!({"name": format!("{view} {format} {query}"), "view": view, "query": query, "format": format});
                    let kept = jefa.json("POST reports", &body).await;
                    let direct = jefa.get(&format!("{view}?{query}&format={format}")).await;
                    assert_eq!(kept.status == 201, direct.status == 200, "{body}: {} {}", kept.text, direct.status);
                    if kept.status == 201 {
                        let id = kept.json()["data"]["id"].to_string();
                        let file = jefa.get(&format!("reports/{id}/file")).await;
                        assert_eq!(file.status, 200, "{body} {}", file.text);
                        assert_eq!(jefa.send(&format!("DELETE reports/{id}"), &[], "").await.status, 204);
                    }
                }
            }
        }
    });
}

#[test]
fn what_is_wrong_is_named_with_its_remedy() {
    on_demo(async |test| {
        let api = open(test).await;
        let ana = person(&api, "demo", "ana", Role::Viewer, Scope::whole()).await;
        saved(&ana, &report("Ventas", false)).await;
        let long = "x".repeat(101);
        let many: String = (0..250).map(|nth| format!("&sucursal=SUC{nth}")).collect();
        for (change, expected) in [
            (json!({"name": "  "}), vec!["name missing_name"]),
            (json!({"name": long}), vec!["name report_name_long"]),
            (json!({"name": "a\u{7}b"}), vec!["name control_character"]),
            (json!({"name": " VÉNTAS "}), vec!["name name_taken"]),
            (json!({"view": "people"}), vec!["view unknown_view"]),
            (json!({"view": "branches/NINGUNA", "query": ""}), vec!["view unknown_view"]),
            (json!({"format": "exe"}), vec!["format unknown_format"]),
            (json!({"lang": "fr"}), vec!["lang unknown_value"]),
            (json!({"query": "year=20x5"}), vec!["query.year malformed"]),
            (json!({"query": "year=1999"}), vec!["query.year unknown_value"]),
            (json!({"query": "color=azul"}), vec!["query.color unknown_parameter"]),
            (json!({"query": "estado=Atlantis"}), vec!["query.estado unknown_value"]),
            (json!({"query": "sort=x"}), vec!["query.sort unknown_value"]),
            (json!({"view": "history", "query": "inside=nadie"}), vec!["query.inside unknown_value"]),
            (json!({"view": "board", "query": "table=luna"}), vec!["query.table unknown_value"]),
            (json!({"query": many}), vec!["query report_query_long"]),
            (
                json!({"name": "", "lang": "fr", "view": "x"}),
                vec!["name missing_name", "lang unknown_value", "view unknown_view"],
            ),
        ] {
            let mut body = report("Nuevo", false);
            change.as_object().unwrap().iter().for_each(|(field, value)| body[field] = value.clone());
            let answer = ana.json("POST reports", &body).await;
            assert_eq!(
                (answer.status, told(&answer.json()["details"])),
                (422, expected.iter().map(|told| (*told).to_owned()).collect()),
                "{change}"
            );
        }
        let typed = ana.json("POST reports", &json!({"name": "x", "colour": 1})).await;
        assert_eq!(typed.error(), (422, "invalid_value".into()));
        // As many as one may have.
        let desk = api.services.desk_of(api.entrant_of("ana").await, "demo").await.unwrap();
        let first = desk.reports("").await.unwrap().remove(0);
        for nth in 1..200 {
            let data = ReportData { name: nth.to_string(), folded: nth.to_string(), ..first.data.clone() };
            assert!(matches!(test.db.add_report("demo", first.owner, &data, 200, now()).await.unwrap(), Kept::As(..)));
        }
        let full = ana.json("POST reports", &report("Uno más", false)).await;
        assert_eq!((full.status, told(&full.json()["details"])), (422, vec![" report_limit".to_owned()]));
        assert!(full.json()["details"][0]["message"].as_str().unwrap().contains("delete one"));
        let copy = ana.send(&format!("POST reports/{}/duplicate", first.id), &[], "").await;
        assert_eq!(copy.status, 422);

        // Pages of the list, and what is searched for.
        let page = ana.get("reports?limit=150").await.json();
        assert_eq!((page["data"].as_array().unwrap().len(), &page["meta"]["paging"]["total"]), (150, &json!(200)));
        let cursor = page["meta"]["paging"]["next_cursor"].as_str().unwrap();
        assert_eq!(ana.data(&format!("reports?cursor={cursor}")).await.as_array().unwrap().len(), 50);
        assert_eq!(names(&ana, "?search=VENTAS").await, ["Ventas"]);
        assert_eq!(names(&ana, "?search=ana&limit=3").await.len(), 3, "by the owner");
        assert_eq!(ana.send(&format!("DELETE reports/{}", first.id), &[], "").await.status, 204);
        let ended = ana.get(&format!("reports?cursor={cursor}")).await;
        assert_eq!(told(&ended.json()["details"]), ["cursor expired"]);
        assert_eq!(ana.get("reports?q=x").await.status, 400);
    });
}

/// The number of one that was deleted was given to the next: an old link, or a condition on its version, fell on that one.
#[test]
fn a_number_is_never_given_again() {
    on_demo(async |test| {
        let api = open(test).await;
        let ana = person(&api, "demo", "ana", Role::Supervisor, Scope::whole()).await;
        let first = saved(&ana, &report("Ventas", false)).await;
        let gone =
            async || ana.send(&format!("DELETE reports/{first}"), &[("if-match", "\"1\"")], String::new()).await.status;
        assert_eq!(gone().await, 204);
        assert_ne!(saved(&ana, &report("Compras", false)).await, first);
        assert_eq!(gone().await, 404);
        assert_eq!(names(&ana, "").await, ["Compras"]);
    });
}

#[test]
fn a_change_is_of_one_version_and_done_once() {
    on_demo(async |test| {
        let api = open(test).await;
        let ana = person(&api, "demo", "ana", Role::Supervisor, Scope::whole()).await;
        let headers = [("content-type", "application/json"), ("idempotency-key", "uno")];
        let body = report("Ventas", false).to_string();
        let first = ana.send("POST reports", &headers, body.clone()).await;
        let again = ana.send("POST reports", &headers, body).await;
        assert_eq!((first.status, again.status, &again.text), (201, 201, &first.text), "done once, told again");
        assert_eq!(again.header("idempotency-replayed"), "true");
        let id = first.json()["data"]["id"].to_string();
        let tag = ana.get(&format!("reports/{id}")).await.header("etag").to_owned();
        assert_eq!(tag, "\"1\"");
        let put = async |tag: &str, name: &str| {
            let headers = [("content-type", "application/json"), ("if-match", tag)];
            ana.send(&format!("PUT reports/{id}"), &headers, report(name, false).to_string()).await
        };
        let changed = put(&tag, "Compras").await;
        assert_eq!((changed.status, &changed.json()["data"]["version"]), (200, &json!(2)), "{}", changed.text);
        assert_eq!(put(&tag, "Otra").await.error(), (412, "precondition_failed".into()));
        assert_eq!(put("\"other\"", "Otra").await.status, 412);
        let same = put("*", "Compras").await;
        assert_eq!((same.status, &same.json()["data"]["version"]), (200, &json!(2)), "nothing changed");
        assert_eq!(put("W/\"2\"", "Compras 2").await.status, 200);
        assert_eq!(ana.send(&format!("DELETE reports/{id}"), &[("if-match", "\"2\"")], "").await.status, 412);
        assert_eq!(ana.send(&format!("DELETE reports/{id}"), &[("if-match", "\"3\"")], "").await.status, 204);

        let entries = api.services.newest_audit(Some("demo"), 10).await.unwrap();
        let told: Vec<_> =
            entries.iter().map(|linked| (linked.entry.act, linked.entry.target.clone())).take(4).collect();
        let named = |name: &str| format!("{name} ({id})");
        assert_eq!(
            told,
            [
                (Act::ReportRemoved, named("Compras 2")),
                (Act::ReportChanged, named("Compras 2")),
                (Act::ReportChanged, named("Compras")),
                (Act::ReportMade, named("Ventas")),
            ]
        );
        let change = &entries[2].entry;
        let json = |text: &Option<String>| serde_json::from_str::<Value>(text.as_ref().unwrap()).unwrap();
        assert_eq!(
            (json(&change.before)["name"].clone(), json(&change.after)["name"].clone()),
            (json!("Ventas"), json!("Compras"))
        );
        assert_eq!(json(&change.after)["query"], "year=2025&sort=worst");
    });
}

#[test]
fn a_key_reads_what_is_shared_and_has_none_of_its_own() {
    on_demo(async |test| {
        let api = open(test).await;
        let jefa = person(&api, "demo", "jefa", Role::Admin, Scope::default()).await;
        let (shared, private) = (saved(&jefa, &report("Común", true)).await, saved(&jefa, &report("Mío", false)).await);
        let desk = api.services.desk_of(api.entrant_of("jefa").await, "demo").await.unwrap();
        let (group, ..) = places(&api).await;
        let scope = Scope { groups: vec![group], ..Scope::default() };
        let form = KeyForm { name: "Tablero".into(), role: Role::Viewer, scope, days: 30 };
        let key = Program { api: api.clone(), header: ("x-api-key", desk.make_key(form).await.unwrap().key) };
        assert_eq!(names(&key, "").await, ["Común"]);
        let rows = csv_of(&key.get(&format!("reports/{shared}/file")).await).1.len();
        let all = csv_of(&jefa.get(&format!("reports/{shared}/file")).await).1.len();
        assert!(0 < rows && rows < all, "of its scope");
        assert_eq!(key.get(&format!("reports/{private}")).await.status, 404);
        assert_eq!(key.json("POST reports", &report("x", false)).await.error(), (403, "forbidden".into()));
        assert_eq!(key.send(&format!("POST reports/{shared}/duplicate"), &[], "").await.status, 403);
        assert_eq!(key.json(&format!("PUT reports/{shared}"), &report("x", true)).await.status, 403);
        assert_eq!(key.send(&format!("DELETE reports/{shared}"), &[], "").await.status, 403);
    });
}

#[test]
fn a_file_counts_against_the_budget_of_exports() {
    on_demo(async |test| {
        crate::support::filled(&test.db).await;
        let mut config = settings();
        (config.limits.read, config.limits.write, config.limits.heavy) = (0, 0, 1);
        let api = Api::with(&test.db, &config, &Hand::new()).await;
        let jefa = person(&api, "demo", "jefa", Role::Admin, Scope::default()).await;
        let id = saved(&jefa, &report("Ventas", false)).await;
        assert_eq!(jefa.get(&format!("reports/{id}/file")).await.status, 200);
        assert_eq!(jefa.get(&format!("reports/{id}/file")).await.error(), (429, "too_many".into()));
    });
}

#[test]
fn a_group_that_is_named_by_its_name_is_known_by_its_slug() {
    on_demo(async |test| {
        let api = open(test).await;
        let (group, ..) = places(&api).await;
        let name = api.services.cube().catalog().groups.iter().find(|it| it.slug == group).unwrap().name.clone();
        let jefa = person(&api, "demo", "jefa", Role::Director, Scope::whole()).await;
        let scope = Scope { groups: vec![group.clone()], ..Scope::default() };
        let luz = person(&api, "demo", "luz", Role::Viewer, scope).await;
        let query = format!("inside={}", name.replace(' ', "%20"));
        let body = json!({"name": "h", "view": "history", "query": query, "format": "csv", "shared": true});
        let id = saved(&jefa, &body).await;
        assert_eq!(jefa.data(&format!("reports/{id}")).await["query"], json!(format!("inside={group}")));
        assert_eq!(names(&luz, "").await, ["h"]);
        assert_eq!(luz.get(&format!("reports/{id}/file")).await.status, 200);
    });
}

#[test]
fn a_name_shows_something() {
    on_demo(async |test| {
        let api = open(test).await;
        let ana = person(&api, "demo", "ana", Role::Viewer, Scope::whole()).await;
        for (name, code) in [("\u{202e}\u{200b}", "missing_name"), ("Ventas\u{202e}", "control_character")] {
            let answer = ana.json("POST reports", &report(name, false)).await;
            assert_eq!((answer.status, answer.json()["details"][0]["code"].clone()), (422, json!(code)));
        }
    });
}
