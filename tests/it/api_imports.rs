//! Files by the API: a job takes them, and can be followed to its end, whoever sent it goes away or not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use falcon::{
    domain::{Role, Scope, access::audit::Act},
    server::db::SavedProfile,
};
use serde_json::{Value, json};

use crate::{
    api_support::Answer,
    api_writing::{Program, acts, admin, key, open, told},
    import_support::{PROFILE, table},
    support::{now, on_demo},
};

async fn job(program: &Program, id: &str) -> Value {
    for _ in 0..200 {
        let job = program.data(&format!("imports/{id}")).await;
        if job["state"] != "running" {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{id} does not end");
}

fn id_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 202, "{}", answer.text);
    let id = answer.json()["data"]["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), format!("/api/v1/imports/{id}"));
    id
}

#[test]
fn a_file_is_taken_by_a_job_that_can_be_followed() {
    on_demo(async |test| {
        let api = open(test).await;
        let jefa = admin(&api).await;
        let saved = SavedProfile { name: "prueba".into(), toml: PROFILE.into() };
        let mut writer = falcon::server::db::Writer::begin(&test.db, "demo", None, now()).await.unwrap();
        writer.save_profile(&saved).await.unwrap();
        writer.commit().await.unwrap();
        let before = jefa.figures().await;
        let csv = ("content-type", "text/csv");
        let mut text = table(300, 0);
        text.push_str("F300,2025-02-30,80,1,,,,,\n");

        let sent =
            jefa.send("POST imports?profile=prueba&name=uno.csv", &[csv, ("idempotency-key", "i")], text.clone()).await;
        let id = id_of(&sent);
        // As events, from now until it is over.
        let events = jefa.send(&format!("GET imports/{id}"), &[("accept", "text/event-stream")], "").await;
        assert_eq!((events.status, events.header("content-type")), (200, "text/event-stream"), "{}", events.text);
        let last = events.text.trim_end().rsplit("\n\n").next().unwrap();
        assert!(last.starts_with("event: done\ndata: {"), "{last}");
        let job = job(&jefa, &id).await;
        assert_eq!(
            (&job["state"], &job["file_name"], &job["profile"]),
            (&json!("done"), &json!("uno.csv"), &json!("prueba"))
        );
        assert_eq!((&job["counts"]["inserted"], &job["counts"]["rejected"]), (&json!(300), &json!(1)), "{job}");
        assert_eq!((&job["rejects"][0]["reason"], &job["rejects"][0]["line"]), (&json!("bad_date"), &json!(302)));
        assert_eq!(jefa.figures().await.0, before.0 + 300);
        let again =
            jefa.send("POST imports?profile=prueba&name=uno.csv", &[csv, ("idempotency-key", "i")], text.clone()).await;
        assert_eq!((again.header("idempotency-replayed"), id_of(&again)), ("true", id));

        // As a form.
        let form = format!(
            "--x\r\ncontent-disposition: form-data; name=\"profile\"\r\n\r\nprueba\r\n--x\r\ncontent-disposition: \
             form-data; name=\"file\"; filename=\"dos.csv\"\r\n\r\n{text}\r\n--x--\r\n"
        );
        let sent = jefa.send("POST imports", &[("content-type", "multipart/form-data; boundary=x")], form).await;
        let job = self::job(&jefa, &id_of(&sent)).await;
        assert_eq!((&job["file_name"], &job["counts"]["unchanged"]), (&json!("dos.csv"), &json!(300)), "{job}");

        let list = jefa.get("imports?limit=1").await.json();
        assert_eq!((&list["data"][0]["file_name"], list["data"].as_array().unwrap().len()), (&json!("dos.csv"), 1));
        let cursor = list["meta"]["paging"]["next_cursor"].as_str().unwrap();
        let next = jefa.data(&format!("imports?limit=1&cursor={cursor}")).await;
        assert_eq!(next[0]["file_name"], "uno.csv");
        let number = next[0]["id"].to_string();
        assert_eq!(jefa.data(&format!("imports/{number}")).await["state"], "done", "by its number too");
        assert!(acts(&test.db, Act::Import).await.len() >= 4, "begun and taken");
    });
}

#[test]
fn what_is_no_import_is_refused_as_what_it_is() {
    on_demo(async |test| {
        let api = open(test).await;
        let jefa = admin(&api).await;
        let csv = ("content-type", "text/csv");
        let unknown = jefa.send("POST imports?profile=no-hay", &[csv], table(3, 0)).await;
        assert_eq!((unknown.status, told(&unknown.json()["details"])), (422, vec!["profile unknown_value".to_owned()]));
        let empty = jefa.send("POST imports", &[csv], "").await;
        assert_eq!((empty.status, told(&empty.json()["details"])), (422, vec!["file no_file".to_owned()]));
        assert_eq!(jefa.send("POST imports", &[("content-type", "image/png")], "x").await.status, 415);
        assert_eq!(jefa.send("POST imports?x=1", &[csv], "x").await.status, 400);
        assert_eq!(jefa.send("DELETE imports", &[], "").await.error(), (405, "method_not_allowed".into()));
        for id in ["999", "u0000000000000000", "..%2F..", "x"] {
            assert_eq!(jefa.get(&format!("imports/{id}")).await.error(), (404, "not_found".into()), "{id}");
        }
        let sender = key(&api, Role::Supervisor, Scope::whole()).await;
        for line in ["POST imports", "GET imports", "GET imports/1"] {
            assert_eq!(sender.send(line, &[csv], table(3, 0)).await.error(), (403, "forbidden".into()), "{line}");
        }
        let left = std::fs::read_dir(test.db.folder().join("uploads")).map(Iterator::count).unwrap_or_default();
        assert_eq!(left, 0, "what was refused leaves nothing behind");
    });
}
