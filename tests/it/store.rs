//! What the store promises, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Assignment, Cube, Day, Filter, Location, NamedPeriod, PeriodDates, Settings, Territory},
    server::{
        db::{
            AreaId, Attribute, BranchId, Counts, Db, ImportStart, KindId, NewAreaScore, NewBranch, NewSupervision,
            Outcome, Remark, SavedProfile, StoreError, Writer,
        },
        demo,
    },
};
use sqlx::Row;

use crate::support::{TestDb, now, on_both};

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn branch(code: &str, name: &str) -> NewBranch {
    NewBranch { code: code.into(), name: name.into(), ..NewBranch::default() }
}

fn visit(branch: BranchId, kind: KindId, on: &str, score: u16) -> NewSupervision {
    NewSupervision {
        external_id: None,
        branch,
        kind,
        day: day(on),
        second: None,
        instant: None,
        supervisor: None,
        score: Some(score),
        points: None,
        sent_from: None,
        areas: None,
    }
}

fn rated(area: AreaId, score: u16) -> NewAreaScore {
    NewAreaScore { area, score, points: None }
}

async fn begin(db: &Db) -> Writer {
    Writer::begin(db, "acme", Some("Acme"), now()).await.unwrap()
}

async fn cube(db: &Db, slug: &str) -> Cube {
    let image = db.image(slug, 0).await.unwrap().unwrap();
    Cube::build(image.catalog, image.rows).unwrap()
}

async fn count(test: &TestDb, sql: &'static str) -> i64 {
    sqlx::query(sql).fetch_one(test.db.pool()).await.unwrap().get(0)
}

#[test]
fn the_same_rows_again_change_nothing() {
    on_both(async |test| {
        let mut versions = Vec::new();
        for round in 0..3 {
            let mut writer = begin(&test.db).await;
            let kind = writer.kind("operativa").await.unwrap();
            let (a, b) = (writer.area("Baños").await.unwrap(), writer.area("Cocina").await.unwrap());
            let (site, outcome) = writer.branch(&branch("25", "Juárez")).await.unwrap();
            assert_eq!(outcome, if round == 0 { Outcome::Inserted } else { Outcome::Unchanged });
            let mut first = visit(site, kind, "2025-03-01", 8_750);
            first.external_id = Some("x-1".into());
            first.points = Some((17_500, 20_000));
            first.sent_from = Some(Location { latitude: 25.123_456_7, longitude: -100.1 });
            first.second = Some(36_915);
            first.areas = Some(vec![rated(b, 0), rated(a, 10_000), rated(b, 9_050)]);
            let second = visit(site, kind, "2025-03-01", 7_000);
            let mut third = visit(site, kind, "2025-03-01", 7_100);
            third.second = Some(0);
            let written = writer.supervisions(&[first, second, third]).await.unwrap();
            let expected = if round == 0 { Outcome::Inserted } else { Outcome::Unchanged };
            assert!(written.iter().all(|written| written.outcome == expected), "{written:?}");
            assert_eq!(written.iter().map(|written| written.id).collect::<Vec<_>>(), [1, 2, 3]);
            versions.push(writer.commit().await.unwrap());
        }
        assert_eq!(versions, [1, 1, 1]);
        assert_eq!(count(test, "SELECT COUNT(*) FROM area_scores").await, 2);
    });
}

