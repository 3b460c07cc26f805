//! The API writes: each thing for itself, within the scope, once for each key, and every figure follows at once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use falcon::{
    domain::{Role, Scope, access::audit::Act},
    server::{
        db::{AuditPlace, AuditQuery, Db, NewBranch, Writer},
        services::KeyForm,
    },
};
use serde_json::{Value, json};

use crate::{
    api_support::{Answer, Api, Hand, PASSWORD, settings},
    support::{TestDb, now, on_demo},
};

/// A program that shows a key or a token.
#[derive(Clone)]
pub struct Program {
    pub api: Api,
    pub header: (&'static str, String),
}

impl Program {
    pub async fn send(&self, line: &str, headers: &[(&str, &str)], body: impl Into<String>) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let mut all = vec![(self.header.0, self.header.1.as_str()), ("accept-language", "en")];
        all.extend(headers);
        self.api.ask(&format!("{method} /api/v1/{path}"), &all, body).await
    }

    pub async fn json(&self, line: &str, body: &Value) -> Answer {
        self.send(line, &[("content-type", "application/json")], body.to_string()).await
    }

    async fn lines(&self, query: &str, lines: &[String]) -> Answer {
        let line = format!("POST supervisions{query}");
        self.send(&line, &[("content-type", "application/x-ndjson")], lines.join("\n")).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path}"), &[], "").await
    }

    pub async fn data(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()["data"].take()
    }

    /// Number of scores, and their sum, of all kinds and times.
    pub async fn figures(&self) -> (i64, i64) {
        let kpis = self.data("kpis?kind=all").await;
        (kpis["n"].as_i64().unwrap(), kpis["sum_hundredths"].as_i64().unwrap())
    }
}

pub async fn open(test: &TestDb) -> Api {
    crate::support::filled(&test.db).await;
    let mut config = settings();
    config.limits.read = 0;
    config.limits.write = 0;
    Api::with(&test.db, &config, &Hand::new()).await
}

pub async fn admin(api: &Api) -> Program {
    api.person("demo", "jefa", Role::Admin, Scope::default()).await;
    let told = api.post("/api/v1/auth/token", json!({"login": "jefa", "password": PASSWORD})).await.json();
    Program {
        api: api.clone(),
        header: ("authorization", format!("Bearer {}", told["access_token"].as_str().unwrap())),
    }
}

pub async fn key(api: &Api, role: Role, scope: Scope) -> Program {
    let person = api.person("demo", "llavera", Role::Admin, Scope::default()).await;
    let desk = api.services.desk_of(api.entrant(person).await, "demo").await.unwrap();
    let made = desk.make_key(KeyForm { name: "Caja".into(), role, scope, days: 30 }).await.unwrap();
    Program { api: api.clone(), header: ("x-api-key", made.key) }
}

pub fn codes(api: &Api) -> Vec<String> {
    api.services.cube().catalog().branches.iter().map(|branch| branch.code.clone()).collect()
}

fn visit(branch: &str, id: &str, score: i64) -> Value {
    json!({"branch_code": branch, "external_id": id, "day": "2025-05-20", "time": "10:20", "kind": "operativa",
           "score_hundredths": score})
}

fn statuses(answer: &Answer) -> Vec<String> {
    let items = answer.json()["data"].take();
    items
        .as_array()
        .unwrap_or_else(|| panic!("{}", answer.text))
        .iter()
        .map(|item| item["status"].as_str().unwrap().to_owned())
        .collect()
}

/// Details of an error or of an item: field and code.
pub fn told(list: &Value) -> Vec<String> {
    let words = |detail: &Value| {
        assert!(detail["message"].as_str().is_some_and(|message| message.len() > 8), "{detail}");
        format!("{} {}", detail["field"].as_str().unwrap(), detail["code"].as_str().unwrap())
    };
    list.as_array().unwrap().iter().map(words).collect()
}

