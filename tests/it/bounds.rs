//! What a server takes at most, and what nobody between it and a browser may keep for others.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use axum::body::{Body, Bytes};
use falcon::domain::{Role, Scope};
use futures::stream;
use sqlx::AssertSqlSafe;

use crate::{api_support::Api, support::on_demo};

#[test]
fn what_one_person_sees_no_cache_keeps_for_others() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "lia", Role::Director, Scope::default()).await;
        let cookie = api.sign_in("lia").await;
        let asked = serde_json::json!({"login": "lia", "password": crate::api_support::PASSWORD});
        let access = api.post("/api/v1/auth/token", asked).await.json()["access_token"].as_str().unwrap().to_owned();
        for path in ["/", "/mas", "/nada", "/fn/get_frame?query=", "/fn/get_dashboard?query=kind%3Dall"] {
            for answer in [api.get(path, &[("cookie", &cookie)]).await, api.get_with(path, &access).await] {
                assert_eq!(answer.header("cache-control"), "private, no-cache", "{path} {}", answer.status);
            }
        }
        for path in ["/perfil", "/fn/get_profile"] {
            assert_eq!(api.get(path, &[("cookie", &cookie)]).await.header("cache-control"), "no-store", "{path}");
        }
    });
}

#[test]
fn what_has_expired_does_not_stay() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "lia", Role::Director, Scope::default()).await;
        api.sign_in("lia").await;
        let form = ("content-type", "application/x-www-form-urlencoded");
        for login in ["nadie-1", "nadie-2", "nadie-3"] {
            api.ask("POST /entrar", &[form], format!("login={login}&password=x")).await;
        }
        assert!(test.db.use_once("code:1:2", api.services.now()).await.unwrap());
        let rows = async |table: &str| -> i64 {
            let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
            sqlx::query_scalar(sql).fetch_one(test.db.sessions_pool()).await.unwrap()
        };
        let all = async || (rows("sessions").await, rows("marks").await, rows("attempts").await);
        assert_eq!(all().await, (1, 1, 4), "three names, and the address");
        api.services.sweep().await.unwrap();
        assert_eq!(all().await, (1, 0, 4));
        api.clock.forward(25 * 60 * 60);
        api.services.sweep().await.unwrap();
        assert_eq!(all().await, (0, 0, 0));
    });
}

/// A body of pieces of a megabyte, and how many of them were taken.
fn endless(head: String, pieces: u32) -> (Body, Arc<AtomicU32>) {
    let taken = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&taken);
    let piece = Bytes::from(vec![b'a'; 1 << 20]);
    let body = (0..=pieces).map(move |number| {
        counted.store(number, Ordering::Relaxed);
        Ok::<_, std::io::Error>(if number == 0 { Bytes::from(head.clone()) } else { piece.clone() })
    });
    (Body::from_stream(stream::iter(body)), taken)
}

#[test]
fn an_upload_ends_at_its_limit_also_before_its_file() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let test = crate::support::TestDb::sqlite().await;
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Admin, Scope::whole()).await;
        let cookie = api.sign_in("ana").await;
        let page = api.get("/mas", &[("cookie", &cookie)]).await.text;
        let token = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let part = |rest: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--x\r\ncontent-disposition: {rest}")
        };
        let kind = ("content-type", "multipart/form-data; boundary=x");
        // A header of a part without an end; a field that nobody asked for; the file itself.
        for rest in ["form-data; name=\"", "form-data; name=\"other\"\r\n\r\n", "form-data; name=\"file\"\r\n\r\n"] {
            let (body, taken) = endless(part(rest), 400);
            let answer = api.send("POST /importar/archivo", &[kind, ("cookie", &cookie)], body).await;
            assert_eq!((answer.status, answer.header("location")), (303, "/importar?error=too_large"), "{rest}");
            let taken = taken.load(Ordering::Relaxed);
            assert!((256..=260).contains(&taken), "{rest}: {taken} MB");
        }
        let left = std::fs::read_dir(test.db.folder().join("uploads")).unwrap().count();
        assert_eq!(left, 0, "what was not taken is not kept");
    });
}