#[test]
fn a_visit_that_comes_again_is_updated() {
    on_both(async |test| {
        let mut writer = begin(&test.db).await;
        let kind = writer.kind("operativa").await.unwrap();
        let (a, b) = (writer.area("A").await.unwrap(), writer.area("B").await.unwrap());
        let (site, _) = writer.branch(&branch("1", "Uno")).await.unwrap();
        let supervisor = writer.supervisor("Ana  Pérez").await.unwrap();
        let mut seen = visit(site, kind, "2025-03-01", 8_000);
        seen.external_id = Some("x".into());
        seen.supervisor = Some(supervisor);
        seen.areas = Some(vec![rated(a, 8_000)]);
        writer.supervisions(std::slice::from_ref(&seen)).await.unwrap();
        writer.commit().await.unwrap();

        // Within one batch the last of a key stays; what a row does not say stays.
        let mut writer = begin(&test.db).await;
        assert_eq!(writer.supervisor("ANA PEREZ").await.unwrap(), supervisor);
        let mut again = seen.clone();
        again.supervisor = None;
        again.areas = None;
        again.score = Some(8_100);
        let mut last = again.clone();
        last.areas = Some(vec![rated(a, 8_000), rated(b, 0)]);
        let written = writer.supervisions(&[again, last]).await.unwrap();
        assert_eq!(written.iter().map(|w| (w.id, w.outcome)).collect::<Vec<_>>(), [(1, Outcome::Updated); 2]);
        assert_eq!(writer.commit().await.unwrap(), 2);
        let view = cube(&test.db, "acme").await.supervision(1).unwrap();
        assert_eq!((view.score, view.supervisor.as_deref()), (Some(8_100), Some("Ana Pérez")));
        assert_eq!(view.areas.iter().map(|area| area.score).collect::<Vec<_>>(), [0, 8_000]);

        // Only what changed is asked for by who holds version 1.
        assert_eq!(test.db.image("acme", 1).await.unwrap().unwrap().rows.len(), 1);
        assert_eq!(test.db.image("acme", 2).await.unwrap().unwrap().rows.len(), 0);
    });
}

/// Rule 5: with no id the whole timestamp tells, and an id tells whatever else changes.
#[test]
fn a_second_apart_are_two_visits_and_an_id_is_one_whatever_its_kind() {
    on_both(async |test| {
        let mut writer = begin(&test.db).await;
        let kinds = [writer.kind("operativa").await.unwrap(), writer.kind("seguridad").await.unwrap()];
        let (site, _) = writer.branch(&branch("1", "Uno")).await.unwrap();
        let at = |second: u32| NewSupervision { second: Some(second), ..visit(site, kinds[0], "2025-03-01", 8_000) };
        let written = writer.supervisions(&[at(36_000), at(36_001), at(36_000)]).await.unwrap();
        assert_eq!(written.iter().map(|written| written.id).collect::<Vec<_>>(), [1, 2, 1]);
        let of =
            |kind: KindId| NewSupervision { external_id: Some("F-1".into()), ..visit(site, kind, "2025-03-02", 9_000) };
        let written = writer.supervisions(&[of(kinds[0]), of(kinds[1])]).await.unwrap();
        assert_eq!(
            written.iter().map(|written| (written.id, written.outcome)).collect::<Vec<_>>(),
            [(3, Outcome::Inserted), (3, Outcome::Updated)]
        );
        writer.commit().await.unwrap();
        let cube = cube(&test.db, "acme").await;
        assert_eq!((cube.supervisions(), cube.supervision(3).unwrap().kind.as_str()), (3, "seguridad"));
        assert_eq!(cube.supervision(2).unwrap().time.as_deref(), Some("10:00"));
    });
}

#[test]
fn a_dropped_writer_leaves_nothing() {
    on_both(async |test| {
        let mut writer = begin(&test.db).await;
        writer.branch(&branch("1", "Uno")).await.unwrap();
        drop(writer);
        let mut writer = begin(&test.db).await;
        writer.branch(&branch("1", "Uno")).await.unwrap();
        writer.rollback().await.unwrap();
        assert!(test.db.organizations().await.unwrap().is_empty());
        assert_eq!(count(test, "SELECT COUNT(*) FROM branches").await, 0);
    });
}