pub async fn acts(db: &Db, act: Act) -> Vec<falcon::domain::access::audit::Entry> {
    let query = AuditQuery { organization: Some("demo".into()), act: Some(act), ..AuditQuery::default() };
    db.audit(&query, AuditPlace::Newest, 100).await.unwrap().into_iter().map(|linked| linked.entry).collect()
}

#[test]
fn a_supervision_is_created_updated_or_unchanged() {
    on_demo(async |test| {
        let api = open(test).await;
        let sender = key(&api, Role::Supervisor, Scope::whole()).await;
        let code = codes(&api)[0].clone();
        let before = sender.figures().await;
        let mut sent = visit(&code, "caja-1", 8_750);
        sent["supervisor"] = json!("Eva Eventual");
        sent["points_hundredths"] = json!([17_500, 20_000]);
        sent["sent_from"] = json!({"latitude": 25.67, "longitude": -100.31});
        sent["areas"] = json!([{"name": "Baños", "score_hundredths": 0}, {"name": "Área de caja nueva", "score_hundredths": null},
                               {"name": "Cocina caliente", "score_hundredths": 9_050, "points_hundredths": [1_810, 2_000]}]);
        let made = sender.json("POST supervisions", &sent).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let id = made.json()["data"]["id"].as_u64().unwrap();
        assert_eq!(made.header("location"), format!("/api/v1/supervisions/{id}"));
        let version = made.json()["meta"]["data_version"].as_i64().unwrap();

        let shown = sender.data(&format!("supervisions/{id}")).await;
        for (name, value) in [
            ("branch_code", json!(code)),
            ("day", json!("2025-05-20")),
            ("time", json!("10:20")),
            ("supervisor", json!("Eva Eventual")),
            ("score_hundredths", json!(8_750)),
            ("points_hundredths", json!([17_500, 20_000])),
        ] {
            assert_eq!(shown[name], value, "{name}");
        }
        let areas = shown["areas"].as_array().unwrap();
        assert_eq!(areas.len(), 2, "an area that is not rated has no score: {areas:?}");
        assert_eq!(
            (&areas[0]["score_hundredths"], &areas[1]["points_hundredths"]),
            (&json!(0), &json!([1_810, 2_000]))
        );
        assert_eq!(sender.figures().await, (before.0 + 1, before.1 + 8_750), "figures follow at once");

        let again = sender.json("POST supervisions", &sent).await;
        assert_eq!((again.status, &again.json()["data"]["status"]), (200, &json!("unchanged")));
        assert_eq!(again.json()["meta"]["data_version"], json!(version), "nothing changed");
        sent["score_hundredths"] = json!(9_000);
        let changed = sender.json("POST supervisions", &sent).await;
        assert_eq!(
            (changed.status, &changed.json()["data"]),
            (200, &json!({"line": 1, "status": "updated", "id": id, "errors": []}))
        );
        assert_eq!(sender.figures().await, (before.0 + 1, before.1 + 9_000));

        let plain = json!({"branch_code": code, "instant": "2025-05-21T03:30:00Z", "score_hundredths": 100});
        let made = sender.json("POST supervisions", &plain).await.json()["data"]["id"].as_u64().unwrap();
        let shown = sender.data(&format!("supervisions/{made}")).await;
        assert_eq!(
            (&shown["day"], shown["time"].as_str().is_some()),
            (&json!("2025-05-20"), true),
            "the branch's local day"
        );
        assert_eq!(
            sender.json("POST supervisions", &plain).await.json()["data"]["status"],
            "unchanged",
            "by its instant"
        );

        let sent = acts(&test.db, Act::SupervisionsSent).await;
        assert_eq!(sent.len(), 3, "what changes nothing is not told");
        assert!(sent.iter().all(|entry| entry.name == "Caja" && entry.target.starts_with("/supervisiones/")));
    });
}

