//! Two programs write while ten read, and the server is killed in the middle: nothing is lost, doubled, or seen by halves.
//! `FALCON_STRESS_SECONDS` lets it run longer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use sqlx::Row as _;

use crate::{
    import_support::{PROFILE, Server, World, table},
    support::on_both,
};

/// Supervisions of a batch: one of each branch.
const BATCH: usize = 40;
const SCORE: i64 = 7_919;
const WRITERS: usize = 2;
const READERS: usize = 10;

fn seconds() -> u64 {
    std::env::var("FALCON_STRESS_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3)
}

/// Names of the batches that the server said it had taken, and of those that it was given.
#[derive(Default)]
struct Log {
    told: Mutex<BTreeSet<String>>,
    given: Mutex<BTreeSet<String>>,
    reads: AtomicU64,
    over: AtomicBool,
}

fn batch(name: &str) -> String {
    let line = |branch: usize| {
        json!({"branch_code": branch.to_string(), "external_id": format!("{name}-{branch}"), "day": "2025-06-15",
               "kind": "operativa", "score_hundredths": SCORE,
               "areas": [{"name": "Cocina", "score_hundredths": SCORE}, {"name": "Caja", "score_hundredths": SCORE}]})
        .to_string()
    };
    (0..BATCH).map(line).collect::<Vec<_>>().join("\n")
}

/// Sends a batch by its own key; true when the server said that all of it is there.
fn send(server: &Server, name: &str) -> bool {
    let body = batch(name);
    let head = format!(
        "POST /api/v1/supervisions?atomic=true HTTP/1.0\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n\
         idempotency-key: {name}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    match server.send(&head, body.as_bytes()) {
        Some((200, answer)) => {
            assert!(answer.contains("\"refused\":0"), "{answer}");
            answer.ends_with('}')
        }
        // Broken off by the kill, or named while the one before is under way.
        Some((409 | 503, _)) | None => false,
        Some((status, answer)) => panic!("{status} {answer}"),
    }
}

fn write(server: &Server, log: &Log, writer: usize, round: usize) {
    for nth in 0.. {
        if log.over.load(Ordering::Relaxed) {
            return;
        }
        let name = format!("w{writer}-{round}-{nth}");
        log.given.lock().unwrap().insert(name.clone());
        if send(server, &name) {
            log.told.lock().unwrap().insert(name.clone());
            // As programs do that heard nothing.
            if nth % 3 == 0 {
                send(server, &name);
            }
        }
    }
}

/// Scores, their sum, and scores of an area, as one answer tells them.
fn figures(server: &Server) -> Option<(i64, i64)> {
    let (status, answer) = server.get("/api/v1/kpis?kind=all")?;
    if status != 200 {
        return None;
    }
    let (_, body) = answer.split_once("\r\n\r\n")?;
    let told: Value = serde_json::from_str(body).ok()?;
    Some((told["data"]["n"].as_i64()?, told["data"]["sum_hundredths"].as_i64()?))
}

fn read(server: &Server, log: &Log, base: (i64, i64)) {
    let mut last = 0;
    while !log.over.load(Ordering::Relaxed) {
        let Some((n, sum)) = figures(server) else { continue };
        let more = n - base.0;
        assert_eq!(more % BATCH as i64, 0, "half a batch was seen");
        assert_eq!(sum - base.1, more * SCORE, "a figure of another version than its count");
        assert!(more >= last, "a batch went away");
        last = more;
        log.reads.fetch_add(1, Ordering::Relaxed);
    }
}

/// Writers and readers for a time; then the server is killed, or the writers end.
fn run(server: &Server, log: &Log, base: (i64, i64), round: usize, kill: bool) {
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || write(server, log, writer, round));
        }
        for _ in 0..READERS {
            scope.spawn(move || read(server, log, base));
        }
        let until = Instant::now() + Duration::from_secs(seconds());
        let enough = || log.told.lock().unwrap().len() >= 2 * WRITERS;
        while Instant::now() < until || !(enough() || Instant::now() > until + Duration::from_secs(60)) {
            thread::sleep(Duration::from_millis(20));
        }
        if kill {
            server.kill();
        }
        log.over.store(true, Ordering::Relaxed);
    });
    log.over.store(false, Ordering::Relaxed);
}

#[test]
fn nothing_is_lost_doubled_or_seen_by_halves() {
    on_both(async |test| {
        let mut world = World::new();
        world.database_url.clone_from(&test.storage.database_url);
        let file = world.file("base.csv", table(BATCH, 0));
        let profile = world.file("perfil.toml", PROFILE);
        assert!(world.import("acme", &profile, &file).status.success());
        let log = Log::default();
        let open = [("FALCON_LIMIT_READ", "0"), ("FALCON_LIMIT_WRITE", "0")];
        let server = Server::with(&world, "acme", &open);
        let base = figures(&server).unwrap();

        run(&server, &log, base, 0, true);
        drop(server);
        let server = Server::with(&world, "acme", &open);
        let (n, _) = figures(&server).unwrap();
        let (told, given) = (log.told.lock().unwrap().len(), log.given.lock().unwrap().len());
        let batches = (n - base.0) / BATCH as i64;
        assert_eq!((n - base.0) % BATCH as i64, 0, "whole batches alone outlive a kill");
        assert!((told as i64..=given as i64).contains(&batches), "told {told}, there {batches}, given {given}");

        // What was under way is sent again, by its name and without: each is there once.
        for name in log.given.lock().unwrap().iter() {
            let head = format!(
                "POST /api/v1/supervisions HTTP/1.0\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n\
                 content-length: {}\r\n\r\n",
                batch(name).len()
            );
            if !log.told.lock().unwrap().contains(name) {
                let (status, answer) = server.send(&head, batch(name).as_bytes()).unwrap();
                assert_eq!(status, 200, "{answer}");
                log.told.lock().unwrap().insert(name.clone());
            }
        }
        run(&server, &log, base, 1, false);
        let expected = (log.told.lock().unwrap().len() * BATCH) as i64;
        let (n, sum) = figures(&server).unwrap();
        assert_eq!((n - base.0, sum - base.1), (expected, expected * SCORE));
        drop(server);

        let db = match &test.storage.database_url {
            Some(_) => test.db.clone(),
            None => {
                let storage = falcon::server::config::Storage { data: world.data(), database_url: None };
                falcon::server::db::Db::open(&storage).await.unwrap()
            }
        };
        let sql = "SELECT COUNT(*), COUNT(DISTINCT external_id) FROM supervisions WHERE external_id LIKE 'w%'";
        let row = sqlx::query(sql).fetch_one(db.pool()).await.unwrap();
        assert_eq!((row.get::<i64, _>(0), row.get::<i64, _>(1)), (expected, expected));
        let sql = "SELECT COUNT(*) FROM area_scores";
        let scores: i64 = sqlx::query(sql).fetch_one(db.pool()).await.unwrap().get(0);
        assert_eq!(scores, 2 * expected, "each with its areas");
        println!("{expected} supervisions, {} reads", log.reads.load(Ordering::Relaxed));
    });
}
