//! The store at size: a million area scores written, read, and kept fresh. Prints what it took.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Instant;

use falcon::{
    domain::{Cube, Filter},
    server::db::{AreaId, BranchId, KindId, NewAreaScore, NewBranch, NewSupervision, Outcome, Writer},
};

use crate::{
    store::day,
    support::{TestDb, now, on_both},
};

const VISITS: usize = 34_483;
const AREAS: usize = 29;

struct World {
    kind: KindId,
    areas: Vec<AreaId>,
    branches: Vec<BranchId>,
}

async fn world(writer: &mut Writer) -> World {
    let mut world = World { kind: writer.kind("operativa").await.unwrap(), areas: Vec::new(), branches: Vec::new() };
    for number in 0..AREAS {
        world.areas.push(writer.area(&format!("Area {number}")).await.unwrap());
    }
    for number in 0..400 {
        let row = NewBranch { code: number.to_string(), name: format!("Branch {number}"), ..NewBranch::default() };
        world.branches.push(writer.branch(&row).await.unwrap().0);
    }
    world
}

fn visit(world: &World, nth: usize) -> NewSupervision {
    let score = |salt: usize| u16::try_from((nth * 7_919 + salt * 104_729) % 10_001).unwrap();
    NewSupervision {
        external_id: nth.is_multiple_of(2).then(|| format!("visit-{nth}")),
        branch: world.branches[nth % 400],
        kind: world.kind,
        day: day("2020-01-01").plus(i32::try_from(nth / 16).unwrap()),
        second: Some(u32::try_from(nth % 1_440 * 60).unwrap()),
        instant: None,
        supervisor: None,
        score: Some(score(99)),
        points: None,
        sent_from: None,
        areas: Some(
            world
                .areas
                .iter()
                .enumerate()
                .map(|(i, a)| NewAreaScore { area: *a, score: score(i), points: None })
                .collect(),
        ),
    }
}

async fn write(test: &TestDb, from: usize, to: usize) -> Vec<Outcome> {
    let mut writer = Writer::begin(&test.db, "big", None, now()).await.unwrap();
    let world = world(&mut writer).await;
    let mut outcomes = Vec::new();
    let all: Vec<usize> = (from..to).collect();
    for part in all.chunks(500) {
        let batch: Vec<_> = part.iter().map(|nth| visit(&world, *nth)).collect();
        outcomes.extend(writer.supervisions(&batch).await.unwrap().into_iter().map(|written| written.outcome));
    }
    writer.commit().await.unwrap();
    outcomes
}

#[test]
#[ignore = "minutes long; run with --ignored when the write path or the loader changes"]
fn a_million_area_scores() {
    on_both(async |test| {
        let lap = |what: &str, from: Instant| {
            eprintln!("{:?}: {what} {:.1} s", test.db.backend(), from.elapsed().as_secs_f64())
        };
        let start = Instant::now();
        write(test, 0, VISITS).await;
        lap("wrote a million", start);
        let start = Instant::now();
        let image = test.db.image("big", 0).await.unwrap().unwrap();
        lap("read them", start);
        let start = Instant::now();
        let mut cube = Cube::build(image.catalog, image.rows).unwrap();
        lap("built the cube", start);
        assert_eq!(cube.supervisions() as usize, VISITS);
        let start = Instant::now();
        let outcomes = write(test, VISITS - 5_000, VISITS).await;
        assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Unchanged));
        lap("compared 5 000 visits", start);
        let start = Instant::now();
        write(test, VISITS, VISITS + 1_000).await;
        lap("added 1 000 visits", start);
        let start = Instant::now();
        let image = test.db.image("big", 1).await.unwrap().unwrap();
        assert_eq!(image.rows.len(), 1_000);
        cube.update(image.catalog, image.rows, &[]).unwrap();
        lap("took them over", start);
        assert_eq!(cube.dashboard(&Filter::default()).unwrap().kpis.n as usize, VISITS + 1_000);
    });
}
