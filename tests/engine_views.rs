//! Every view of the engine as the JSON that all doors pass on, over one small organization.
//!
//! The figures are held by `engine_oracle.rs`; these snapshots hold names, order and form. After a wanted change run the test
//! with `INSTA_UPDATE=always` and read the difference.

use falcon::domain::{views::*, *};
use insta::assert_json_snapshot;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date")
}

/// Two groups, three branches (one changed its group, one has no territory), two kinds, three areas, one named period.
fn catalog() -> Catalog {
    let branch = |code: &str, name: &str| Branch {
        code: code.into(),
        name: name.into(),
        territory: None,
        state: None,
        municipality: None,
        location: None,
        time_zone: None,
        opened: None,
        closed: None,
        assignments: vec![Assignment { from: Day::MIN, group: None }],
    };
    let group = |from, group| Assignment { from, group: Some(group) };
    Catalog {
        organization: "cadena".into(),
        organization_name: "La Cadena".into(),
        data_version: 12,
        last_import: Some("2025-07-01T18:30:00Z".into()),
        kinds: vec!["operativa".into(), "seguridad".into()],
        areas: vec!["Baños".into(), "Cocina".into(), "Extintores".into()],
        groups: vec![
            Group { slug: "norte".into(), name: "Grupo Norte".into() },
            Group { slug: "sur".into(), name: "Grupo Sur".into() },
        ],
        states: vec![
            State { code: "19".into(), name: "Nuevo León".into() },
            State { code: "28".into(), name: "Tamaulipas".into() },
        ],
        branches: vec![
            Branch {
                territory: Some(Territory::Local),
                state: Some(0),
                municipality: Some("Apodaca".into()),
                location: Some(Location { latitude: 25.78, longitude: -100.19 }),
                assignments: vec![group(Day::MIN, 0)],
                ..branch("7", "Centro")
            },
            Branch {
                territory: Some(Territory::Foranea),
                state: Some(1),
                location: Some(Location { latitude: 26.05, longitude: -98.3 }),
                opened: Some(day("2024-06-01")),
                assignments: vec![group(Day::MIN, 0), group(day("2025-04-01"), 1)],
                ..branch("12", "Reynosa")
            },
            Branch { state: Some(1), assignments: vec![group(Day::MIN, 1)], ..branch("30", "Puerto") },
        ],
        supervisors: vec!["Ana".into(), "Luis".into()],
        periods: vec![NamedPeriod {
            code: "2025-T1".into(),
            name: "T1 2025".into(),
            series: "T".into(),
            dates: vec![
                PeriodDates { territory: Some(Territory::Local), from: day("2025-01-01"), to: day("2025-03-31") },
                PeriodDates { territory: Some(Territory::Foranea), from: day("2025-01-01"), to: day("2025-04-30") },
            ],
        }],
        ..Catalog::default()
    }
}

fn cube() -> Cube {
    let visit = |id, branch, date, score, areas: &[(u16, u16)]| SupervisionRow {
        id,
        branch,
        kind: 0,
        day: day(date),
        minute: None,
        supervisor: Some(0),
        score,
        areas: areas.to_vec(),
    };
    let rows = [
        visit(1, 0, "2024-11-20", Some(9_150), &[(0, 9_000), (1, 9_300)]),
        visit(2, 1, "2024-12-02", Some(8_200), &[(0, 8_000), (1, 8_450)]),
        SupervisionRow { minute: Some(605), ..visit(3, 0, "2025-01-15", Some(9_500), &[(0, 10_000), (1, 9_125)]) },
        visit(4, 1, "2025-03-09", Some(6_800), &[(0, 6_000), (1, 7_600)]),
        visit(5, 1, "2025-04-20", Some(7_417), &[(1, 7_417)]),
        SupervisionRow {
            kind: 1,
            supervisor: Some(1),
            ..visit(6, 0, "2025-05-05", Some(9_500), &[(1, 9_000), (2, 10_000)])
        },
        visit(7, 0, "2025-06-10", None, &[(0, 0)]),
        SupervisionRow { kind: 1, ..visit(8, 1, "2025-02-03", Some(8_975), &[(1, 8_000), (2, 9_950)]) },
    ];
    Cube::build(catalog(), rows).expect("rows of the catalog")
}

