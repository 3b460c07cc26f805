//! Sessions while Redis is gone, and after it has come back.

use std::time::{Duration, Instant};

use tower_sessions::{SessionStore, session::Record, session_store::Error};

use crate::{
    redis::{OwnRedis, named},
    sessions::Store,
    support::TestDb,
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
