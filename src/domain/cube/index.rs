//! What a cube derives from its catalog and columns once, so that queries only look up.

use std::collections::HashMap;

use super::{BuildError, columns::Columns};
use crate::domain::{Catalog, Day, Territory, text::fold};

/// No group.
pub const NONE: u16 = u16::MAX;

/// A branch under one of its groups: what a visit is counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    pub branch: u32,
    /// [`NONE`] when the branch ran under no group.
    pub group: u16,
}

/// Derived lists; see the fields.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// By branch: its sites, oldest assignment first.
    pub branch_sites: Vec<Vec<u16>>,
    /// By site: territory class, 0 local, 1 foránea, 2 none.
    pub class: Vec<u8>,
    pub area_slugs: Vec<String>,
    /// By branch, group, state, area: rank by (folded name, code), the order of ties and of pending branches.
    pub branch_order: Vec<u32>,
    pub group_order: Vec<u32>,
    pub state_order: Vec<u32>,
    pub area_order: Vec<u32>,
    /// Branch by code.
    pub branch_by_code: HashMap<String, u32>,
    /// By branch: code, name and municipality, folded, for text search.
    pub branch_text: Vec<String>,
    /// By group, state, area: name, folded.
    pub group_text: Vec<String>,
    pub state_text: Vec<String>,
    pub area_text: Vec<String>,
    /// By kind.
    pub kinds: Vec<KindFacts>,
    /// Month number (year · 12 + month − 1) and first day of every month that the columns span.
    pub months: Vec<(i32, i32)>,
    /// Days by class that lie in a named period, as sorted disjoint (first, last) pairs.
    pub covered: [Vec<(i32, i32)>; 3],
}

/// What is known of a kind's visits.
#[derive(Clone, Debug, Default)]
pub struct KindFacts {
    pub visits: u32,
    /// First and last day with a visit.
    pub span: Option<(i32, i32)>,
    /// Areas that some visit rated, sorted.
    pub areas: Vec<u16>,
}

/// Class of a territory: its place in the arrays of three.
pub const fn class_of(territory: Option<Territory>) -> u8 {
    match territory {
        Some(Territory::Local) => 0,
        Some(Territory::Foranea) => 1,
        None => 2,
    }
}

/// The territories by class.
pub const CLASSES: [Option<Territory>; 3] = [Some(Territory::Local), Some(Territory::Foranea), None];

/// Adds the sites that the catalog names and `sites` does not have yet, in order of branch and assignment.
pub fn extend_sites(catalog: &Catalog, sites: &mut Vec<Site>) -> Result<(), BuildError> {
    let mut known: std::collections::HashSet<Site> = sites.iter().copied().collect();
    for (number, branch) in catalog.branches.iter().enumerate() {
        for assignment in &branch.assignments {
            let site = Site { branch: number as u32, group: assignment.group.unwrap_or(NONE) };
            if known.insert(site) {
                sites.push(site);
            }
        }
    }
    if sites.len() > usize::from(u16::MAX) { Err(BuildError::TooMany("sites")) } else { Ok(()) }
}

/// Checks that the catalog refers to nothing that it does not hold.
pub fn check_catalog(catalog: &Catalog) -> Result<(), BuildError> {
    if catalog.areas.len() >= usize::from(UNREACHED) {
        return Err(BuildError::TooMany("areas"));
    }
    let rising = catalog.critical_areas.windows(2).all(|pair| pair[0] < pair[1]);
    if !rising || catalog.critical_areas.last().is_some_and(|area| usize::from(*area) >= catalog.areas.len()) {
        return Err(BuildError::Catalog("critical areas need to be areas of the catalog, in its order"));
    }
    if catalog.groups.len() >= usize::from(NONE) {
        return Err(BuildError::TooMany("groups"));
    }
    if catalog.kinds.len() > 255 {
        return Err(BuildError::TooMany("kinds"));
    }
    for branch in &catalog.branches {
        let sorted = branch.assignments.windows(2).all(|pair| pair[0].from < pair[1].from);
        if branch.assignments.is_empty() || !sorted {
            return Err(BuildError::Catalog("a branch needs its assignments in order of their first day"));
        }
        let group_known = |group: u16| usize::from(group) < catalog.groups.len();
        if !branch.assignments.iter().all(|assignment| assignment.group.is_none_or(group_known)) {
            return Err(BuildError::Catalog("an assignment names a group outside the catalog"));
        }
        if branch.state.is_some_and(|state| usize::from(state) >= catalog.states.len()) {
            return Err(BuildError::Catalog("a branch names a state outside the catalog"));
        }
    }
    Ok(())
}

