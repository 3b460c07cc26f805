//! Sessions in every store: SQLite, PostgreSQL, Redis.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use falcon::server::{
    cache::Redis,
    config,
    services::{
        Caller,
        sessions::{Sessions, keys},
    },
    state::Clock,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::Error,
};

use crate::{
    redis::{named, redis_url},
    support::{TestDb, now, on_both},
};

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// A clock that tests set, as seconds since [`now`].
#[derive(Clone, Default)]
struct Hand(Arc<AtomicI64>);

impl Hand {
    fn set(&self, seconds: i64) {
        self.0.store(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(now().as_second() + self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A store under test.
pub struct Store {
    pub sessions: Sessions,
    clock: Hand,
    redis: Option<config::Redis>,
}

impl Store {
    pub fn new(db: &TestDb, redis: Option<config::Redis>) -> Self {
        let clock = Hand::default();
        let connection = redis.as_ref().map(|redis| Redis::open(redis).unwrap());
        let sessions = Sessions::new(db.db.clone(), connection, config::Sessions::default(), Arc::new(clock.clone()));
        Self { sessions, clock, redis }
    }

    pub async fn create(&self, person: Option<i64>) -> Record {
        let mut record = self.record(person);
        self.sessions.create(&mut record).await.unwrap();
        record
    }

    /// A record as tower-sessions makes it: it ends half an hour from now.
    pub fn record(&self, person: Option<i64>) -> Record {
        let mut record = Record { id: Id::default(), data: Default::default(), expiry_date: self.at(30 * MINUTE) };
        if let Some(person) = person {
            let second = self.clock.now().as_second();
            record.data.insert(keys::PERSON.into(), json!(person));
            record.data.insert(keys::STARTED.into(), json!(second));
            record.data.insert(keys::SEEN.into(), json!(second));
            record.data.insert(keys::DEVICE.into(), json!("Firefox"));
            record.data.insert(keys::ADDRESS.into(), json!("192.0.2.7"));
            record.data.insert(keys::EPOCH.into(), json!(3));
        }
        record
    }

    fn at(&self, seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.clock.now().as_second() + seconds).unwrap()
    }

    pub async fn lives(&self, id: &Id) -> bool {
        self.sessions.load(id).await.unwrap().is_some()
    }

    /// A request at this second: what the layer does.
    pub async fn visit(&self, record: &mut Record) {
        record.data.insert(keys::SEEN.into(), json!(self.clock.now().as_second()));
        record.expiry_date = self.at(30 * MINUTE);
        self.sessions.save(record).await.unwrap();
    }
}

#[test]
fn a_session_is_known_by_its_public_name_too() {
    on_every_store(async |store| {
        let mut record = store.record(Some(7));
        record.data.insert(keys::ORGANIZATION.into(), json!("demo"));
        store.sessions.create(&mut record).await.unwrap();
        let handle = Sessions::handle(&record.id);
        let elsewhere = Caller { address: "192.0.2.9".parse().unwrap(), device: "Chrome".into(), ..Caller::default() };
        let by = |used: bool| used.then_some(&elsewhere);
        let looks = async |person: i64, used: bool| store.sessions.looks_at(person, &handle, by(used)).await.unwrap();
        assert_eq!(looks(7, false).await, Some((3, "demo".to_owned())));
        assert_eq!((looks(8, true).await, store.sessions.looks_at(7, "x", by(true)).await.unwrap()), (None, None));
        // Used, it goes on; looked at, it does not.
        store.clock.set(20 * MINUTE);
        assert!(looks(7, true).await.is_some());
        let seen = store.sessions.of(7).await.unwrap().remove(0);
        assert_eq!(seen.seen.as_second(), now().as_second() + 20 * MINUTE);
        assert_eq!((seen.address.as_str(), seen.device.as_str()), ("192.0.2.9", "Chrome"), "where it was used last");
        store.clock.set(45 * MINUTE);
        assert!(looks(7, false).await.is_some());
        store.clock.set(50 * MINUTE);
        assert_eq!(looks(7, true).await, None, "idle");
        assert!(!store.lives(&record.id).await);
        // However busy, no longer than the absolute limit; and an ended one is not brought back.
        store.clock.set(0);
        let mut record = store.record(Some(9));
        record.data.insert(keys::ORGANIZATION.into(), json!("demo"));
        store.sessions.create(&mut record).await.unwrap();
        let handle = Sessions::handle(&record.id);
        let mut at = 0;
        while store.sessions.looks_at(9, &handle, by(true)).await.unwrap().is_some() {
            at += 29 * MINUTE;
            store.clock.set(at);
        }
        assert!((7 * DAY..7 * DAY + 29 * MINUTE).contains(&at), "{at}");
    });
}

fn on_every_store(test: impl AsyncFn(&Store)) {
    on_both(async |db| test(&Store::new(db, None)).await);
    if let Some(url) = redis_url() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let db = TestDb::sqlite().await;
            test(&Store::new(&db, Some(named(&url)))).await;
        });
    }
}