#[test]
fn the_database_itself_holds_the_rules() {
    on_both(async |test| {
        let mut writer = begin(&test.db).await;
        let kind = writer.kind("operativa").await.unwrap();
        let (site, _) = writer.branch(&branch("1", "Uno")).await.unwrap();
        writer.supervisions(&[visit(site, kind, "2025-01-01", 5_000)]).await.unwrap();
        writer.commit().await.unwrap();
        for wrong in [
            "UPDATE supervisions SET score = 10001",
            "UPDATE supervisions SET score = -1",
            "UPDATE supervisions SET day = '2025-1-1'",
            "UPDATE supervisions SET second = 86400",
            "UPDATE supervisions SET branch_id = 2",
            "UPDATE supervisions SET points = 5",
            "UPDATE branches SET latitude = 91, longitude = 0",
            "UPDATE branches SET latitude = 1",
            "UPDATE branches SET opened = '2025-02-01', closed = '2025-01-31'",
            "UPDATE branches SET territory = 'norte'",
            "INSERT INTO branches (organization_id, id, code, name) SELECT id, 2, '1', 'Otra' FROM organizations",
            "INSERT INTO supervisions (organization_id, id, branch_id, kind_id, day, score, changed_version) \
             SELECT organization_id, 2, branch_id, kind_id, day, 1, 1 FROM supervisions",
            "INSERT INTO area_scores (organization_id, supervision_id, area_id, score) \
             SELECT organization_id, id, 1, 1 FROM supervisions",
            "UPDATE settings SET band_regular = 9500",
            "INSERT INTO organizations (slug, name) VALUES ('acme', 'Twin')",
            "INSERT INTO imports (organization_id, id, file_name, digest, profile, started_at, status, read) \
             SELECT id, 1, 'f', 'd', 'p', 's', 'done', 1 FROM organizations",
        ] {
            assert!(sqlx::query(wrong).execute(test.db.pool()).await.is_err(), "accepted: {wrong}");
        }
    });
}

#[test]
fn spellings_are_aliases_and_codes_are_identity() {
    on_both(async |test| {
        let mut writer = begin(&test.db).await;
        let (first, _) = writer.branch(&branch("25", "Juárez")).await.unwrap();
        let (same, outcome) = writer.branch(&branch(" 25 ", "JUAREZ")).await.unwrap();
        assert_eq!((same, outcome), (first, Outcome::Unchanged));
        writer.branch(&branch("25", "Cd. Juárez")).await.unwrap();
        let (other, _) = writer.branch(&branch("26", "Juárez")).await.unwrap();
        assert_eq!(writer.branches_by_name("juarez"), [first, other]);
        assert_eq!(writer.branches_by_name("CD. JUÁREZ"), [first]);
        writer.commit().await.unwrap();

        let mut writer = begin(&test.db).await;
        assert_eq!(writer.branches_by_name("cd. juarez"), [first]);
        // Master data rename; the old name stays as an alias, and no supervision renames it back.
        let mut renamed = branch("25", "Juárez Reforma");
        renamed.master = true;
        assert_eq!(writer.branch(&renamed).await.unwrap().1, Outcome::Updated);
        writer.commit().await.unwrap();
        let mut writer = begin(&test.db).await;
        assert_eq!(writer.branch(&renamed).await.unwrap().1, Outcome::Unchanged);
        assert_eq!(writer.branch(&branch("25", "Juárez")).await.unwrap().1, Outcome::Unchanged);
        assert_eq!(writer.commit().await.unwrap(), 2);
        assert_eq!(cube(&test.db, "acme").await.catalog().branches[0].name, "Juárez Reforma");

        // Names that were one already, or differ in case and accents alone, are set as given.
        for name in ["JUÁREZ", "Cd. Juárez", "cd. Juarez"] {
            let mut writer = begin(&test.db).await;
            let mut row = branch("25", name);
            row.master = true;
            assert_eq!(writer.branch(&row).await.unwrap().1, Outcome::Updated);
            writer.commit().await.unwrap();
            assert_eq!(cube(&test.db, "acme").await.catalog().branches[0].name, name);
        }
        let writer = begin(&test.db).await;
        for former in ["Juárez Reforma", "Juárez", "Cd. Juárez"] {
            assert!(writer.branches_by_name(former).contains(&first), "{former}");
        }
    });
}

