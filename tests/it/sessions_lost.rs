//! Sessions while Redis is gone, and after it has come back.

use std::time::{Duration, Instant};

use falcon::{
    domain::{Role, Scope},
    server::{demo, services::sign_in::Link},
};
use tower_sessions::{SessionStore, session::Record, session_store::Error};

use crate::{
    api_support::{Api, FORM, Hand, settings},
    redis::{OwnRedis, named},
    sessions::Store,
    support::{TestDb, now},
};

#[test]
fn sessions_live_through_a_crash_of_redis_and_errors_are_quick() {
    let Some(mut own) = OwnRedis::start() else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let db = TestDb::sqlite().await;
        let store = Store::new(&db, Some(named(&own.url())));
        let mut record = store.create(Some(7)).await;
        own.kill();
        for _ in 0..3 {
            gone(&store, &record).await;
        }
        own.again();
        assert!(store.lives(&record.id).await, "the first question after the return is answered");
        store.visit(&mut record).await;
        assert_eq!(store.sessions.of(7).await.unwrap().len(), 1);

        // Killed and back between two questions: nobody notices.
        own.kill();
        own.again();
        assert!(store.lives(&record.id).await);

        // It stands still with its connections open: errors come as quickly, and it is found again.
        own.signal("-STOP");
        gone(&store, &record).await;
        gone(&store, &record).await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        own.signal("-CONT");
        let started = Instant::now();
        while store.sessions.load(&record.id).await.is_err() {
            assert!(started.elapsed() < Duration::from_secs(3), "it is not found again");
        }
        assert!(store.lives(&record.id).await);
    });
}

/// Every use fails with the store's error, within a second.
async fn gone(store: &Store, record: &Record) {
    let quick = async |what: &str, failed: bool, started: Instant| {
        assert!(failed, "{what} is told as the store's error");
        assert!(started.elapsed() < Duration::from_secs(1), "{what} took {:?}", started.elapsed());
    };
    let sessions = &store.sessions;
    let at = Instant::now();
    quick("load", matches!(sessions.load(&record.id).await, Err(Error::Backend(_))), at).await;
    let at = Instant::now();
    quick("save", matches!(sessions.save(record).await, Err(Error::Backend(_))), at).await;
    let at = Instant::now();
    quick("create", matches!(sessions.create(&mut store.record(None)).await, Err(Error::Backend(_))), at).await;
    let at = Instant::now();
    quick("of", matches!(sessions.of(7).await, Err(Error::Backend(_))), at).await;
    let at = Instant::now();
    // Of somebody else: what was sent to a Redis that stands still may be done when it goes on.
    quick("end_all", matches!(sessions.end_all(9, None).await, Err(Error::Backend(_))), at).await;
}

#[test]
fn a_server_starts_while_redis_is_down() {
    let Some(mut own) = OwnRedis::start() else { return };
    own.kill();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let db = TestDb::sqlite().await;
        let store = Store::new(&db, Some(named(&own.url())));
        gone(&store, &store.record(None)).await;
        own.again();
        let record = store.create(Some(7)).await;
        assert!(store.lives(&record.id).await);
    });
}

#[test]
fn a_new_password_waits_until_sessions_can_be_ended() {
    let Some(mut own) = OwnRedis::start() else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let db = TestDb::sqlite().await;
        demo::fill(&db.db, "demo", now()).await.unwrap();
        let mut config = settings();
        config.redis = Some(named(&own.url()));
        let api = Api::with(&db.db, &config, &Hand::new()).await;
        let person = api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let held = api.sign_in("ana").await;
        let link =
            format!("/enlace/{}/{}", Link::Reset.code(), api.services.make_link(Link::Reset, person).await.unwrap());
        let chosen = "password=un-barco-rojo-y-corto&again=un-barco-rojo-y-corto";
        own.kill();
        let answer = api.ask(&format!("POST {link}"), &[FORM], chosen).await;
        assert_eq!(answer.status, 503, "{}", answer.text);
        own.again();
        // Nothing was done: who is in is in, the link opens, and the old password too.
        assert_eq!(api.get("/mas", &[("cookie", &held)]).await.status, 200);
        api.sign_in("ana").await;
        let answer = api.ask(&format!("POST {link}"), &[FORM], chosen).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        assert_eq!(api.get("/mas", &[("cookie", &held)]).await.status, 303, "now it is done, and who was in is out");
    });
}