#[test]
fn a_session_is_made_read_written_and_deleted() {
    on_every_store(async |store| {
        let mut record = store.create(Some(7)).await;
        record.data.insert("note".into(), json!({ "deep": [1, 2.5, null, "ñ"] }));
        store.sessions.save(&record).await.unwrap();
        assert_eq!(store.sessions.load(&record.id).await.unwrap(), Some(record.clone()));
        assert!(!store.lives(&Id::default()).await);
        store.sessions.delete(&record.id).await.unwrap();
        assert!(!store.lives(&record.id).await);
        store.sessions.delete(&record.id).await.unwrap();
    });
}

#[test]
fn an_id_that_is_taken_is_not_given_again() {
    on_every_store(async |store| {
        let first = store.create(Some(7)).await;
        let mut second = store.record(None);
        second.id = first.id;
        store.sessions.create(&mut second).await.unwrap();
        assert_ne!(second.id, first.id);
        assert_eq!(store.sessions.load(&first.id).await.unwrap(), Some(first));
        assert_eq!(store.sessions.load(&second.id).await.unwrap(), Some(second));
    });
}

#[test]
fn a_request_in_flight_does_not_bring_an_ended_session_back() {
    on_every_store(async |store| {
        let mut record = store.create(Some(7)).await;
        assert!(store.sessions.end(7, &Sessions::handle(&record.id)).await.unwrap());
        store.visit(&mut record).await;
        assert!(!store.lives(&record.id).await);
        assert!(store.sessions.of(7).await.unwrap().is_empty());
        // Nor does a cookie with an id that somebody chose.
        store.sessions.save(&store.record(None)).await.unwrap();
        assert!(store.sessions.of(7).await.unwrap().is_empty());
    });
}

#[test]
fn a_session_ends_half_an_hour_after_the_last_visit() {
    on_every_store(async |store| {
        let mut record = store.create(Some(7)).await;
        store.clock.set(29 * MINUTE);
        assert!(store.lives(&record.id).await);
        store.visit(&mut record).await;
        store.clock.set(58 * MINUTE);
        assert_eq!(store.sessions.of(7).await.unwrap().len(), 1);
        assert!(store.lives(&record.id).await);
        store.clock.set(59 * MINUTE);
        assert!(!store.lives(&record.id).await);
        assert!(store.sessions.of(7).await.unwrap().is_empty());
    });
}

#[test]
fn no_record_asks_for_more_than_the_idle_limit() {
    on_every_store(async |store| {
        let mut record = store.record(Some(7));
        record.expiry_date = store.at(14 * DAY);
        store.sessions.create(&mut record).await.unwrap();
        store.clock.set(30 * MINUTE);
        assert!(!store.lives(&record.id).await);
    });
}

#[test]
fn a_session_ends_a_week_after_the_sign_in_however_busy() {
    on_every_store(async |store| {
        let mut record = store.create(Some(7)).await;
        let mut second = 0;
        while second < 7 * DAY - 20 * MINUTE {
            second += 20 * MINUTE;
            store.clock.set(second);
            store.visit(&mut record).await;
        }
        assert!(store.lives(&record.id).await);
        store.clock.set(7 * DAY - 1);
        store.visit(&mut record).await;
        let loaded = store.sessions.load(&record.id).await.unwrap().unwrap();
        assert_eq!(loaded.expiry_date, store.at(1), "what is stored ends with the week");
        store.clock.set(7 * DAY);
        store.visit(&mut record).await;
        assert!(!store.lives(&record.id).await);
    });
}

#[test]
fn a_person_without_a_start_is_not_taken() {
    on_every_store(async |store| {
        let mut record = store.record(Some(7));
        record.data.remove(keys::STARTED);
        assert!(matches!(store.sessions.create(&mut record).await, Err(Error::Encode(_))));
    });
}

#[test]
fn a_person_sees_their_sessions_and_ends_any() {
    on_every_store(async |store| {
        let first = store.create(Some(7)).await;
        store.clock.set(60);
        let second = store.create(Some(7)).await;
        let other = store.create(Some(8)).await;
        let nobodys = store.create(None).await;
        let list = store.sessions.of(7).await.unwrap();
        let handles: Vec<_> = list.iter().map(|each| each.handle.as_str()).collect();
        assert_eq!(handles, [Sessions::handle(&second.id), Sessions::handle(&first.id)], "the last seen first");
        assert_eq!((list[0].device.as_str(), list[0].address.as_str()), ("Firefox", "192.0.2.7"));
        assert_eq!((list[0].started, list[0].seen), (store.clock.now(), store.clock.now()));

        let theirs = Sessions::handle(&other.id);
        assert!(!store.sessions.end(7, &theirs).await.unwrap(), "only one's own");
        assert!(!store.sessions.end(7, "*").await.unwrap());
        assert!(!store.sessions.end(7, &Sessions::handle(&nobodys.id)).await.unwrap());
        assert!(store.sessions.end(7, &Sessions::handle(&first.id)).await.unwrap());
        assert!(!store.lives(&first.id).await && store.lives(&second.id).await && store.lives(&other.id).await);
    });
}

