//! What a row's change compares, told by example (rules 7 and 9).

use falcon::domain::{views::*, *};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date")
}

/// A group of locals and one of foráneas, thirds of a year for the first and halves for the second.
fn cube(visits: &[(u32, &str, u16)]) -> Cube {
    let branch = |code: &str, territory, group| Branch {
        code: code.into(),
        name: code.into(),
        territory: Some(territory),
        state: None,
        municipality: None,
        location: None,
        time_zone: None,
        opened: None,
        closed: None,
        assignments: vec![Assignment { from: Day::MIN, group: Some(group) }],
    };
    let period = |code: &str, territory, from, to| NamedPeriod {
        code: code.into(),
        name: code.into(),
        series: code[..1].into(),
        dates: vec![PeriodDates { territory: Some(territory), from: day(from), to: day(to) }],
    };
    let mut catalog = Catalog {
        kinds: vec!["operativa".into()],
        areas: vec!["Cocina".into()],
        groups: ["local", "foranea"].map(|name| Group { slug: name.into(), name: name.into() }).to_vec(),
        branches: vec![branch("1", Territory::Local, 0), branch("2", Territory::Foranea, 1)],
        periods: vec![
            period("S1", Territory::Foranea, "2025-01-01", "2025-06-30"),
            period("S2", Territory::Foranea, "2025-07-01", "2025-12-31"),
            period("T1", Territory::Local, "2025-01-01", "2025-03-31"),
            period("T2", Territory::Local, "2025-04-01", "2025-06-30"),
            period("T3", Territory::Local, "2025-07-01", "2025-09-30"),
        ],
        ..Catalog::default()
    };
    catalog.settings.indicators.min_n = 1;
    let row = |(id, (branch, date, score)): (usize, &(u32, &str, u16))| SupervisionRow {
        id: id as u32,
        branch: *branch,
        kind: 0,
        day: day(date),
        minute: None,
        supervisor: None,
        score: Some(*score),
        areas: vec![(0, *score)],
    };
    Cube::build(catalog, visits.iter().enumerate().map(row)).expect("rows of the catalog")
}

fn filter(query: &str) -> Filter {
    Filter::parse_query(query).expect("a filter")
}

fn history(cube: &Cube, query: &str, by: Granularity, show: HistoryShow) -> Vec<(String, Option<f64>)> {
    let history = cube.history(&filter(query), by, show, None).expect("known values");
    let rows = history.rows.items.into_iter().chain([history.organization]);
    rows.map(|row| (row.key, row.delta)).collect()
}

fn row(key: &str, delta: Option<f64>) -> (String, Option<f64>) {
    (key.to_owned(), delta)
}

const YEAR: [(u32, &str, u16); 5] = [
    (0, "2025-02-01", 9_600),
    (1, "2025-03-01", 9_200),
    (0, "2025-05-01", 9_000),
    (1, "2025-08-01", 6_000),
    (0, "2025-08-02", 8_800),
];

#[test]
fn named_periods_compare_within_their_series() {
    let cube = cube(&YEAR);
    let of = |show| history(&cube, "year=2025", Granularity::Named, show);
    // T3 against T2, S2 against S1.
    let (local, foranea, all) = (row("local", Some(-2.0)), row("foranea", Some(-32.0)), row("", Some(-2.0)));
    assert_eq!(of(HistoryShow::All), [local.clone(), foranea.clone(), all.clone()]);
    assert_eq!(of(HistoryShow::Declining), [local, foranea.clone(), all.clone()]);
    assert_eq!(of(HistoryShow::Critical), [foranea, all]);

    let indicators = cube.indicators(&filter("year=2025"), Granularity::Named).unwrap();
    assert_eq!(indicators.rows[0].delta, Some(-2.0));
    assert!(indicators.critical.is_empty(), "{:?}", indicators.critical);
}

#[test]
fn a_series_rises_over_its_own_periods() {
    let cube = cube(&[(1, "2025-02-01", 7_000), (0, "2025-05-01", 9_000), (0, "2025-08-02", 9_200)]);
    let indicators = cube.indicators(&filter("year=2025"), Granularity::Named).unwrap();
    assert_eq!(indicators.rows[0].delta, Some(2.0));
    assert!(indicators.success.is_empty(), "T3 is no success against S1: {:?}", indicators.success);
}

#[test]
fn a_success_compares_whole_periods() {
    let cube = cube(&[(0, "2025-03-20", 7_000), (0, "2025-05-01", 8_900), (0, "2025-08-02", 9_200)]);
    let success = |query| {
        let of = cube.indicators(&filter(query), Granularity::Quarter).unwrap().success;
        of.first().and_then(|area| area.delta)
    };
    assert_eq!(success("year=2025"), Some(22.0));
    assert_eq!(
        success("from=2025-03-15&to=2025-09-30"),
        None,
        "half of March is no start: 3 points since the second quarter"
    );
    assert_eq!(success("from=2025-01-01&to=2025-08-15"), None, "nor is half of the third quarter an end");
}

#[test]
fn a_change_skips_no_period() {
    let cube = cube(&[(0, "2025-06-01", 9_000), (0, "2025-07-10", 9_100), (0, "2025-09-10", 8_820)]);
    let of = |query, by| history(&cube, query, by, HistoryShow::All);
    assert_eq!(of("year=2025", Granularity::Month), [row("local", None), row("", None)], "nobody came in August");
    // July against June, which the filter leaves out: the change of July is the same on every page.
    let july = filter("month=2025-07");
    assert_eq!(cube.dashboard(&july).unwrap().kpis.delta, Some(1.0));
    assert_eq!(of("month=2025-07", Granularity::Month), [row("local", Some(1.0)), row("", Some(1.0))]);
    let indicators = cube.indicators(&filter("year=2025"), Granularity::Month).unwrap();
    assert_eq!(indicators.rows[0].delta, None);
}

#[test]
fn a_part_of_a_period_is_compared_with_nothing() {
    let cube = cube(&YEAR);
    let of = |query, by| history(&cube, query, by, HistoryShow::All);
    let cut = "from=2025-01-01&to=2025-08-31";
    assert_eq!(of(cut, Granularity::Quarter), [row("local", None), row("foranea", None), row("", None)]);
    // An open end cuts nothing.
    let open = of("from=2025-01-01", Granularity::Quarter);
    assert_eq!(open[0], row("local", Some(-2.0)));
}

#[test]
fn a_named_period_s_branches_are_compared_with_themselves() {
    // March has the visit of a foránea, February that of a local, which S1 does not mean.
    let months = history(&cube(&YEAR), "period=S1", Granularity::Month, HistoryShow::All);
    assert_eq!(months, [row("foranea", None), row("", None)]);
}
