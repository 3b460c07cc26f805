//! The live cube: another process's import shows within a second, whole; without the database the held data go on.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use falcon::server::{
    db::{Db, NewBranch, NewSupervision, Writer},
    services::Services,
    state::FixedClock,
};

use crate::{
    store::day,
    support::{TestDb, config, now, on_both},
};

async fn open(db: Db) -> Services {
    Services::open(db, &config("acme"), Arc::new(FixedClock(now()))).await.unwrap()
}

/// One import: `visits` more supervisions, on days after those before.
async fn import(db: &Db, round: i32, visits: i32) {
    let mut writer = Writer::begin(db, "acme", None, now()).await.unwrap();
    let kind = writer.kind("operativa").await.unwrap();
    let branch = NewBranch { code: round.to_string(), name: format!("B{round}"), ..NewBranch::default() };
    let (branch, _) = writer.branch(&branch).await.unwrap();
    let visit = |nth: i32| NewSupervision {
        external_id: Some(format!("{round}-{nth}")),
        branch,
        kind,
        day: day("2025-01-01").plus(nth % 300),
        second: None,
        instant: None,
        supervisor: None,
        score: Some(8_000),
        points: None,
        sent_from: None,
        areas: None,
    };
    let batch: Vec<_> = (0..visits).map(visit).collect();
    for part in batch.chunks(100) {
        writer.supervisions(part).await.unwrap();
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    writer.commit().await.unwrap();
}

#[test]
fn an_import_of_another_process_shows_whole_within_a_second() {
    on_both(async |test| {
        let services = open(test.db.clone()).await;
        assert_eq!(services.cube().supervisions(), 0);
        let watch = services.watch();
        // Another pool stands for another process: nothing is shared but the database.
        let other = Db::open(&test.storage).await.unwrap();
        for round in 1..=3_u32 {
            let importing = import(&other, round as i32, 1_000);
            tokio::pin!(importing);
            let done = loop {
                tokio::select! {
                    () = &mut importing => break Instant::now(),
                    () = tokio::time::sleep(Duration::from_millis(5)) => {
                        assert_eq!(services.cube().supervisions() % 1_000, 0, "half an import was seen");
                    }
                }
            };
            while services.cube().supervisions() != round * 1_000 {
                assert_eq!(services.cube().supervisions() % 1_000, 0, "half an import was seen");
                assert!(done.elapsed() < Duration::from_secs(1), "round {round} was not seen within a second");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            assert_eq!(services.cube().catalog().data_version, i64::from(round));
            let page = services.open_desk().await.unwrap().dashboard("").await.unwrap();
            assert_eq!(page.dashboard.kpis.n, round * 1_000, "an answer of an older version was kept");
        }
        watch.abort();
        other.close().await;
    });
}

#[test]
fn what_was_updated_or_taken_away_is_seen() {
    on_both(async |test| {
        import(&test.db, 1, 10).await;
        let services = open(test.db.clone()).await;
        sqlx::query("UPDATE supervisions SET deleted_at = '2026-01-01T00:00:00Z', changed_version = 2 WHERE id = 3")
            .execute(test.db.pool())
            .await
            .unwrap();
        sqlx::query("UPDATE supervisions SET score = 1, changed_version = 2 WHERE id = 4")
            .execute(test.db.pool())
            .await
            .unwrap();
        sqlx::query("UPDATE organizations SET data_version = 2").execute(test.db.pool()).await.unwrap();
        assert!(services.refresh().await.unwrap());
        assert!(!services.refresh().await.unwrap());
        let cube = services.cube();
        assert_eq!(cube.supervisions(), 9);
        assert_eq!(cube.supervision(4).unwrap().score, Some(1));
        assert!(cube.supervision(3).is_none());
    });
}

#[test]
fn without_the_database_the_held_data_go_on() {
    on_both(async |test: &TestDb| {
        import(&test.db, 1, 10).await;
        let own = Db::open(&test.storage).await.unwrap();
        let services = open(own.clone()).await;
        own.close().await;
        assert!(services.refresh().await.is_err());
        assert_eq!(services.open_desk().await.unwrap().dashboard("").await.unwrap().dashboard.kpis.n, 10);
        assert_eq!(services.open_desk().await.unwrap().supervision(1).await.unwrap().score, Some(8_000));
        assert!(!services.open_desk().await.unwrap().frame("").await.unwrap().empty);
    });
}

#[test]
fn pages_say_what_is_wrong_and_what_is_active() {
    on_both(async |test| {
        import(&test.db, 1, 10).await;
        let services = open(test.db.clone()).await;
        assert!(services.open_desk().await.unwrap().dashboard("year=nope").await.is_err());
        let wrong = services.open_desk().await.unwrap().frame("sucursal=99").await.unwrap();
        assert!(wrong.filter.is_err());
        let frame = services
            .open_desk()
            .await
            .unwrap()
            .frame("kind=all&year=2025&quarter=Q1&sucursal=1&orden=name&pagina=2")
            .await
            .unwrap();
        let chips: Vec<_> =
            frame.chips.iter().map(|c| (c.field.as_str(), c.value.as_str(), c.without.as_str())).collect();
        assert_eq!(
            chips,
            [
                ("kind", "all", "year=2025&quarter=Q1&sucursal=1&orden=name"),
                ("year", "2025", "kind=all&sucursal=1&orden=name"),
                ("quarter", "Q1", "kind=all&year=2025&sucursal=1&orden=name"),
                ("sucursal", "1", "kind=all&year=2025&quarter=Q1&orden=name"),
            ]
        );
        assert_eq!(frame.chips[3].name.as_deref(), Some("B1"));
        assert_eq!(services.open_desk().await.unwrap().suggest("b1").await.unwrap()[0].value, "1");
    });
}