#[test]
fn a_bad_line_spoils_no_other_unless_it_is_to() {
    on_demo(async |test| {
        let api = open(test).await;
        let sender = key(&api, Role::Supervisor, Scope::whole()).await;
        let code = codes(&api)[0].clone();
        let before = sender.figures().await;
        let lines = [
            visit(&code, "a", 5_000).to_string(),
            "{\"branch_code\":".into(),
            visit(&code, "b", 10_001).to_string(),
            String::new(),
            visit("NO-HAY", "c", 5_000).to_string(),
            json!({"branch_code": code, "day": "2025-05-20"}).to_string(),
            json!({"branch_code": code, "day": "2025-05-20", "score": 50}).to_string(),
            json!({"branch_code": code, "day": "2025-05-20", "score_hundredths": 50.5}).to_string(),
            visit(&code, "a", 5_000).to_string(),
            visit(&code, "a", 5_001).to_string(),
            visit(&code, "z", 7_000).to_string(),
        ];
        let refused = sender.lines("?atomic=true", &lines).await;
        assert_eq!(refused.error(), (422, "invalid_value".into()));
        let errors = told(&refused.json()["details"]);
        assert_eq!(errors.len(), 7, "{errors:?}");
        assert_eq!(errors[..2], ["line 2 malformed", "line 3.score_hundredths score_out_of_range"]);
        assert_eq!(sender.figures().await, before, "nothing was written");
        assert_eq!(acts(&test.db, Act::SupervisionsSent).await.len(), 0);

        let taken = sender.lines("", &lines).await;
        assert_eq!(taken.status, 200, "{}", taken.text);
        let meta = &taken.json()["meta"];
        assert_eq!([&meta["created"], &meta["unchanged"], &meta["refused"]], [&json!(2), &json!(1), &json!(7)]);
        let items = taken.json()["data"].take();
        let expected = [
            "created",
            "refused",
            "refused",
            "refused",
            "refused",
            "refused",
            "refused",
            "unchanged",
            "refused",
            "created",
        ];
        assert_eq!(statuses(&taken), expected);
        assert_eq!(items[3]["line"], json!(5), "lines are counted as they stand there");
        assert_eq!(items[7]["id"], items[0]["id"]);
        let of = |nth: usize| told(&items[nth]["errors"]);
        assert_eq!(of(3), ["branch_code unknown_branch"]);
        assert_eq!(of(4), ["score_hundredths no_score"]);
        assert!(items[5]["errors"][0]["message"].as_str().unwrap().contains("unknown field `score`"), "{}", items[5]);
        assert_eq!(of(8), [" duplicate_in_request"]);
        assert_eq!(sender.figures().await, (before.0 + 2, before.1 + 12_000));

        // Whole or not at all, and twice is once.
        let good = [visit(&code, "a", 5_100).to_string(), visit(&code, "y", 1).to_string()];
        assert_eq!(statuses(&sender.lines("?atomic=true", &good).await), ["updated", "created"]);
        assert_eq!(statuses(&sender.lines("?atomic=true", &good).await), ["unchanged", "unchanged"]);
        assert_eq!(sender.figures().await, (before.0 + 3, before.1 + 12_101));
    });
}

