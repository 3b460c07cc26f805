//! A place written after a row without one, over the same connection: PostgreSQL was told another type for the missing number
//! and refused the next one.

use falcon::{
    domain::Location,
    server::db::{NewBranch, NewSupervision, Writer},
};

use crate::{
    store::day,
    support::{now, on_both},
};

const PLACES: [Option<Location>; 3] = [
    None,
    Some(Location { latitude: 25.123_456_7, longitude: -100.1 }),
    Some(Location { latitude: 0.1, longitude: 0.2 }),
];

#[test]
fn a_branch_is_placed_after_one_without_a_place() {
    on_both(async |test| {
        let mut writer = Writer::begin(&test.db, "acme", None, now()).await.unwrap();
        for (nth, location) in PLACES.into_iter().enumerate() {
            let named = |name: &str| NewBranch {
                code: nth.to_string(),
                name: name.into(),
                location,
                master: true,
                ..NewBranch::default()
            };
            writer.branch(&named("A")).await.unwrap();
            // What a known branch is told is written at the end, by a statement of its own.
            writer.branch(&named("B")).await.unwrap();
        }
        writer.commit().await.unwrap();
        let catalog = test.db.catalog("acme").await.unwrap().unwrap();
        for (branch, location) in catalog.branches.iter().zip(PLACES) {
            assert_eq!(branch.location, location, "{}", branch.code);
        }
    });
}

#[test]
fn a_visit_says_from_where_it_was_sent_after_one_that_does_not() {
    on_both(async |test| {
        let mut writer = Writer::begin(&test.db, "acme", None, now()).await.unwrap();
        let kind = writer.kind("operativa").await.unwrap();
        let (branch, _) = writer.branch(&NewBranch { code: "1".into(), ..NewBranch::default() }).await.unwrap();
        let mut ids = Vec::new();
        // Written, then written over.
        for score in [8_000, 9_000] {
            for (nth, sent_from) in PLACES.into_iter().enumerate() {
                let visit = NewSupervision {
                    external_id: Some(nth.to_string()),
                    branch,
                    kind,
                    day: day("2025-01-01"),
                    second: None,
                    instant: None,
                    supervisor: None,
                    score: Some(score),
                    points: None,
                    sent_from,
                    areas: None,
                };
                ids.push(writer.supervisions(&[visit]).await.unwrap()[0].id);
            }
        }
        writer.commit().await.unwrap();
        for (id, sent_from) in ids.into_iter().zip(PLACES) {
            assert_eq!(test.db.visit_points("acme", id).await.unwrap().unwrap().sent_from, sent_from);
        }
    });
}
