//! Every query against the rules written out naively, on random organizations and filters, to the last digit.

#[path = "engine/gen.rs"]
mod generate;
#[path = "engine/oracle.rs"]
mod oracle;

use std::collections::BTreeSet;

use falcon::domain::{views::*, *};
use generate::case;
use oracle::Oracle;
use proptest::prelude::*;

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
    fn the_history_follows_the_rules(
        (catalog, rows, filter) in case(60),
        by in prop::sample::select(vec![Granularity::Month, Granularity::Quarter, Granularity::Year, Granularity::Named]),
    ) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let history = cube.history(&filter, by, HistoryShow::All, None).unwrap();
        let whole = Oracle::new(&catalog, &rows, &filter);
        let selected: BTreeSet<u32> = whole.selected().iter().map(|row| row.id).collect();
        for (place, column) in history.columns.iter().enumerate() {
            let period = Filter::parse_query(&column.period).unwrap().period;
            let part = whole.over(period);
            let here: Vec<_> = part.selected().into_iter().filter(|row| selected.contains(&row.id)).collect();
            let cell = |rows: &[&SupervisionRow]| {
                let (sum_hundredths, n) = part.figure(rows);
                Cell { average: oracle::average((sum_hundredths, n)), sum_hundredths, n }
            };
            prop_assert_eq!(history.organization.cells[place], cell(&here));
            prop_assert!(history.organization.cells[place].n > 0);
            for row in &history.rows.items {
                let group = catalog.groups.iter().position(|group| group.slug == row.key).unwrap();
                let mine: Vec<_> = here.iter().copied().filter(|row| {
                    let assignments = &catalog.branches[row.branch as usize].assignments;
                    let current = assignments.iter().rev().find(|assignment| assignment.from <= row.day).unwrap();
                    current.group.map(usize::from) == Some(group)
                }).collect();
                prop_assert_eq!(row.cells[place], cell(&mine));
            }
        }
        if by != Granularity::Named {
            let total: u32 = history.organization.cells.iter().map(|cell| cell.n).sum();
            prop_assert_eq!(total, whole.figure(&whole.selected()).1, "calendar columns hold every visit");
        }
        for row in &history.rows.items {
            prop_assert_eq!(row.cells.len(), history.columns.len());
        }
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
        let before = answer.columns.first().and_then(|column| {
            let first = whole.over(Filter::parse_query(&column.period).unwrap().period);
            first.previous().map(|before| before.areas(&before.selected()))
        }).unwrap_or_default();
        let figure = |areas: &[AreaScore], slug: &str| {
            areas.iter().find(|area| area.slug == slug).map_or((0, 0), |area| (area.sum_hundredths, area.n))
        };
        for row in &answer.rows {
            let cells: Vec<(i64, u32)> = columns.iter().map(|areas| figure(areas, &row.key)).collect();
            let mine: Vec<(i64, u32)> = row.cells.iter().map(|cell| (cell.sum_hundredths, cell.n)).collect();
            prop_assert_eq!(&mine, &cells);
            let value = |cell: (i64, u32)| (cell.1 > 0).then(|| cell.0 as f64 / f64::from(cell.1));
            let last = cells.iter().rposition(|cell| cell.1 > 0);
            let first = cells.iter().position(|cell| cell.1 > 0);
            let now = last.map(|last| cells[last]);
            let previous = last.map(|last| if last == 0 { figure(&before, &row.key) } else { cells[last - 1] });
            let enough = |cell: Option<(i64, u32)>| cell.filter(|cell| cell.1 >= limits.min_n).and_then(value);
            let fell = enough(now).zip(enough(previous)).is_some_and(|(now, before)| now - before <= -500.0);
            let critical = enough(now).is_some_and(|now| now < 8_000.0) || fell;
            prop_assert_eq!(answer.critical.iter().any(|area| area.slug == row.key), critical, "critical {}", row.key);
            let start = first.filter(|first| Some(*first) < last).map(|first| cells[first]);
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
            prop_assert_eq!((&mine.code, mine.sum_hundredths, mine.n), (&theirs.code, theirs.sum_hundredths, theirs.n));
            let number = catalog.branches.iter().position(|branch| branch.code == mine.code).unwrap() as u32;
            let last = oracle.newest().into_iter().find(|row| row.branch == number);
            prop_assert_eq!(mine.last.as_ref().map(|last| last.id), last.map(|row| row.id));
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
        let mine: Vec<_> = ranking.rows.items.iter().map(|row| (row.key.clone(), row.detail.clone(), row.n, row.position)).collect();
        let theirs: Vec<_> = dashboard.branches.iter().map(|row| (row.code.clone(), row.group.clone(), row.n, row.position)).collect();
        prop_assert_eq!(mine, theirs);
        for group in &catalog.groups {
            let view = cube.group(&group.slug, &filter).unwrap().unwrap();
            let wide = Filter { groups: vec![], ..filter.clone() };
            let all = Oracle::new(&catalog, &rows, &wide).dashboard();
            prop_assert_eq!(view.position, all.groups.iter().find(|of| of.slug == group.slug).and_then(|of| of.position));
            let inside = Filter { groups: vec![group.slug.clone()], ..filter.clone() };
            prop_assert_eq!(view.dashboard, Oracle::new(&catalog, &rows, &inside).dashboard());
        }
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

/// Every answer of two cubes is the same.
fn assert_same(a: &Cube, b: &Cube, filter: &Filter) -> Result<(), TestCaseError> {
    prop_assert_eq!(a.dashboard(filter), b.dashboard(filter));
    prop_assert_eq!(a.area_figures(filter), b.area_figures(filter));
    prop_assert_eq!(a.indicators(filter, Granularity::Month), b.indicators(filter, Granularity::Month));
    prop_assert_eq!(a.map(filter), b.map(filter));
    prop_assert_eq!(a.explain(filter, ExplainSort::Worst, 1, 50), b.explain(filter, ExplainSort::Worst, 1, 50));
    prop_assert_eq!(a.rows().collect::<Vec<_>>(), b.rows().collect::<Vec<_>>());
    for row in a.rows() {
        prop_assert_eq!(a.supervision(row.id), b.supervision(row.id));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn appending_is_building(
        (catalog, rows, filter) in case(50),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        later in any::<bool>(),
    ) {
        let mut rows = rows;
        if later {
            // As imports mostly come: in order of day.
            rows.sort_by_key(|row| row.day);
        }
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(rows.len() + 1)).collect();
        cuts.extend([0, rows.len()]);
        cuts.sort_unstable();
        let mut cube = Cube::build(catalog.clone(), []).unwrap();
        for cut in cuts.windows(2) {
            cube.append(catalog.clone(), rows[cut[0]..cut[1]].to_vec()).unwrap();
        }
        assert_same(&cube, &Cube::build(catalog.clone(), rows.clone()).unwrap(), &filter)?;
        if let Some(row) = rows.first() {
            prop_assert!(cube.append(catalog, vec![row.clone()]).is_err(), "the id is taken");
        }
    }

    #[test]
    fn updating_is_building(
        (catalog, rows, filter) in case(50),
        other in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
        removed in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let mut cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        prop_assume!(!rows.is_empty());
        // Changed rows take everything but the id from another row.
        let mut changed: Vec<SupervisionRow> = other.windows(2).map(|pair| {
            SupervisionRow { id: pair[0].get(&rows).id, ..pair[1].get(&rows).clone() }
        }).collect();
        changed.sort_by_key(|row| row.id);
        changed.dedup_by_key(|row| row.id);
        let removed: Vec<u32> = removed.iter().map(|index| index.get(&rows).id)
            .filter(|id| changed.iter().all(|row| row.id != *id)).collect();
        let kept = rows.into_iter().filter(|row| !removed.contains(&row.id) && changed.iter().all(|other| other.id != row.id));
        let expected = Cube::build(catalog.clone(), kept.chain(changed.clone())).unwrap();
        cube.update(catalog, changed, &removed).unwrap();
        assert_same(&cube, &expected, &filter)?;
    }

    #[test]
    fn a_changed_catalog_is_taken_over(
        (old, rows, _) in case(40),
        moves in prop::collection::vec((any::<prop::sample::Index>(), generate::FIRST..generate::FIRST + 800), 0..4),
        filters in any::<prop::sample::Index>(),
    ) {
        let mut cube = Cube::build(old.clone(), rows.clone()).unwrap();
        let mut new = old;
        new.groups.push(Group { slug: "nuevo".into(), name: "Grupo nuevo".into() });
        let group = Some(new.groups.len() as u16 - 1);
        for (branch, from) in moves {
            let branch = branch.index(new.branches.len());
            let branch = &mut new.branches[branch];
            branch.name.push_str(" bis");
            branch.assignments.retain(|assignment| assignment.from.number() < from);
            branch.assignments.push(Assignment { from: Day::from_number(from), group });
        }
        cube.append(new.clone(), vec![]).unwrap();
        let periods = [Period::All, Period::Year(2024), Period::Quarter(2025, Quarter::Q1)];
        let filter = Filter { period: filters.get(&periods).clone(), ..Filter::default() };
        assert_same(&cube, &Cube::build(new, rows).unwrap(), &filter)?;
    }

    #[test]
    fn a_snapshot_comes_back((catalog, rows, filter) in case(50)) {
        let cube = Cube::build(catalog, rows).unwrap();
        let bytes = cube.encode();
        let again = Cube::decode(&bytes).unwrap();
        prop_assert_eq!(again.catalog(), cube.catalog());
        assert_same(&again, &cube, &filter)?;
        prop_assert_eq!(again.encode(), bytes);
    }

    #[test]
    fn a_damaged_snapshot_is_refused(
        (catalog, rows, _) in case(10),
        at in any::<prop::sample::Index>(), bit in 0_u8..8, cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = Cube::build(catalog, rows).unwrap().encode();
        let cut = cut.index(bytes.len());
        prop_assert!(Cube::decode(&bytes[..cut]).is_err());
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(Cube::decode(&bytes).is_err());
    }

    #[test]
    fn a_forged_snapshot_never_panics(
        (catalog, rows, filter) in case(10),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = Cube::build(catalog, rows).unwrap().encode();
        let end = bytes.len() - 4;
        for (at, byte) in changes {
            bytes[5 + at.index(end - 5)] = byte;
        }
        let sum = cube::checksum(&bytes[..end]);
        bytes[end..].copy_from_slice(&sum.to_le_bytes());
        if let Ok(cube) = Cube::decode(&bytes) {
            let _ = cube.dashboard(&filter);
            let _ = cube.dashboard(&Filter::default());
            prop_assert!(Cube::decode(&cube.encode()).is_ok());
        }
    }

    #[test]
    fn a_scope_holds_its_branches_and_nothing_else(
        (catalog, rows, filter) in case(50),
        keep in prop::collection::vec(any::<bool>(), 12),
    ) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let scope = cube.restrict(&keep);
        let codes: Vec<String> = catalog.branches.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(b, _)| b.code.clone()).collect();
        prop_assert_eq!(scope.catalog().branches.iter().map(|b| b.code.clone()).collect::<Vec<_>>(), codes.clone());
        let bytes = scope.encode();
        for branch in catalog.branches.iter().zip(&keep).filter(|(_, keep)| !**keep).map(|(branch, _)| branch) {
            let name = branch.code.as_bytes();
            if name.len() > 4 {
                prop_assert!(!bytes.windows(name.len()).any(|window| window == name), "{} left behind", branch.code);
            }
        }
        // Inside the scope every figure is what the whole cube says of these branches.
        if !codes.is_empty() && filter.branches.is_empty() && scope.resolve(&filter).is_ok() {
            let mut inside = Filter { branches: codes, ..filter.clone() };
            inside.normalize();
            let (mine, whole) = (scope.dashboard(&filter).unwrap(), cube.dashboard(&inside).unwrap());
            // Open ends reach as far as the data, which are others in the scope.
            let closed = filter.period.days().is_some_and(|(from, to)| from > Day::MIN && to < Day::MAX);
            if closed || matches!(filter.period, Period::Named(_)) {
                prop_assert_eq!(mine.kpis, whole.kpis);
                prop_assert_eq!(mine.groups, whole.groups);
                prop_assert_eq!(mine.branches, whole.branches);
            }
            prop_assert_eq!(mine.trend, whole.trend);
            prop_assert_eq!(mine.areas, whole.areas);
            prop_assert_eq!(mine.states, whole.states);
        }
    }
}
