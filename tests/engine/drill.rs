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
    fn visits_are_walked_whole_by_stretches((catalog, rows, filter) in case(60), limit in 1..9_u32) {
        let cube = Cube::build(catalog, rows).unwrap();
        let all = cube.explain(&filter, ExplainSort::Newest, 1, 1_000).unwrap();
        let mut expected = all.supervisions.items.clone();
        expected.sort_by_key(|line| std::cmp::Reverse((line.day, line.id)));
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let stretch = cube.visits(&filter, after, limit).unwrap();
            prop_assert_eq!((stretch.total, stretch.n, &stretch.meta), (all.supervisions.total, all.n, &all.meta));
            prop_assert!(stretch.lines.len() == limit as usize || !stretch.more);
            after = stretch.lines.last().map(|line| (line.day, line.id));
            walked.extend(stretch.lines);
            if !stretch.more {
                break;
            }
        }
        prop_assert_eq!(walked, expected);
    }

    #[test]
    fn what_lies_outside_named_periods_is_listed((catalog, rows, filter) in case(60)) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let oracle = Oracle::new(&catalog, &rows, &filter);
        let list = cube.outside(&filter, ExplainSort::Newest, 1, 1_000).unwrap();
        let (mine, theirs) = (list.supervisions.items.iter().map(|line| line.id), oracle.outside());
        prop_assert_eq!(mine.collect::<Vec<_>>(), theirs.iter().map(|row| row.id).collect::<Vec<_>>());
        prop_assert_eq!((list.sum_hundredths, list.n), oracle.figure(&theirs));
        let kpis = cube.dashboard(&filter).unwrap().kpis;
        prop_assert_eq!(list.supervisions.total, kpis.outside_named_periods);
    }

    #[test]
    fn the_branches_behind_the_coverage_follow_the_rules(
        (catalog, rows, filter) in case(60),
        show in prop::sample::select(vec![CoverageShow::Pending, CoverageShow::Visited, CoverageShow::Selected]),
    ) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        prop_assert_eq!(
            cube.coverage(&filter, show, 1, 1_000).unwrap(),
            Oracle::new(&catalog, &rows, &filter).coverage(show)
        );
    }

    #[test]
    fn the_scores_around_a_quantile_follow_the_rules((catalog, rows, filter) in case(60)) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let oracle = Oracle::new(&catalog, &rows, &filter);
        let (spread, kpis) = (cube.spread(&filter).unwrap(), oracle.dashboard().kpis);
        let values = |of: fn(&Quantile) -> f64| (spread.median.as_ref().map(of), spread.p10.as_ref().map(of));
        prop_assert_eq!((spread.n, values(|of| of.value)), (kpis.n, (kpis.median, kpis.p10)));
        let sorted = oracle.scores();
        for quantile in spread.median.iter().chain(&spread.p10) {
            let (low, high) = quantile.ranks;
            let first = low.saturating_sub(5).max(1);
            prop_assert_eq!(quantile.first, first);
            let shown: Vec<_> = quantile.lines.iter().map(|line| line.sum_hundredths as u16).collect();
            prop_assert_eq!(&shown, &sorted[first as usize - 1..sorted.len().min(high as usize + 5)]);
            for line in &quantile.lines {
                let row = rows.iter().find(|row| row.id == line.id).expect("a row");
                prop_assert!(oracle.figure(&[row]).1 > 0 && line.n == 1);
            }
        }
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