#[test]
fn nobody_writes_outside_of_their_scope() {
    on_demo(async |test| {
        let api = open(test).await;
        let codes = codes(&api);
        let of = |code: &str| Scope { branches: vec![code.to_owned()], ..Scope::default() };
        let whole = key(&api, Role::Supervisor, Scope::whole()).await;
        let scoped = key(&api, Role::Supervisor, of(&codes[0])).await;
        let mut writer = Writer::begin(&test.db, "otra", Some("Otra"), now()).await.unwrap();
        writer
            .branch(&NewBranch { code: "AJENA-1".into(), name: "Ajena".into(), ..NewBranch::default() })
            .await
            .unwrap();
        writer.commit().await.unwrap();

        let other =
            whole.json("POST supervisions", &visit(&codes[1], "de-otro", 4_000)).await.json()["data"]["id"].clone();
        let before = whole.figures().await;
        let lines = [
            visit(&codes[0], "mia", 5_000).to_string(),
            visit(&codes[1], "suya", 5_000).to_string(),
            visit("AJENA-1", "ajena", 5_000).to_string(),
            visit(&codes[0], "de-otro", 5_000).to_string(),
        ];
        let answer = scoped.lines("", &lines).await;
        assert_eq!(statuses(&answer), ["created", "refused", "refused", "refused"], "{}", answer.text);
        let items = answer.json()["data"].take();
        assert_eq!(told(&items[1]["errors"]), ["branch_code unknown_branch"], "outside");
        assert_eq!(told(&items[2]["errors"]), ["branch_code unknown_branch"], "of another organization");
        assert_eq!(
            told(&items[3]["errors"]),
            ["external_id taken"],
            "a supervision is not moved out of a branch outside"
        );
        assert_eq!(whole.figures().await, (before.0 + 1, before.1 + 5_000));
        assert_eq!(whole.data(&format!("supervisions/{other}")).await["branch_code"], json!(codes[1]));

        for line in [format!("DELETE supervisions/{other}"), format!("POST supervisions/{other}/restore")] {
            assert_eq!(scoped.send(&line, &[], "").await.error(), (404, "not_found".into()), "{line}");
        }
        assert_eq!(whole.figures().await, (before.0 + 1, before.1 + 5_000));
        let viewer = key(&api, Role::Viewer, Scope::whole()).await;
        let sent = visit(&codes[0], "v", 1);
        assert_eq!(viewer.json("POST supervisions", &sent).await.error(), (403, "forbidden".into()));
        assert_eq!(viewer.send(&format!("DELETE supervisions/{other}"), &[], "").await.status, 403);
        assert_eq!(
            whole.json("PUT branches/X", &json!({"name": "x"})).await.status,
            403,
            "branches are an administrator's"
        );
        let nobody = api.post("/api/v1/supervisions", sent.clone()).await;
        assert_eq!(nobody.error(), (401, "signed_out".into()));
        // By a cookie alone nothing is written.
        let cookie = api.sign_in("llavera").await;
        let headers = [("cookie", cookie.as_str()), ("content-type", "application/json")];
        assert_eq!(api.ask("POST /api/v1/supervisions", &headers, sent.to_string()).await.status, 403);
    });
}