#[test]
fn master_data_replace_and_clear() {
    on_both(async |test| {
        let mut writer = begin(&test.db).await;
        let mut row = branch("1", "Uno");
        row.territory = Some(Territory::Local);
        row.municipality = Some("MONTERREY".into());
        row.location = Some(Location { latitude: 25.0, longitude: -100.0 });
        row.opened = Some(day("2020-01-01"));
        row.group = Some(writer.group("Norte").await.unwrap());
        writer.branch(&row).await.unwrap();
        writer.commit().await.unwrap();
        for version in [2, 2] {
            let mut writer = begin(&test.db).await;
            let mut row = branch("1", "");
            row.master = true;
            row.municipality = Some("Monterrey".into());
            row.cleared = vec![Attribute::Territory, Attribute::Location, Attribute::Opened, Attribute::Group];
            writer.branch(&row).await.unwrap();
            // what a visit of the same writer says does not undo it
            let mut visit = branch("1", "Uno");
            visit.as_of = Some(day("2026-10-01"));
            visit.municipality = Some("Apodaca".into());
            writer.branch(&visit).await.unwrap();
            assert_eq!(writer.commit().await.unwrap(), version);
        }
        let cube = cube(&test.db, "acme").await;
        let stored = &cube.catalog().branches[0];
        assert_eq!((stored.name.as_str(), stored.municipality.as_deref()), ("Uno", Some("Monterrey")));
        assert_eq!((stored.territory, stored.location, stored.opened), (None, None, None));
        let history: Vec<_> = stored.assignments.iter().map(|a| (a.from, a.group)).collect();
        assert_eq!(history, [(Day::MIN, Some(0)), (day("2026-11-01"), None)]);
    });
}

#[test]
fn attributes_of_the_latest_day_win_whatever_the_order_of_rows() {
    on_both(async |test| {
        for round in 1..=2 {
            let mut writer = begin(&test.db).await;
            for (on, town, territory) in [
                ("2025-03-01", Some("Apodaca"), None),
                ("2025-05-01", Some("Monterrey"), None),
                ("2025-01-01", Some("Linares"), Some(Territory::Local)),
            ] {
                let mut row = branch("1", "Uno");
                row.as_of = Some(day(on));
                row.municipality = town.map(str::to_owned);
                row.territory = territory;
                row.location = Some(Location { latitude: 95.0, longitude: 0.0 });
                writer.branch(&row).await.unwrap();
            }
            assert_eq!(writer.commit().await.unwrap(), 1, "round {round}");
        }
        let cube = cube(&test.db, "acme").await;
        let stored = &cube.catalog().branches[0];
        assert_eq!(stored.municipality.as_deref(), Some("Monterrey"));
        assert_eq!((stored.territory, stored.location), (Some(Territory::Local), None));
    });
}

/// Visits of a branch in one import, each telling where it is: what a second import of them must not take back.
async fn import_visits(db: &Db, rows: &[(&str, &str)]) -> i64 {
    let mut writer = begin(db).await;
    for (on, town) in rows {
        let mut row = branch("1", "Uno");
        row.as_of = Some(day(on));
        row.municipality = Some((*town).into());
        row.territory = Some(Territory::Local);
        row.location = Some(Location { latitude: 25.0, longitude: -100.0 });
        writer.branch(&row).await.unwrap();
    }
    writer.commit().await.unwrap()
}

