//! The drill-downs, the history in full, and figures over single area scores.

use falcon::domain::{views::*, *};
use proptest::prelude::*;

use super::{generate, generate::case, oracle::Oracle};

fn granularity() -> impl Strategy<Value = Granularity> {
    prop::sample::select(vec![Granularity::Month, Granularity::Quarter, Granularity::Year, Granularity::Named])
}

fn show() -> impl Strategy<Value = HistoryShow> {
    let all = [HistoryShow::All, HistoryShow::Improving, HistoryShow::Declining, HistoryShow::Critical];
    prop::sample::select(all.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn area_figures_follow_the_rules((catalog, rows, filter) in case(60)) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let figures = cube.area_figures(&filter).unwrap();
        prop_assert_eq!(figures, Oracle::new(&catalog, &rows, &filter).area_figures());
    }

    #[test]
    fn a_group_follows_the_rules((catalog, rows, filter) in case(60)) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let oracle = Oracle::new(&catalog, &rows, &filter);
        for group in &catalog.groups {
            prop_assert_eq!(cube.group(&group.slug, &filter).unwrap(), oracle.group(&group.slug));
        }
        prop_assert_eq!(cube.group("no-such-group", &filter).unwrap(), None);
    }

    #[test]
    fn a_branch_follows_the_rules((catalog, rows, filter) in case(60), today in -30..60_i32) {
        let today = Day::from_number(generate::FIRST + 800 + today);
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let oracle = Oracle::new(&catalog, &rows, &filter);
        for branch in &catalog.branches {
            prop_assert_eq!(cube.branch(&branch.code, &filter, today).unwrap(), oracle.branch(&branch.code, today));
        }
        prop_assert_eq!(cube.branch("no-such-branch", &filter, today).unwrap(), None);
    }

    #[test]
    fn the_history_is_complete((catalog, rows, filter) in case(60), by in granularity(), show in show()) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let oracle = Oracle::new(&catalog, &rows, &filter);
        prop_assert_eq!(cube.history(&filter, by, show, None).unwrap(), oracle.history(by, show, None));
        for group in &catalog.groups {
            let inside = cube.history(&filter, by, show, Some(&group.slug)).unwrap();
            prop_assert_eq!(inside, oracle.history(by, show, Some(&group.slug)), "inside {}", group.slug);
        }
        prop_assert!(cube.history(&filter, by, show, Some("no-such-group")).is_err());
    }
}