#[test]
fn what_is_sent_again_by_the_same_key_is_done_once() {
    on_demo(async |test| {
        let api = open(test).await;
        let code = codes(&api)[0].clone();
        let sender = key(&api, Role::Supervisor, Scope::whole()).await;
        let other = key(&api, Role::Supervisor, Scope::whole()).await;
        let by = async |program: &Program, name: &str, body: &Value| {
            let headers = [("content-type", "application/json"), ("idempotency-key", name)];
            program.send("POST supervisions", &headers, body.to_string()).await
        };
        let sent = visit(&code, "uno", 6_000);
        let first = by(&sender, "k-1", &sent).await;
        assert_eq!((first.status, first.header("idempotency-replayed")), (201, ""));
        let again = by(&sender, "k-1", &sent).await;
        assert_eq!((again.status, again.header("idempotency-replayed"), &again.text), (201, "true", &first.text));
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(by(&sender, "k-1", &visit(&code, "uno", 6_001)).await.error(), (422, "idempotency_mismatch".into()));
        let theirs = by(&other, "k-1", &sent).await;
        assert_eq!((theirs.status, theirs.header("idempotency-replayed")), (200, ""), "a key is its sender's");
        let kept: String =
            sqlx::query_scalar("SELECT answer FROM operations").fetch_one(test.db.sessions_pool()).await.unwrap();
        assert!(!kept.contains("created"), "answers lie sealed");

        // What was refused did nothing, and is judged anew.
        let wrong = visit(&code, "dos", 10_001);
        assert_eq!(by(&sender, "k-2", &wrong).await.status, 422);
        assert_eq!(by(&sender, "k-2", &visit(&code, "dos", 10_000)).await.status, 201);
        for (name, code) in [("", "malformed"), (&*"x".repeat(256), "too_long")] {
            let answer = by(&sender, name, &sent).await;
            assert_eq!(told(&answer.json()["details"]), [format!("Idempotency-Key {code}")]);
        }

        // While it is under way.
        let lock = Writer::begin(&test.db, "demo", None, now()).await.unwrap();
        let (slow, body) = (sender.clone(), visit(&code, "tres", 7_000));
        let waiting = tokio::spawn(async move {
            let headers = [("content-type", "application/json"), ("idempotency-key", "k-3")];
            slow.send("POST supervisions", &headers, body.to_string()).await
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let meanwhile = by(&sender, "k-3", &visit(&code, "tres", 7_000)).await;
        assert_eq!(meanwhile.error(), (409, "in_progress".into()));
        assert_eq!(meanwhile.header("retry-after"), "1");
        lock.rollback().await.unwrap();
        assert_eq!(waiting.await.unwrap().status, 201);
        assert_eq!(by(&sender, "k-3", &visit(&code, "tres", 7_000)).await.header("idempotency-replayed"), "true");

        // A client that goes away does not stop it.
        let lock = Writer::begin(&test.db, "demo", None, now()).await.unwrap();
        let (gone, body) = (sender.clone(), visit(&code, "cuatro", 7_500));
        let waiting = tokio::spawn(async move {
            let headers = [("content-type", "application/json"), ("idempotency-key", "k-4")];
            gone.send("POST supervisions", &headers, body.to_string()).await
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        waiting.abort();
        lock.rollback().await.unwrap();
        let mut told = by(&sender, "k-4", &visit(&code, "cuatro", 7_500)).await;
        for _ in 0..100 {
            if told.status != 409 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            told = by(&sender, "k-4", &visit(&code, "cuatro", 7_500)).await;
        }
        assert_eq!((told.status, told.header("idempotency-replayed")), (201, "true"));

        // For a day.
        api.clock.forward(23 * 3_600);
        api.services.sweep().await.unwrap();
        assert_eq!(by(&sender, "k-1", &sent).await.header("idempotency-replayed"), "true");
        api.clock.forward(2 * 3_600);
        let late = by(&sender, "k-1", &sent).await;
        assert_eq!((late.status, late.header("idempotency-replayed")), (200, ""), "forgotten, swept or not");
        api.clock.forward(25 * 3_600);
        api.services.sweep().await.unwrap();
        let left: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM operations").fetch_one(test.db.sessions_pool()).await.unwrap();
        assert_eq!(left, 0);
    });
}

#[test]
fn what_is_deleted_is_in_no_figure_until_it_is_restored() {
    on_demo(async |test| {
        let api = open(test).await;
        let there = Api::with(&test.db, &settings(), &Hand::new()).await;
        let sender = key(&api, Role::Supervisor, Scope::whole()).await;
        let code = codes(&api)[0].clone();
        let sent = visit(&code, "fugaz", 4_321);
        let before = sender.figures().await;
        let id = sender.json("POST supervisions", &sent).await.json()["data"]["id"].as_u64().unwrap();
        let with = sender.figures().await;
        let path = format!("supervisions/{id}");
        let listed = async || {
            let list = sender.data(&format!("supervisions?kind=all&sucursal={code}&limit=1000")).await;
            list.as_array().unwrap().iter().any(|line| line["id"] == json!(id))
        };
        assert!(listed().await);
        there.services.refresh().await.unwrap();
        let count = there.services.cube().supervisions();

        let gone = sender.send(&format!("DELETE {path}"), &[], "").await;
        assert_eq!((gone.status, gone.text.as_str()), (204, ""));
        assert_eq!(sender.figures().await, before, "figures follow at once");
        assert_eq!(sender.get(&path).await.status, 404);
        assert!(!listed().await);
        assert_eq!(sender.send(&format!("DELETE {path}"), &[], "").await.status, 404, "it is gone already");
        assert!(there.services.refresh().await.unwrap(), "another server follows");
        assert_eq!(there.services.cube().supervisions(), count - 1);
        let by: String = sqlx::query_scalar("SELECT deleted_by FROM supervisions WHERE deleted_at IS NOT NULL")
            .fetch_one(test.db.pool())
            .await
            .unwrap();
        assert!(by.starts_with("key "), "{by}");

        assert_eq!(sender.json("POST supervisions", &sent).await.json()["data"]["status"], "unchanged");
        assert_eq!(sender.figures().await, before, "the same again leaves it deleted");
        let back = sender.send(&format!("POST {path}/restore"), &[], "").await;
        assert_eq!((back.status, &back.json()["data"]["status"]), (200, &json!("restored")), "{}", back.text);
        assert_eq!(sender.figures().await, with);
        assert!(listed().await);
        there.services.refresh().await.unwrap();
        assert_eq!(there.services.cube().supervisions(), count);
        let back = sender.send(&format!("POST {path}/restore"), &[], "").await;
        assert_eq!(back.json()["data"]["status"], "unchanged");

        assert_eq!(sender.send(&format!("DELETE {path}"), &[], "").await.status, 204);
        let other = sender.json("POST supervisions", &visit(&code, "fugaz", 4_322)).await;
        assert_eq!(other.json()["data"], json!({"line": 1, "status": "updated", "id": id, "errors": []}));
        assert_eq!(sender.figures().await, (with.0, with.1 + 1), "other content brings it back");
        for path in [
            "DELETE supervisions/0",
            "DELETE supervisions/x",
            "DELETE supervisions/999999",
            "POST supervisions/999999/restore",
        ] {
            assert_eq!(sender.send(path, &[], "").await.error(), (404, "not_found".into()), "{path}");
        }
        let (deleted, restored) =
            (acts(&test.db, Act::SupervisionDeleted).await, acts(&test.db, Act::SupervisionRestored).await);
        assert_eq!((deleted.len(), restored.len()), (2, 1), "and what changed nothing is not told");
        assert_eq!(restored[0].before.as_deref(), Some(r#"{"deleted":true}"#));
    });
}

#[test]
fn a_branch_is_made_or_its_master_data_set() {
    on_demo(async |test| {
        let api = open(test).await;
        let jefa = admin(&api).await;
        let whole = json!({"name": "Sucursal Nueva", "group": "Grupo Recién Llegado", "state": "Nuevo León", "municipality": "García",
                           "territory": "local", "latitude": 25.8, "longitude": -100.6, "time_zone": "America/Monterrey",
                           "opened": "2024-02-01"});
        let made = jefa.json("PUT branches/N-1", &whole).await;
        assert_eq!((made.status, made.header("location")), (201, "/api/v1/branches/N-1"), "{}", made.text);
        let shown = jefa.data("branches/N-1").await;
        assert_eq!(
            (&shown["name"], &shown["group"]["name"], &shown["municipality"], &shown["opened"]),
            (&json!("Sucursal Nueva"), &json!("Grupo Recién Llegado"), &json!("García"), &json!("2024-02-01"))
        );
        assert_eq!(jefa.json("PUT branches/N-1", &whole).await.json()["data"]["status"], "unchanged");

        // By what was read.
        let read = jefa.get("branches/N-1").await.header("etag").to_owned();
        let put = async |header: (&str, &str), body: &Value| {
            let headers = [("content-type", "application/json"), header];
            jefa.send("PUT branches/N-1", &headers, body.to_string()).await
        };
        let less = json!({"name": "Sucursal Renombrada", "closed": "2025-01-31"});
        let changed = put(("if-match", &read), &less).await;
        assert_eq!((changed.status, &changed.json()["data"]["status"]), (200, &json!("updated")), "{}", changed.text);
        assert_eq!(put(("if-match", &read), &less).await.error(), (412, "precondition_failed".into()), "stale now");
        assert_eq!(put(("if-match", "\"other\""), &less).await.status, 412);
        assert_eq!(put(("if-match", "*"), &less).await.status, 200);
        assert_eq!(put(("if-none-match", "*"), &less).await.status, 412, "there is one");
        let headers = [("content-type", "application/json"), ("if-match", "*")];
        assert_eq!(jefa.send("PUT branches/N-2", &headers, less.to_string()).await.status, 412, "there is none");
        // Another server wrote what this one has not read yet.
        let read = jefa.get("branches/N-1").await.header("etag").to_owned();
        let mut writer = Writer::begin(&test.db, "demo", None, now()).await.unwrap();
        writer.group("Otro Grupo").await.unwrap();
        writer.commit().await.unwrap();
        assert_eq!(put(("if-match", &read), &whole).await.status, 412);

        let cube = api.services.cube();
        let stored = cube.catalog().branches.iter().find(|branch| branch.code == "N-1").unwrap();
        assert_eq!(
            (stored.name.as_str(), stored.territory, stored.location, stored.opened),
            ("Sucursal Renombrada", None, None, None)
        );
        let wrong = json!({"name": " ", "latitude": 91, "longitude": 1, "time_zone": "Marte", "closed": "2025"});
        let answer = jefa.json("PUT branches/N-3", &wrong).await;
        assert_eq!(answer.error(), (422, "invalid_value".into()));
        assert_eq!(
            told(&answer.json()["details"]),
            ["name missing_name", "latitude bad_location", "time_zone unknown_value", "closed bad_date"]
        );
        let log = acts(&test.db, Act::BranchChanged).await;
        assert_eq!(log.len(), 2, "made and changed");
        assert!(log.iter().any(|entry| entry.before.as_deref().is_some_and(|before| before.contains("García"))));
    });
}

#[test]
fn what_cannot_be_read_is_refused_as_what_it_is() {
    on_demo(async |test| {
        let api = open(test).await;
        let sender = key(&api, Role::Supervisor, Scope::whole()).await;
        let before = sender.figures().await;
        let ask =
            async |line: &str, kind: &str, body: &str| sender.send(line, &[("content-type", kind)], body).await.error();
        let error = |status: u16, code: &str| (status, code.to_owned());
        assert_eq!(ask("POST supervisions", "text/csv", "a,b").await, error(415, "unsupported_media_type"));
        assert_eq!(ask("POST supervisions", "application/x-ndjson", "\n\n").await, error(400, "malformed"));
        assert_eq!(ask("POST supervisions", "application/json", "{").await, error(422, "invalid_value"));
        assert_eq!(ask("POST supervisions?atomic=si", "application/json", "{}").await, error(400, "invalid_parameter"));
        assert_eq!(ask("POST supervisions?estado=19", "application/json", "{}").await, error(400, "invalid_parameter"));
        assert_eq!(ask("PATCH supervisions", "application/json", "{}").await, error(405, "method_not_allowed"));
        assert_eq!(
            ask("POST supervisions", "application/x-ndjson", &"{}\n".repeat(10_001)).await,
            error(413, "too_large")
        );
        assert_eq!(
            ask("POST supervisions", "application/x-ndjson", &" ".repeat(17 << 20)).await,
            error(413, "too_large")
        );
        let headers = [("content-type", "application/json"), ("accept", "text/html")];
        assert_eq!(sender.send("POST supervisions", &headers, "{}").await.error(), error(406, "not_acceptable"));
        assert_eq!(sender.figures().await, before);
    });
}
