//! A cube of fewer branches.

use std::collections::HashMap;

use super::{Cube, build, index};
use crate::domain::{
    Catalog, Day, SupervisionRow,
    catalog::{AREA, numbered_slug, slug_base},
};

/// Old number → new number of the items that are kept, in their order.
fn renumber(keep: &[bool]) -> Vec<Option<usize>> {
    let mut next = 0;
    keep.iter()
        .map(|keep| {
            keep.then(|| {
                next += 1;
                next - 1
            })
        })
        .collect()
}

/// The kept items, in their order.
fn kept<T: Clone>(items: &[T], keep: &[bool]) -> Vec<T> {
    items.iter().zip(keep).filter(|(_, keep)| **keep).map(|(item, _)| item.clone()).collect()
}

impl Cube {
    /// The same organization with the supervisions of this day and later alone: what a small device keeps.
    #[must_use]
    pub fn since(&self, day: Day) -> Self {
        let rows = self.rows().filter(|row| row.day >= day);
        // Rows of a cube fit its catalog.
        Self::build(self.catalog.clone(), rows).unwrap_or_else(|_| self.clone())
    }

    /// The cube of the branches for which `keep` (by index) is true: nothing else is in it, not even names.
    ///
    /// Groups, states, supervisors, kinds and areas that only other branches use are gone too. What a filter without `kind`
    /// means stays what it was, and so do the slugs of areas (an area stays where it is why another one's slug has a number).
    #[must_use]
    pub fn restrict(&self, keep: &[bool]) -> Self {
        let old = &self.catalog;
        let keep: Vec<bool> =
            (0..old.branches.len()).map(|branch| keep.get(branch).copied().unwrap_or(false)).collect();
        let mut rows: Vec<SupervisionRow> = self.rows().filter(|row| keep[row.branch as usize]).collect();

        let mut groups = vec![false; old.groups.len()];
        let mut states = vec![false; old.states.len()];
        for branch in kept(&old.branches, &keep) {
            branch
                .assignments
                .iter()
                .filter_map(|assignment| assignment.group)
                .for_each(|g| groups[usize::from(g)] = true);
            branch.state.into_iter().for_each(|state| states[usize::from(state)] = true);
        }
        let mut supervisors = vec![false; old.supervisors.len()];
        let mut kinds = vec![false; old.kinds.len()];
        let mut areas = vec![false; old.areas.len()];
        for row in &rows {
            row.supervisor.into_iter().for_each(|supervisor| supervisors[usize::from(supervisor)] = true);
            kinds[usize::from(row.kind)] = true;
            row.areas.iter().for_each(|(area, _)| areas[usize::from(*area)] = true);
        }
        let default_kind = self.default_kind();
        default_kind.into_iter().for_each(|kind| kinds[kind] = true);
        self.keep_slugs(&mut areas);

        let number = |list: &[Option<usize>], old: usize| list[old].unwrap_or(0);
        let (group_numbers, state_numbers) = (renumber(&groups), renumber(&states));
        let mut catalog = Catalog {
            settings: old.settings.clone(),
            kinds: kept(&old.kinds, &kinds),
            areas: kept(&old.areas, &areas),
            critical_areas: Vec::new(),
            groups: kept(&old.groups, &groups),
            states: kept(&old.states, &states),
            branches: kept(&old.branches, &keep),
            supervisors: kept(&old.supervisors, &supervisors),
            periods: old.periods.clone(),
            organization: old.organization.clone(),
            organization_name: old.organization_name.clone(),
            demo: old.demo,
            data_version: old.data_version,
            last_import: old.last_import.clone(),
        };
        catalog.settings.default_kind = default_kind.map(|kind| old.kinds[kind].clone());
        for branch in &mut catalog.branches {
            branch.state = branch.state.map(|state| number(&state_numbers, usize::from(state)) as u16);
            for assignment in &mut branch.assignments {
                assignment.group = assignment.group.map(|group| number(&group_numbers, usize::from(group)) as u16);
            }
        }
        let (branch_numbers, kind_numbers) = (renumber(&keep), renumber(&kinds));
        let (area_numbers, supervisor_numbers) = (renumber(&areas), renumber(&supervisors));
        let critical = old.critical_areas.iter().filter_map(|area| area_numbers[usize::from(*area)]);
        catalog.critical_areas = critical.map(|area| area as u16).collect();
        for row in &mut rows {
            row.branch = number(&branch_numbers, row.branch as usize) as u32;
            row.kind = number(&kind_numbers, usize::from(row.kind)) as u8;
            row.supervisor = row.supervisor.map(|of| number(&supervisor_numbers, usize::from(of)) as u16);
            for (area, _) in &mut row.areas {
                *area = number(&area_numbers, usize::from(*area)) as u16;
            }
        }
        let mut sites = Vec::new();
        // Fewer branches have fewer sites, so they can be numbered.
        let _ = index::extend_sites(&catalog, &mut sites);
        let columns = build::columns_from(&catalog, &sites, &rows);
        Self::assemble(catalog, sites, columns)
    }

    /// An area keeps its slug: those that took a slug before it stay too.
    fn keep_slugs(&self, areas: &mut [bool]) {
        let slugs = &self.index.area_slugs;
        let taken_by: HashMap<&String, usize> = slugs.iter().enumerate().map(|(area, slug)| (slug, area)).collect();
        // From the last on: an area that stays for another's sake keeps its slug as well.
        for area in (0..areas.len()).rev() {
            if areas[area] {
                let base = slug_base(&self.catalog.areas[area], AREA);
                (1..)
                    .map(|number| numbered_slug(&base, number))
                    .take_while(|slug| *slug != slugs[area])
                    .filter_map(|slug| taken_by.get(&slug))
                    .for_each(|before| areas[*before] = true);
            }
        }
    }
}