const UNREACHED: u16 = u16::MAX;

/// Rank of each item by (folded name, key).
fn ranks<'a>(items: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u32> {
    let mut keys: Vec<(String, &str, usize)> =
        items.enumerate().map(|(number, (name, key))| (fold(name), key, number)).collect();
    keys.sort_unstable();
    let mut ranks = vec![0; keys.len()];
    for (rank, (_, _, number)) in keys.iter().enumerate() {
        ranks[*number] = rank as u32;
    }
    ranks
}

impl Index {
    pub fn new(catalog: &Catalog, sites: &[Site], columns: &Columns) -> Self {
        let mut index = Self { area_slugs: catalog.area_slugs(), ..Self::default() };
        index.name(catalog);
        index.place(catalog, sites);
        index.date(catalog, columns);
        index
    }

    fn name(&mut self, catalog: &Catalog) {
        self.branch_order = ranks(catalog.branches.iter().map(|b| (b.name.as_str(), b.code.as_str())));
        self.group_order = ranks(catalog.groups.iter().map(|g| (g.name.as_str(), g.slug.as_str())));
        self.state_order = ranks(catalog.states.iter().map(|s| (s.name.as_str(), s.code.as_str())));
        self.area_order =
            ranks(catalog.areas.iter().zip(&self.area_slugs).map(|(name, slug)| (name.as_str(), slug.as_str())));
        self.branch_by_code =
            catalog.branches.iter().enumerate().rev().map(|(i, branch)| (branch.code.clone(), i as u32)).collect();
        self.branch_text = catalog
            .branches
            .iter()
            .map(|b| format!("{}\n{}\n{}", fold(&b.code), fold(&b.name), fold(b.municipality.as_deref().unwrap_or(""))))
            .collect();
        self.group_text = catalog.groups.iter().map(|group| fold(&group.name)).collect();
        self.state_text = catalog.states.iter().map(|state| fold(&state.name)).collect();
        self.area_text = catalog.areas.iter().map(|area| fold(area)).collect();
    }

    fn place(&mut self, catalog: &Catalog, sites: &[Site]) {
        self.branch_sites = vec![Vec::new(); catalog.branches.len()];
        for (number, site) in sites.iter().enumerate() {
            self.branch_sites[site.branch as usize].push(number as u16);
        }
        self.class = sites.iter().map(|site| class_of(catalog.branches[site.branch as usize].territory)).collect();
    }

    /// What depends on the days with visits and the named periods.
    pub fn date(&mut self, catalog: &Catalog, columns: &Columns) {
        self.months.clear();
        let days = columns.day_start.len() as i32 - 1;
        let mut day = columns.first_day;
        while day < columns.first_day + days {
            let (year, month) = Day::from_number(day).year_month();
            let number = i32::from(year) * 12 + i32::from(month) - 1;
            self.months.push((number, day));
            let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            day = Day::from_ymd(next_year, next_month, 1).map_or(i32::MAX, Day::number);
        }
        for (class, territory) in CLASSES.into_iter().enumerate() {
            let mut spans: Vec<(i32, i32)> = catalog
                .periods
                .iter()
                .filter_map(|period| period.days_for(territory))
                .map(|(from, to)| (from.number(), to.number()))
                .filter(|(from, to)| from <= to)
                .collect();
            spans.sort_unstable();
            let mut merged: Vec<(i32, i32)> = Vec::new();
            for (from, to) in spans {
                match merged.last_mut() {
                    Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                    _ => merged.push((from, to)),
                }
            }
            self.covered[class] = merged;
        }
    }

    /// Whether a day lies in a named period for branches of this class.
    pub fn is_covered(&self, class: u8, day: i32) -> bool {
        let spans = &self.covered[usize::from(class)];
        let after = spans.partition_point(|(from, _)| *from <= day);
        after > 0 && day <= spans[after - 1].1
    }
}
