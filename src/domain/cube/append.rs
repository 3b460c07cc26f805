//! Changing a cube without building it anew: visits before the first change stay where they are, runs between changes are
//! copied whole.

use std::collections::HashSet;

use super::{
    BuildError, Cube,
    build::{self, Writer},
    columns::Columns,
    index::{self, Index},
};
use crate::domain::{Catalog, SupervisionRow};

impl Cube {
    /// Adds supervisions whose ids are new, with the catalog they refer to (whose lists may only have grown at their ends;
    /// what is said of each item may have changed).
    ///
    /// # Errors
    /// When a row does not fit the catalog, an id is already there, or the catalog lost or moved items; the cube is then
    /// unchanged.
    pub fn append(&mut self, catalog: Catalog, rows: Vec<SupervisionRow>) -> Result<(), BuildError> {
        let known: HashSet<u32> = rows.iter().map(|row| row.id).collect();
        let (first, last) = (known.iter().min().copied().unwrap_or(1), known.iter().max().copied().unwrap_or(0));
        let twice = self.columns.id.iter().find(|id| (first..=last).contains(*id) && known.contains(id));
        if let Some(id) = twice {
            return Err(BuildError::Row { id: *id, what: "id already there" });
        }
        self.splice(catalog, rows, &[])
    }

    /// Replaces the supervisions whose ids are given again, adds new ones, drops `removed`; ids that are not there are no fault.
    ///
    /// # Errors
    /// As [`Cube::append`], known ids aside.
    pub fn update(
        &mut self,
        catalog: Catalog,
        changed: Vec<SupervisionRow>,
        removed: &[u32],
    ) -> Result<(), BuildError> {
        let gone: HashSet<u32> = changed.iter().map(|row| row.id).chain(removed.iter().copied()).collect();
        let is_gone = |(visit, id): (usize, &u32)| gone.contains(id).then_some(visit);
        let gone: Vec<usize> = self.columns.id.iter().enumerate().filter_map(is_gone).collect();
        self.splice(catalog, changed, &gone)
    }

    /// Takes out the visits `gone` (ascending) and puts `rows` in.
    fn splice(&mut self, catalog: Catalog, mut rows: Vec<SupervisionRow>, gone: &[usize]) -> Result<(), BuildError> {
        index::check_catalog(&catalog)?;
        check_growth(&self.catalog, &catalog)?;
        for row in &rows {
            build::check_row(&catalog, row)?;
        }
        build::sort_rows(&mut rows)?;
        let widest = rows.len().saturating_mul(catalog.areas.len());
        if self.columns.values.len().saturating_add(widest) > u32::MAX as usize {
            return Err(BuildError::TooMany("area scores"));
        }
        let mut sites = self.sites.clone();
        index::extend_sites(&catalog, &mut sites)?;

        // Nothing can fail from here on.
        let numbers = build::site_numbers(&sites);
        let site_of = |row: &SupervisionRow| {
            build::site_on(&catalog.branches[row.branch as usize], row.branch, row.day, &numbers)
        };
        let mut writer = Writer::resume(core::mem::take(&mut self.columns), &rows);
        writer.splice(&rows, gone, site_of);
        self.columns = writer.finish();

        let moved: Vec<bool> = self
            .catalog
            .branches
            .iter()
            .zip(&catalog.branches)
            .map(|(old, new)| old.assignments != new.assignments)
            .collect();
        self.sites = sites;
        if moved.contains(&true) {
            self.reassign(&catalog, &moved, &numbers);
        }
        let same_names = self.catalog.branches == catalog.branches
            && self.catalog.groups == catalog.groups
            && self.catalog.states == catalog.states
            && self.catalog.areas == catalog.areas;
        if same_names {
            self.index.date(&catalog, &self.columns);
        } else {
            self.index = Index::new(&catalog, &self.sites, &self.columns);
        }
        self.index.kinds = build::kind_facts(catalog.kinds.len(), &self.columns);
        self.catalog = catalog;
        Ok(())
    }

    /// Puts the visits of branches whose history of groups changed under the group of their day.
    fn reassign(&mut self, catalog: &Catalog, moved: &[bool], numbers: &std::collections::HashMap<index::Site, u16>) {
        for visit in 0..self.columns.len() {
            let branch = self.sites[usize::from(self.columns.site[visit])].branch;
            if moved.get(branch as usize).copied().unwrap_or(false) {
                let day = crate::domain::Day::from_number(self.columns.day_of(visit));
                self.columns.site[visit] = build::site_on(&catalog.branches[branch as usize], branch, day, numbers);
            }
        }
    }
}

/// Holds the new catalog's lists against the old ones: same keys in the same places, more only at the ends.
fn check_growth(old: &Catalog, new: &Catalog) -> Result<(), BuildError> {
    fn starts_with<T>(new: &[T], old: &[T], key: impl Fn(&T) -> &str) -> bool {
        new.len() >= old.len() && old.iter().zip(new).all(|(old, new)| key(old) == key(new))
    }
    let grown = starts_with(&new.kinds, &old.kinds, |kind| kind)
        && starts_with(&new.branches, &old.branches, |branch| &branch.code)
        && starts_with(&new.groups, &old.groups, |group| &group.slug)
        && starts_with(&new.states, &old.states, |state| &state.code)
        && new.areas.len() >= old.areas.len()
        && new.supervisors.len() >= old.supervisors.len();
    if grown { Ok(()) } else { Err(BuildError::Catalog("lists may only grow at their ends: build the cube anew")) }
}

