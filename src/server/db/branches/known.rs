//! A branch as it is stored and as the rows of one writer will leave it.

use std::collections::HashSet;

use super::{Attribute, NewBranch};
use crate::{
    domain::{
        Branch, Day, Location, Territory,
        text::{fold, tidy},
    },
    server::db::{GroupId, StateId, assignments::History},
};

/// The attributes of a branch as a row of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::server::db) struct Attributes {
    pub name: String,
    pub territory: Option<Territory>,
    pub state: Option<StateId>,
    pub municipality: Option<String>,
    pub location: Option<Location>,
    pub time_zone: Option<String>,
    pub opened: Option<Day>,
    pub closed: Option<Day>,
}

#[derive(Debug, Default)]
pub(in crate::server::db) struct Known {
    pub code: String,
    pub stored: Attributes,
    pub now: Attributes,
    /// Day of the row whose attributes stand in `now`; outer `None`: no row of this writer yet.
    pub told: Option<Option<Day>>,
    /// Made by this writer.
    pub new: bool,
    pub history: History,
    pub history_changed: bool,
    pub spellings: HashSet<String>,
}

impl From<Branch> for Known {
    fn from(branch: Branch) -> Self {
        let number = |index: u16| u32::from(index) + 1;
        let stored = Attributes {
            name: branch.name,
            territory: branch.territory,
            state: branch.state.map(|index| StateId(number(index))),
            municipality: branch.municipality,
            location: branch.location,
            time_zone: branch.time_zone,
            opened: branch.opened,
            closed: branch.closed,
        };
        Self {
            code: branch.code,
            now: stored.clone(),
            spellings: HashSet::from([fold(&stored.name)]),
            stored,
            history: branch.assignments.iter().map(|a| (a.from, a.group.map(|index| GroupId(number(index))))).collect(),
            ..Self::default()
        }
    }
}

fn possible(location: &Location) -> bool {
    location.latitude.abs() <= 90.0 && location.longitude.abs() <= 180.0
}

fn same_place(a: Location, b: Location) -> bool {
    (a.latitude - b.latitude).abs() < 1e-7 && (a.longitude - b.longitude).abs() < 1e-7
}

impl Known {
    /// Takes over what the row says; see [`NewBranch::as_of`].
    pub fn tell(&mut self, row: &NewBranch) {
        let overwrites = row.master || self.told.is_none_or(|told| row.as_of > told);
        if overwrites {
            self.told = Some(if row.master { Some(Day::MAX) } else { row.as_of });
        }
        let now = &mut self.now;
        fill(&mut now.territory, row.territory, overwrites);
        fill(&mut now.state, row.state, overwrites);
        let municipality = row.municipality.as_deref().map(tidy).filter(|name| !name.is_empty());
        if row.master || !same_name(now.municipality.as_deref(), municipality.as_deref()) {
            fill(&mut now.municipality, municipality, overwrites);
        }
        let location = row.location.filter(possible);
        if !now.location.zip(location).is_some_and(|(a, b)| same_place(a, b)) {
            fill(&mut now.location, location, overwrites);
        }
        fill(&mut now.time_zone, row.time_zone.clone().filter(|zone| !zone.is_empty()), overwrites);
        fill(&mut now.opened, row.opened, overwrites);
        fill(&mut now.closed, row.closed, overwrites);
        row.cleared.iter().for_each(|attribute| now.clear(*attribute));
        if now.closed.zip(now.opened).is_some_and(|(closed, opened)| closed < opened) {
            now.closed = self.stored.closed.filter(|closed| now.opened.is_none_or(|opened| *closed >= opened));
        }
    }
}

fn same_name(a: Option<&str>, b: Option<&str>) -> bool {
    a.zip(b).is_some_and(|(a, b)| fold(a) == fold(b))
}

fn fill<T>(slot: &mut Option<T>, value: Option<T>, overwrites: bool) {
    if value.is_some() && (overwrites || slot.is_none()) {
        *slot = value;
    }
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

impl Attributes {
    /// Binds the columns from name to closed, in the order of the store's statements.
    pub fn bind<'q>(&self, query: Query<'q>) -> Query<'q> {
        query
            .bind(self.name.clone())
            .bind(self.territory.map(Territory::code))
            .bind(self.state.map(|state| i64::from(state.0)))
            .bind(self.municipality.clone())
            .bind(self.location.map(|location| location.latitude))
            .bind(self.location.map(|location| location.longitude))
            .bind(self.time_zone.clone())
            .bind(self.opened.map(|day| day.to_string()))
            .bind(self.closed.map(|day| day.to_string()))
    }

    fn clear(&mut self, attribute: Attribute) {
        match attribute {
            Attribute::Territory => self.territory = None,
            Attribute::State => self.state = None,
            Attribute::Municipality => self.municipality = None,
            Attribute::Location => self.location = None,
            Attribute::TimeZone => self.time_zone = None,
            Attribute::Opened => self.opened = None,
            Attribute::Closed => self.closed = None,
            // it has a history of its own
            Attribute::Group => {}
        }
    }
}