#[test]
fn a_person_signs_out_everywhere_but_here() {
    on_every_store(async |store| {
        let mut sessions = Vec::new();
        for _ in 0..5 {
            sessions.push(store.create(Some(7)).await);
        }
        let other = store.create(Some(8)).await;
        let here = Sessions::handle(&sessions[2].id);
        assert_eq!(store.sessions.end_all(7, Some(&here)).await.unwrap(), 4);
        let list = store.sessions.of(7).await.unwrap();
        assert_eq!(list.iter().map(|each| &each.handle).collect::<Vec<_>>(), [&here]);
        assert_eq!(store.sessions.end_all(7, None).await.unwrap(), 1);
        assert!(!store.lives(&sessions[2].id).await && store.lives(&other.id).await);
        assert_eq!(store.sessions.end_all(7, None).await.unwrap(), 0);
    });
}

#[test]
fn a_session_changes_hands_at_sign_in() {
    on_every_store(async |store| {
        let mut record = store.create(None).await;
        for person in [7, 8] {
            record.data = store.record(Some(person)).data;
            store.sessions.save(&record).await.unwrap();
            assert_eq!(store.sessions.of(person).await.unwrap().len(), 1);
        }
        assert!(store.sessions.of(7).await.unwrap().is_empty());
        assert_eq!(store.sessions.end_all(7, None).await.unwrap(), 0);
        assert!(store.lives(&record.id).await);
    });
}

#[test]
fn the_sweep_takes_what_has_expired() {
    on_both(async |db| {
        let store = Store::new(db, None);
        store.create(Some(7)).await;
        store.clock.set(20 * MINUTE);
        let late = store.create(Some(7)).await;
        store.clock.set(30 * MINUTE);
        assert_eq!(store.sessions.sweep().await.unwrap(), 1);
        assert!(store.lives(&late.id).await);
    });
}

#[test]
fn many_end_and_save_at_once_and_none_comes_back() {
    on_every_store(async |store| {
        for _ in 0..20 {
            let record = store.create(Some(7)).await;
            let saving = async {
                for _ in 0..5 {
                    store.visit(&mut record.clone()).await;
                }
            };
            let (ended, ()) = futures::join!(store.sessions.end_all(7, None), saving);
            assert_eq!(ended.unwrap(), 1);
            assert!(!store.lives(&record.id).await);
        }
    });
}

#[test]
fn the_hash_of_an_id_is_stored_and_not_the_id() {
    on_every_store(async |store| {
        let record = store.create(Some(7)).await;
        let (id, handle) = (record.id.to_string(), Sessions::handle(&record.id));
        assert!(handle.len() == 64 && !handle.contains(&id));
        let Some(config) = &store.redis else { return };
        let client = ::redis::Client::open(config.url.reveal()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let names: Vec<String> =
            ::redis::cmd("KEYS").arg(format!("{}*", config.prefix)).query_async(&mut connection).await.unwrap();
        let [session, set] =
            ["session:".to_owned() + &handle, "person:7:sessions".into()].map(|n| config.prefix.clone() + &n);
        assert!(names.len() == 2 && names.contains(&session) && names.contains(&set), "{names:?}");
        let value: String = ::redis::cmd("GET").arg(&session).query_async(&mut connection).await.unwrap();
        assert!(!value.contains(&id) && serde_json::from_str::<Value>(&value).unwrap()["person"] == 7);
        for name in [session, set] {
            let left: i64 = ::redis::cmd("TTL").arg(&name).query_async(&mut connection).await.unwrap();
            assert!((29 * MINUTE..=30 * MINUTE).contains(&left), "{name} lives {left} s");
        }
    });
}

/// How the database's table looks is asked with the store's own SQL.
#[test]
fn the_database_keeps_a_hash_too() {
    on_both(async |db| {
        let store = Store::new(db, None);
        let record = store.create(Some(7)).await;
        let rows = db.db.sessions_of(7, now()).await.unwrap();
        assert_eq!(rows[0].key, Sessions::handle(&record.id));
        assert!(!rows[0].data.contains(&record.id.to_string()));
    });
}