impl Writer {
    /// Takes out the visits `gone` and puts sorted rows where their (day, id) belongs.
    fn splice(&mut self, rows: &[SupervisionRow], gone: &[usize], site_of: impl Fn(&SupervisionRow) -> u16) {
        let columns = &mut self.columns;
        let places: Vec<usize> = rows.iter().map(|row| columns.place_of(row.day.number(), row.id)).collect();
        let days = days_after(columns, rows, gone);
        let first = places.first().copied().into_iter().chain(gone.first().copied()).min().unwrap_or(columns.len());
        let tail = columns.split_off(first);
        let (mut next_row, mut next_gone, mut at) = (0, 0, first);
        let end = first + tail.len();
        loop {
            while next_row < rows.len() && places[next_row] <= at {
                self.push(&rows[next_row], site_of(&rows[next_row]));
                next_row += 1;
            }
            if next_gone < gone.len() && gone[next_gone] == at {
                next_gone += 1;
                at += 1;
                continue;
            }
            let until = [places.get(next_row), gone.get(next_gone)].into_iter().flatten().copied().min().unwrap_or(end);
            if at >= end && next_row >= rows.len() {
                break;
            }
            self.columns.extend_from(&tail, at - first..until.max(at) - first);
            at = until.max(at);
        }
        (self.columns.first_day, self.columns.day_start) = days;
    }
}

/// Day starts after the change.
fn days_after(columns: &Columns, rows: &[SupervisionRow], gone: &[usize]) -> (i32, Vec<u32>) {
    let mut counts = std::collections::BTreeMap::<i32, i64>::new();
    for row in rows {
        *counts.entry(row.day.number()).or_default() += 1;
    }
    for visit in gone {
        *counts.entry(columns.day_of(*visit)).or_default() -= 1;
    }
    let old = |day: i32| {
        let place = usize::try_from(i64::from(day) - i64::from(columns.first_day)).ok();
        let pair = place.and_then(|place| columns.day_start.get(place..place + 2));
        pair.map_or(0, |pair| i64::from(pair[1] - pair[0]))
    };
    let last_day = columns.first_day + columns.day_start.len() as i32 - 2;
    let old_days = if columns.day_start.is_empty() { None } else { Some((columns.first_day, last_day)) };
    let new_days = counts.keys().next().copied().zip(counts.keys().next_back().copied());
    let Some((from, to)) = [old_days, new_days].into_iter().flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    else {
        return (0, Vec::new());
    };
    let total = |day: i32| old(day) + counts.get(&day).copied().unwrap_or(0);
    let Some(first) = (from..=to).find(|day| total(*day) > 0) else { return (0, Vec::new()) };
    let last = (from..=to).rev().find(|day| total(*day) > 0).unwrap_or(first);
    let mut starts = vec![0_u32];
    let mut sum = 0_i64;
    for day in first..=last {
        sum += total(day);
        starts.push(sum as u32);
    }
    (first, starts)
}

impl Columns {
    /// Where a visit of this day and id belongs.
    fn place_of(&self, day: i32, id: u32) -> usize {
        let range = self.visits_between(day, day);
        if range.is_empty() {
            return self.visits_between(i32::MIN / 2, day).end;
        }
        range.start + self.id[range].partition_point(|of| *of < id)
    }

    /// Cuts off the visits from `visit` on; `day_start` and shapes stay behind.
    fn split_off(&mut self, visit: usize) -> Self {
        let offset = self.offset.get(visit).map_or(self.values.len(), |offset| *offset as usize);
        let optional = |column: &mut Vec<u16>| if column.is_empty() { Vec::new() } else { column.split_off(visit) };
        Self {
            site: self.site.split_off(visit),
            shape: self.shape.split_off(visit),
            score: self.score.split_off(visit),
            id: self.id.split_off(visit),
            offset: self.offset.split_off(visit),
            supervisor: optional(&mut self.supervisor),
            minute: optional(&mut self.minute),
            values: self.values.split_off(offset),
            ..Self::default()
        }
    }

    /// Copies a run of visits that [`Columns::split_off`] gave to the end.
    fn extend_from(&mut self, tail: &Self, run: core::ops::Range<usize>) {
        let Some(base) = tail.offset.first().filter(|_| !run.is_empty()) else { return };
        let offset_at =
            |visit: usize| tail.offset.get(visit).map_or(tail.values.len(), |offset| (offset - base) as usize);
        let (from, to) = (offset_at(run.start), offset_at(run.end));
        let start = self.values.len() as u32;
        self.offset.extend(tail.offset[run.clone()].iter().map(|offset| offset - base - from as u32 + start));
        self.values.extend_from_slice(&tail.values[from..to]);
        self.site.extend_from_slice(&tail.site[run.clone()]);
        self.shape.extend_from_slice(&tail.shape[run.clone()]);
        self.score.extend_from_slice(&tail.score[run.clone()]);
        self.id.extend_from_slice(&tail.id[run.clone()]);
        if !tail.supervisor.is_empty() {
            self.supervisor.extend_from_slice(&tail.supervisor[run.clone()]);
        }
        if !tail.minute.is_empty() {
            self.minute.extend_from_slice(&tail.minute[run]);
        }
    }
}