fn filter(query: &str) -> Filter {
    Filter::parse_query(query).expect("a filter")
}

#[test]
fn dashboard() {
    let cube = cube();
    let of = |query| cube.dashboard(&filter(query)).expect("known values");
    assert_json_snapshot!("dashboard", of("year=2025"));
    assert_json_snapshot!("dashboard_of_an_area", of("year=2025&area=cocina&band=critico&band=regular"));
    assert_json_snapshot!("dashboard_of_nothing", of("year=2019"));
    assert_json_snapshot!("dashboard_report", of("period=2025-T1&kind=all").report());
}

#[test]
fn history() {
    let cube = cube();
    let of = |by, show, group| cube.history(&filter(""), by, show, group).expect("known values");
    assert_json_snapshot!("history", of(Granularity::Quarter, HistoryShow::All, None));
    assert_json_snapshot!("history_inside_a_group", of(Granularity::Named, HistoryShow::Critical, Some("norte")));
}

#[test]
fn indicators() {
    let mut catalog = catalog();
    // So few visits fill the lists only where one score is enough.
    catalog.settings.indicators.min_n = 1;
    let cube = Cube::build(catalog, cube().rows()).expect("the same rows");
    let of = |query| cube.indicators(&filter(query), Granularity::Quarter).expect("known values");
    assert_json_snapshot!("indicators", of("kind=operativa"));
    assert_json_snapshot!("indicators_rising", of("kind=seguridad"));
}

#[test]
fn map() {
    assert_json_snapshot!(cube().map(&filter("year=2025")).expect("known values"));
}

#[test]
fn group() {
    assert_json_snapshot!(cube().group("sur", &filter("year=2025")).expect("known values"));
}

#[test]
fn branch() {
    assert_json_snapshot!(cube().branch("12", &filter("year=2025"), day("2025-07-01")).expect("known values"));
}

#[test]
fn supervision() {
    let cube = cube();
    assert_json_snapshot!("supervision", cube.supervision(3));
    assert_json_snapshot!("supervision_without_a_score", cube.supervision(7));
}

#[test]
fn ranking() {
    let cube = cube();
    let of = |of, sort, search, page| cube.ranking(&filter("year=2025"), of, sort, search, page, 2);
    assert_json_snapshot!("ranking_of_branches", of(RankingOf::Branches, RankingSort::Worst, None, 2));
    assert_json_snapshot!("ranking_of_areas", of(RankingOf::Areas, RankingSort::Name, Some("coci"), 1));
}

#[test]
fn explain() {
    assert_json_snapshot!(cube().explain(&filter("year=2025"), ExplainSort::Worst, 1, 2).expect("known values"));
}

#[test]
fn behind_the_cards() {
    let cube = cube();
    let coverage = |show| cube.coverage(&filter("year=2025&band=critico"), show, 1, 20).expect("known values");
    assert_json_snapshot!("coverage_pending", coverage(CoverageShow::Pending));
    assert_json_snapshot!("coverage_visited", coverage(CoverageShow::Visited));
    assert_json_snapshot!("spread_of_an_area", cube.spread(&filter("area=cocina")).expect("known values"));
    let outside = cube.outside(&filter("year=2025"), ExplainSort::Newest, 1, 1).expect("known values");
    assert_json_snapshot!("outside", outside);
}

#[test]
fn area_figures() {
    assert_json_snapshot!(cube().area_figures(&filter("year=2025")).expect("known values"));
}

#[test]
fn errors() {
    let cube = cube();
    assert_json_snapshot!("an_unknown_value", cube.dashboard(&filter("estado=99")));
}
