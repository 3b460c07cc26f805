//! Every query against the rules written out naively, to the last digit.

use std::collections::BTreeSet;

use falcon::domain::{views::*, *};
use proptest::prelude::*;

use super::{generate::case, oracle::Oracle};

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_dashboard_follows_the_rules((catalog, rows, filter) in case(60)) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let mine = cube.dashboard(&filter).unwrap();
        prop_assert_eq!(&mine, &Oracle::new(&catalog, &rows, &filter).dashboard());
        prop_assert!(mine.kpis.coverage.is_none_or(|coverage| (0.0..=1.0).contains(&coverage)));
    }

    #[test]
    fn the_filter_as_understood_gives_the_same_answer((catalog, rows, filter) in case(30)) {
        let cube = Cube::build(catalog, rows).unwrap();
        let mine = cube.dashboard(&filter).unwrap();
        let again = Filter::parse_query(&mine.meta.filter).unwrap();
        prop_assert_eq!(cube.dashboard(&again).unwrap(), mine);
    }

    #[test]
    fn the_indicators_follow_the_rules(
        (catalog, rows, filter) in case(80),
        by in prop::sample::select(vec![Granularity::Month, Granularity::Quarter, Granularity::Year, Granularity::Named]),
    ) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let answer = cube.indicators(&filter, by).unwrap();
        let whole = Oracle::new(&catalog, &rows, &filter);
        let limits = catalog.settings.indicators;
        prop_assert_eq!(&answer.areas, &whole.areas(&whole.selected()));
        prop_assert!(filter.period != Period::All || answer.columns.len() <= 8);
        let selected: BTreeSet<u32> = whole.selected().iter().map(|row| row.id).collect();
        let columns: Vec<Vec<AreaScore>> = answer.columns.iter().map(|column| {
            let part = whole.over(Filter::parse_query(&column.period).unwrap().period);
            let here: Vec<_> = part.selected().into_iter().filter(|row| selected.contains(&row.id)).collect();
            part.areas(&here)
        }).collect();
        let befores: Vec<Vec<AreaScore>> =
            answer.columns.iter().map(|column| whole.areas(&whole.before(column))).collect();
        let cut: Vec<bool> = answer.columns.iter().map(|column| whole.is_cut(column)).collect();
        let series: Vec<String> = answer.columns.iter().map(|column| {
            let period = Filter::parse_query(&column.period).unwrap().period;
            let named = catalog.periods.iter().find(|named| period == Period::Named(named.code.clone()));
            named.map_or_else(String::new, |named| named.series.clone())
        }).collect();
        let figure = |areas: &[AreaScore], slug: &str| {
            areas.iter().find(|area| area.slug == slug).map_or((0, 0), |area| (area.sum_hundredths, area.n))
        };
        for row in &answer.rows {
            let cells: Vec<(i64, u32)> = columns.iter().map(|areas| figure(areas, &row.key)).collect();
            let mine: Vec<(i64, u32)> = row.cells.iter().map(|cell| (cell.sum_hundredths, cell.n)).collect();
            prop_assert_eq!(&mine, &cells);
            let value = |cell: (i64, u32)| (cell.1 > 0).then(|| cell.0 as f64 / f64::from(cell.1));
            let last = cells.iter().rposition(|cell| cell.1 > 0);
            let first = (0..cells.len()).find(|at| cells[*at].1 > 0 && !cut[*at] && last.is_some_and(|last| series[last] == series[*at]));
            let now = last.map(|last| cells[last]);
            let previous = last.map(|last| figure(&befores[last], &row.key));
            let points = now.zip(previous).filter(|(now, before)| now.1 > 0 && before.1 > 0).map(|(now, before)| {
                let (s1, n1, s0, n0) = (i128::from(now.0), i128::from(now.1), i128::from(before.0), i128::from(before.1));
                (s1 * n0 - s0 * n1) as f64 / ((n1 * n0) as f64 * 100.0)
            });
            prop_assert_eq!(row.delta, points, "delta {}", row.key);
            let enough = |cell: Option<(i64, u32)>| cell.filter(|cell| cell.1 >= limits.min_n).and_then(value);
            let fell = enough(now).zip(enough(previous)).is_some_and(|(now, before)| now - before <= -500.0);
            let critical = enough(now).is_some_and(|now| now < 8_000.0) || fell;
            prop_assert_eq!(answer.critical.iter().any(|area| area.slug == row.key), critical, "critical {}", row.key);
            let start = first.filter(|first| last.is_some_and(|last| *first < last && !cut[last])).map(|first| cells[first]);
            let rose = enough(now).zip(enough(start)).is_some_and(|(now, start)| now - start >= 500.0 && now >= 8_500.0);
            prop_assert_eq!(answer.success.iter().any(|area| area.slug == row.key), rose, "success {}", row.key);
            let perfect = !cells.is_empty()
                && cells.iter().all(|cell| enough(Some(*cell)).is_some_and(|value| value >= 9_900.0));
            prop_assert_eq!(answer.perfect.iter().any(|area| area.slug == row.key), perfect, "perfect {}", row.key);
        }
    }

    #[test]
    fn the_map_follows_the_rules((catalog, rows, filter) in case(60)) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let map = cube.map(&filter).unwrap();
        let oracle = Oracle::new(&catalog, &rows, &filter);
        let dashboard = oracle.dashboard();
        prop_assert_eq!(map.states, dashboard.states);
        let located: Vec<_> = dashboard.branches.iter().filter(|branch| branch.latitude.is_some()).collect();
        prop_assert_eq!(map.without_location as usize, dashboard.branches.len() - located.len());
        prop_assert_eq!(map.branches.len(), located.len());
        for (mine, theirs) in map.branches.iter().zip(located) {
            prop_assert_eq!(
                (&mine.code, mine.sum_hundredths, mine.n, mine.visited),
                (&theirs.code, theirs.sum_hundredths, theirs.n, theirs.visited)
            );
            let number = catalog.branches.iter().position(|branch| branch.code == mine.code).unwrap() as u32;
            let last = oracle.newest().into_iter().find(|row| row.branch == number);
            let measured = last.map(|row| (row.id, row.day, oracle.figure(&[row])));
            prop_assert_eq!(mine.last.as_ref().map(|last| (last.id, last.day, (last.sum_hundredths, last.n))), measured);
            prop_assert_eq!(&mine.worst, &oracle.worst_areas(number));
        }
    }

    #[test]
    fn lists_and_rankings_follow_the_rules(
        (catalog, rows, filter) in case(60),
        sort in prop::sample::select(vec![ExplainSort::Newest, ExplainSort::Worst, ExplainSort::Best]),
    ) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let oracle = Oracle::new(&catalog, &rows, &filter);
        let dashboard = oracle.dashboard();
        let explain = cube.explain(&filter, sort, 1, 1_000).unwrap();
        let mut ids: Vec<u32> = explain.supervisions.items.iter().map(|line| line.id).collect();
        let newest: Vec<u32> = oracle.newest().iter().map(|row| row.id).collect();
        if sort == ExplainSort::Newest {
            prop_assert_eq!(&ids, &newest);
        } else {
            let averages: Vec<f64> = explain.supervisions.items.iter().filter(|line| line.n > 0)
                .map(|line| line.sum_hundredths as f64 / f64::from(line.n)).collect();
            let sorted = if sort == ExplainSort::Worst { averages.is_sorted() } else { averages.iter().rev().is_sorted() };
            prop_assert!(sorted);
            let unscored = explain.supervisions.items.iter().position(|line| line.n == 0);
            prop_assert!(unscored.is_none_or(|first| explain.supervisions.items[first..].iter().all(|line| line.n == 0)));
        }
        ids.sort_unstable();
        let mut all = newest;
        all.sort_unstable();
        prop_assert_eq!(ids, all);
        prop_assert_eq!((explain.sum_hundredths, explain.n), (dashboard.kpis.sum_hundredths, dashboard.kpis.n));
        prop_assert_eq!(explain.delta, dashboard.kpis.delta);
        if let (Some(delta), true) = (explain.delta, explain.branches.len() < 8) {
            let effects: f64 = explain.branches.iter().map(|mover| mover.effect).sum();
            prop_assert!((effects - delta).abs() < 1e-9, "effects {effects} add up to {delta}");
        }
        let ranking = cube.ranking(&filter, RankingOf::Branches, RankingSort::Best, None, 1, 1_000).unwrap();
        let mine: Vec<_> = ranking.rows.items.iter().map(|row| (row.key.clone(), row.detail.clone(), row.n, row.position, row.visited)).collect();
        let theirs: Vec<_> = dashboard.branches.iter().map(|row| (row.code.clone(), row.group.clone(), row.n, row.position, row.visited)).collect();
        prop_assert_eq!(mine, theirs);
    }

    #[test]
    fn visits_come_back_as_they_went_in((catalog, rows, _) in case(40)) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let mut sorted = rows.clone();
        sorted.sort_by_key(|row| (row.day, row.id));
        prop_assert_eq!(cube.rows().collect::<Vec<_>>(), sorted);
        for row in &rows {
            let view = cube.supervision(row.id).unwrap();
            prop_assert_eq!(view.score, row.score);
            prop_assert_eq!(view.areas.len(), row.areas.len());
            prop_assert!(view.areas.is_sorted_by_key(|area| area.score));
            let used: BTreeSet<u16> = rows.iter().filter(|other| other.kind == row.kind)
                .flat_map(|other| other.areas.iter().map(|(area, _)| *area)).collect();
            prop_assert_eq!(view.unrated.len(), used.len() - row.areas.len());
            let mut same: Vec<_> = rows.iter().filter(|other| (other.branch, other.kind) == (row.branch, row.kind)).collect();
            same.sort_by_key(|row| (row.day, row.id));
            let place = same.iter().position(|other| other.id == row.id).unwrap();
            prop_assert_eq!(view.before, place.checked_sub(1).map(|place| same[place].id));
            prop_assert_eq!(view.after, same.get(place + 1).map(|row| row.id));
        }
    }
}