#[test]
fn master_data_hold_against_visits_of_every_later_import() {
    on_both(async |test| {
        let correct = async || {
            let mut writer = begin(&test.db).await;
            let mut row = branch("1", "Uno");
            row.master = true;
            row.location = Some(Location { latitude: 26.0, longitude: -101.0 });
            row.cleared = vec![Attribute::Territory];
            writer.branch(&row).await.unwrap();
            writer.commit().await.unwrap()
        };
        let stored = async || cube(&test.db, "acme").await.catalog().branches[0].clone();
        let visits = [("2025-03-01", "Apodaca"), ("2025-05-01", "Monterrey")];
        assert_eq!(import_visits(&test.db, &visits).await, 1);
        assert_eq!(correct().await, 2);
        let corrected = stored().await;
        assert_eq!(corrected.location, Some(Location { latitude: 26.0, longitude: -101.0 }));
        assert_eq!((corrected.territory, corrected.municipality.as_deref()), (None, Some("Monterrey")));
        assert_eq!(import_visits(&test.db, &visits).await, 2, "the same visits again");
        assert_eq!(import_visits(&test.db, &[("2025-01-01", "Linares")]).await, 2, "an older file");
        assert_eq!(correct().await, 2, "master data again");
        assert_eq!(stored().await, corrected);
        // a later visit tells what master data do not, and nothing else
        assert_eq!(import_visits(&test.db, &[("2025-06-01", "Escobedo")]).await, 3);
        let later = stored().await;
        assert_eq!((later.territory, later.location), (None, corrected.location));
        assert_eq!(later.municipality.as_deref(), Some("Escobedo"));
    });
}

#[test]
fn an_older_file_leaves_the_attributes_of_a_newer_one() {
    on_both(async |test| {
        assert_eq!(import_visits(&test.db, &[("2025-05-01", "Monterrey")]).await, 1);
        assert_eq!(import_visits(&test.db, &[("2025-01-01", "Linares")]).await, 1);
        // the same day told otherwise by a later import is a correction
        assert_eq!(import_visits(&test.db, &[("2025-05-01", "Apodaca")]).await, 2);
        assert_eq!(cube(&test.db, "acme").await.catalog().branches[0].municipality.as_deref(), Some("Apodaca"));
    });
}

#[test]
fn master_data_speak_of_the_day_it_is_where_the_branch_is() {
    on_both(async |test| {
        // still the evening before in Los Angeles, the afternoon in Tokyo
        let at = "2026-12-01T07:05:00Z".parse().unwrap();
        let begin = async || Writer::begin(&test.db, "acme", Some("Acme"), at).await.unwrap();
        let mut writer = begin().await;
        let settings = Settings { time_zone: "America/Los_Angeles".into(), ..Settings::default() };
        writer.set_settings(&settings).await.unwrap();
        let (from, to) = (writer.group("Norte").await.unwrap(), writer.group("Sur").await.unwrap());
        let mut rows = [branch("1", "Uno"), branch("2", "Dos")];
        rows[1].time_zone = Some("Asia/Tokyo".into());
        for group in [from, to] {
            for row in &mut rows {
                (row.master, row.group) = (true, Some(group));
                writer.branch(row).await.unwrap();
            }
        }
        writer.commit().await.unwrap();
        let cube = cube(&test.db, "acme").await;
        let changed: Vec<_> = cube.catalog().branches.iter().map(|branch| branch.assignments[1].from).collect();
        assert_eq!(changed, [day("2026-11-30"), day("2026-12-01")]);
    });
}

#[test]
fn more_branches_and_groups_than_a_cube_holds_are_not_stored() {
    on_both(async |test| {
        let mut writer = begin(&test.db).await;
        writer.branch(&branch("1", "Uno")).await.unwrap();
        writer.commit().await.unwrap();

        let mut writer = begin(&test.db).await;
        let mut groups = Vec::new();
        for number in 0..256 {
            groups.push(writer.group(&format!("G{number}")).await.unwrap());
        }
        for code in 1..=256 {
            let (site, _) = writer.branch(&branch(&code.to_string(), "")).await.unwrap();
            let history: Vec<_> = (0..).map(Day::from_number).zip(groups.iter().copied().map(Some)).collect();
            writer.set_assignments(site, &history);
        }
        let refused = writer.commit().await.unwrap_err();
        assert!(matches!(refused, StoreError::Limit { most: 65_535, .. }), "{refused}");
        let cube = cube(&test.db, "acme").await;
        assert_eq!((cube.catalog().data_version, cube.catalog().branches.len()), (1, 1));
        assert_eq!((cube.catalog().groups.len(), cube.catalog().branches[0].assignments.len()), (0, 1));
    });
}

