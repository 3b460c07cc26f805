//! Cubes that were appended to, updated, stored or cut down against cubes built at once.

use falcon::domain::{views::*, *};
use proptest::prelude::*;

use super::{generate, generate::case, oracle::Oracle};

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
        (catalog, rows, _) in case(50),
        keep in prop::collection::vec(any::<bool>(), 12),
    ) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let scope = cube.restrict(&keep);
        let codes: Vec<String> = catalog.branches.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(b, _)| b.code.clone()).collect();
        prop_assert_eq!(scope.catalog().branches.iter().map(|b| b.code.clone()).collect::<Vec<_>>(), codes.clone());
        let bytes = scope.encode();
        for branch in catalog.branches.iter().zip(&keep).filter(|(_, keep)| !**keep).map(|(branch, _)| branch) {
            let name = branch.code.as_bytes();
            // A short code may stand inside one that stays.
            if name.len() > 4 && !codes.iter().any(|kept| kept.contains(&branch.code)) {
                prop_assert!(!bytes.windows(name.len()).any(|window| window == name), "{} left behind", branch.code);
            }
        }
    }

    /// A supervisor's scope answers as if the organization had only these branches ever, except that what a filter without
    /// a kind means stays what it is for all.
    #[test]
    fn a_scope_answers_like_an_organization_of_its_branches(
        (catalog, rows, filter) in case(60),
        keep in prop::collection::vec(prop::bool::weighted(0.7), 12),
        by in prop::sample::select(vec![Granularity::Month, Granularity::Quarter, Granularity::Year, Granularity::Named]),
    ) {
        let cube = Cube::build(catalog.clone(), rows.clone()).unwrap();
        let scope = cube.restrict(&keep);
        let mut small = catalog.clone();
        let kept: Vec<usize> = (0..catalog.branches.len()).filter(|branch| keep[*branch]).collect();
        small.branches = kept.iter().map(|branch| catalog.branches[*branch].clone()).collect();
        small.settings.default_kind = Some(cube.default_kind_code().to_owned());
        let small_rows: Vec<SupervisionRow> = rows.iter().filter_map(|row| {
            let branch = kept.iter().position(|branch| *branch == row.branch as usize)?;
            Some(SupervisionRow { branch: branch as u32, ..row.clone() })
        }).collect();
        if let Err(error) = scope.resolve(&filter) {
            // Nobody in the scope has what the filter names, and its name is gone with it.
            let group = |group: u16| catalog.groups[usize::from(group)].slug == error.value;
            let named = match error.field.as_str() {
                "kind" => small_rows.iter().any(|row| catalog.kinds[usize::from(row.kind)] == error.value),
                "estado" => small.branches.iter().filter_map(|branch| branch.state)
                    .any(|state| catalog.states[usize::from(state)].code == error.value),
                "grupo" => small.branches.iter().flat_map(|branch| &branch.assignments)
                    .any(|assignment| assignment.group.is_some_and(group)),
                "sucursal" => small.branches.iter().any(|branch| branch.code == error.value),
                "area" => small_rows.iter().flat_map(|row| &row.areas)
                    .any(|(area, _)| catalog.area_slugs()[usize::from(*area)] == error.value),
                _ => true,
            };
            prop_assert!(!named, "{error:?}");
            return Ok(());
        }
        let oracle = Oracle::new(&small, &small_rows, &filter);
        prop_assert_eq!(scope.dashboard(&filter).unwrap(), oracle.dashboard());
        prop_assert_eq!(scope.area_figures(&filter).unwrap(), oracle.area_figures());
        prop_assert_eq!(scope.history(&filter, by, HistoryShow::All, None).unwrap(), oracle.history(by, HistoryShow::All, None));
        let today = Day::from_number(generate::FIRST + 800);
        for branch in &catalog.branches {
            prop_assert_eq!(scope.branch(&branch.code, &filter, today).unwrap(), oracle.branch(&branch.code, today));
        }
        for group in &scope.catalog().groups {
            prop_assert_eq!(scope.group(&group.slug, &filter).unwrap(), oracle.group(&group.slug));
            let inside = scope.history(&filter, by, HistoryShow::All, Some(&group.slug)).unwrap();
            prop_assert_eq!(inside, oracle.history(by, HistoryShow::All, Some(&group.slug)));
        }
        let whole = Cube::build(small, small_rows).unwrap();
        prop_assert_eq!(scope.indicators(&filter, by), whole.indicators(&filter, by));
        prop_assert_eq!(scope.map(&filter), whole.map(&filter));
        prop_assert_eq!(scope.explain(&filter, ExplainSort::Worst, 1, 50), whole.explain(&filter, ExplainSort::Worst, 1, 50));
        for row in &rows {
            prop_assert_eq!(scope.supervision(row.id), whole.supervision(row.id));
        }
    }
}