#[test]
fn a_branch_that_changes_group_keeps_its_past() {
    on_both(async |test| {
        let rows = [("2025-06-10", "Norte"), ("2025-05-01", "Norte"), ("2025-02-01", "Sur"), ("2024-11-01", "Sur")];
        for _ in 0..2 {
            let mut writer = begin(&test.db).await;
            let kind = writer.kind("operativa").await.unwrap();
            for (on, group) in rows {
                let mut row = branch("1", "Uno");
                row.as_of = Some(day(on));
                row.group = Some(writer.group(group).await.unwrap());
                let (site, _) = writer.branch(&row).await.unwrap();
                writer.supervisions(&[visit(site, kind, on, 9_000)]).await.unwrap();
            }
            assert_eq!(writer.commit().await.unwrap(), 1);
        }
        let before = cube(&test.db, "acme").await;
        let history = |cube: &Cube| {
            let catalog = cube.catalog();
            let name = |a: &Assignment| a.group.map(|group| catalog.groups[usize::from(group)].name.clone());
            catalog.branches[0].assignments.iter().map(|a| (a.from, name(a).unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(history(&before), [(Day::MIN, "Sur".to_owned()), (day("2025-05-01"), "Norte".to_owned())]);
        let groups = before.dashboard(&Filter::default()).unwrap().groups;
        assert_eq!(groups.iter().map(|group| group.n).collect::<Vec<_>>(), [2, 2]);

        // A branches file speaks of today.
        let mut writer = begin(&test.db).await;
        let mut row = branch("1", "Uno");
        row.master = true;
        row.group = Some(writer.group("Centro").await.unwrap());
        assert_eq!(writer.branch(&row).await.unwrap().1, Outcome::Updated);
        writer.commit().await.unwrap();
        let after = history(&cube(&test.db, "acme").await);
        assert_eq!(after[2], (day("2026-11-01"), "Centro".to_owned()));
        assert_eq!(after.len(), 3);
    });
}

#[test]
fn imports_are_recorded_with_their_remarks() {
    on_both(async |test| {
        let mut writer = begin(&test.db).await;
        let start = ImportStart { file_name: "a.csv".into(), digest: "00".into(), profile: "wide".into() };
        let import = writer.start_import(&start).await.unwrap();
        let remark = |line: u64| Remark {
            line,
            column: "fecha".into(),
            value: "ayer\0".into(),
            reason: "date".into(),
            remedy: "…".into(),
        };
        let many: Vec<Remark> = (1..=250).map(remark).collect();
        writer.rejects(import, &many[..120]).await.unwrap();
        writer.rejects(import, &many[120..]).await.unwrap();
        writer.warnings(import, &many[..3]).await.unwrap();
        let counts = Counts { rows_read: 250, read: 250, rejected: 250, warnings: 3, ..Counts::default() };
        writer.finish_import(import, &counts).await.unwrap();
        let profile = SavedProfile { name: "mine".into(), toml: "a = 1".into() };
        writer.save_profile(&SavedProfile { toml: "a = 0".into(), ..profile.clone() }).await.unwrap();
        writer.save_profile(&profile).await.unwrap();
        writer.commit().await.unwrap();

        let records = test.db.imports("acme", None, 10).await.unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!((&records[0].start, records[0].counts), (&start, counts));
        let rejects = test.db.import_rejects("acme", 1, 100, 100).await.unwrap();
        assert_eq!((rejects.len(), rejects[0].line, rejects[0].value.as_str()), (100, 101, "ayer\u{fffd}"));
        assert_eq!(test.db.import_warnings("acme", 1, 0, 100).await.unwrap().len(), 3);
        assert_eq!(test.db.profiles("acme").await.unwrap(), [profile]);

        let mut writer = begin(&test.db).await;
        let import = writer.start_import(&start).await.unwrap();
        assert!(writer.finish_import(import, &Counts { read: 2, inserted: 1, ..Counts::default() }).await.is_err());
    });
}

#[test]
fn settings_and_periods_come_back_as_set() {
    on_both(async |test| {
        let settings =
            Settings { target: 8_800, language: "en".into(), default_kind: Some("x".into()), ..Settings::default() };
        let period = NamedPeriod {
            code: "2025-T1".into(),
            name: "T1 2025".into(),
            series: "T".into(),
            dates: vec![
                PeriodDates { territory: Some(Territory::Local), from: day("2025-01-08"), to: day("2025-03-31") },
                PeriodDates { territory: None, from: day("2025-01-01"), to: day("2025-03-31") },
            ],
        };
        let mut outcomes = Vec::new();
        for _ in 0..2 {
            let mut writer = begin(&test.db).await;
            writer.set_settings(&settings).await.unwrap();
            outcomes.push(writer.period(&period).await.unwrap());
            assert_eq!(writer.commit().await.unwrap(), 1);
        }
        assert_eq!(outcomes, [Outcome::Inserted, Outcome::Unchanged]);
        let cube = cube(&test.db, "acme").await;
        assert_eq!(cube.catalog().settings, settings);
        assert_eq!(cube.catalog().periods[0].dates.len(), 2);
        assert_eq!(cube.catalog().periods[0].dates[1], period.dates[0]);
    });
}

#[test]
fn organizations_do_not_touch_each_other() {
    on_both(async |test| {
        for slug in ["one", "two"] {
            let mut writer = Writer::begin(&test.db, slug, None, now()).await.unwrap();
            let kind = writer.kind("operativa").await.unwrap();
            let (site, _) = writer.branch(&branch("1", slug)).await.unwrap();
            let mut new = visit(site, kind, "2025-01-01", 5_000);
            new.external_id = Some("same".into());
            assert_eq!(writer.supervisions(&[new]).await.unwrap()[0].outcome, Outcome::Inserted);
            writer.commit().await.unwrap();
        }
        assert_eq!(cube(&test.db, "one").await.catalog().branches[0].name, "one");
        assert_eq!(cube(&test.db, "two").await.supervisions(), 1);
    });
}

#[test]
fn the_demo_is_the_same_everywhere_and_once() {
    let mut dashboards = Vec::new();
    let collected = std::sync::Mutex::new(&mut dashboards);
    on_both(async |test| {
        let first = demo::fill(&test.db, "demo", now()).await.unwrap();
        assert_eq!((first.branches, first.data_version), (86, 1));
        assert_eq!(first.changed, first.supervisions);
        let again = demo::fill(&test.db, "demo", now()).await.unwrap();
        assert_eq!((again.changed, again.data_version), (0, 1));
        let cube = cube(&test.db, "demo").await;
        let catalog = cube.catalog();
        assert!(catalog.demo);
        assert_eq!((catalog.groups.len(), catalog.states.len(), catalog.areas.len()), (20, 7, 40));
        let dashboard = cube.dashboard(&Filter::default()).unwrap();
        let bands = dashboard.kpis.bands;
        assert!(
            [bands.excelente, bands.bueno, bands.regular, bands.critico].iter().all(|count| *count >= 50),
            "{bands:?}"
        );
        let opportunity = dashboard.kpis.areas_of_opportunity;
        assert!((10..=14).contains(&opportunity), "about a dozen areas of opportunity, not {opportunity}");
        assert!(dashboard.branches.iter().any(|branch| branch.n == 0), "some branches are pending");
        assert!(catalog.branches.iter().all(|branch| branch.name.starts_with("Quimera") && branch.location.is_some()));
        collected.lock().unwrap().push(serde_json::to_string(&dashboard).unwrap());
    });
    assert!(dashboards.windows(2).all(|pair| pair[0] == pair[1]));
}
