//! A branch as it is stored and as the rows of one writer will leave it.

use std::collections::HashSet;

use super::{Attribute, NewBranch};
use crate::{
    domain::{
        Branch, Day, Location, Territory,
        text::{fold, tidy},
    },
    server::db::{
        GroupId, StateId,
        assignments::History,
        sql::{Query, bind_double},
    },
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

/// Who told the attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::server::db) struct Told {
    /// Latest day of a row whose attributes were taken.
    pub day: Option<Day>,
    /// Attributes that master data have set or cleared: a bit each, see [`bit`]. Only master data change them.
    pub settled: i64,
}

impl Told {
    const fn holds(self, attribute: Attribute) -> bool {
        self.settled & bit(attribute) != 0
    }
}

#[derive(Debug, Default)]
pub(in crate::server::db) struct Known {
    pub code: String,
    pub stored: Attributes,
    pub now: Attributes,
    pub told_stored: Told,
    pub told: Told,
    /// A row of this writer's has told the attributes.
    pub told_here: bool,
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
        // what a later import says of the same day counts, but of one import the first row of a day
        let newer = if self.told_here { row.as_of > self.told.day } else { row.as_of >= self.told.day };
        if newer && !row.master {
            self.told.day = row.as_of;
            self.told_here = true;
        }
        let overwrites = row.master || newer;
        let (now, told) = (&mut self.now, self.told);
        let free = |attribute| row.master || !told.holds(attribute);
        let municipality = row.municipality.as_deref().map(tidy).filter(|name| !name.is_empty());
        let location = row.location.filter(possible);
        let time_zone = row.time_zone.clone().filter(|zone| !zone.is_empty());
        if row.master {
            let said = [
                (Attribute::Territory, row.territory.is_some()),
                (Attribute::State, row.state.is_some()),
                (Attribute::Municipality, municipality.is_some()),
                (Attribute::Location, location.is_some()),
                (Attribute::TimeZone, time_zone.is_some()),
                (Attribute::Opened, row.opened.is_some()),
                (Attribute::Closed, row.closed.is_some()),
            ];
            let set = said.iter().filter(|(_, said)| *said).map(|(attribute, _)| attribute);
            self.told.settled |= set.chain(&row.cleared).fold(0, |bits, attribute| bits | bit(*attribute));
        }
        fill(&mut now.territory, row.territory.filter(|_| free(Attribute::Territory)), overwrites);
        fill(&mut now.state, row.state.filter(|_| free(Attribute::State)), overwrites);
        if row.master || !same_name(now.municipality.as_deref(), municipality.as_deref()) {
            fill(&mut now.municipality, municipality.filter(|_| free(Attribute::Municipality)), overwrites);
        }
        if !now.location.zip(location).is_some_and(|(a, b)| same_place(a, b)) {
            fill(&mut now.location, location.filter(|_| free(Attribute::Location)), overwrites);
        }
        fill(&mut now.time_zone, time_zone.filter(|_| free(Attribute::TimeZone)), overwrites);
        let opened_before = now.opened;
        fill(&mut now.opened, row.opened.filter(|_| free(Attribute::Opened)), overwrites);
        fill(&mut now.closed, row.closed.filter(|_| free(Attribute::Closed)), overwrites);
        row.cleared.iter().filter(|attribute| free(**attribute)).for_each(|attribute| now.clear(*attribute));
        if now.closed.zip(now.opened).is_some_and(|(closed, opened)| closed < opened) {
            if free(Attribute::Closed) {
                now.closed = self.stored.closed.filter(|closed| now.opened.is_none_or(|opened| *closed >= opened));
            } else {
                now.opened = opened_before;
            }
        }
    }
}

/// The attribute's bit in the column `settled`.
const fn bit(attribute: Attribute) -> i64 {
    match attribute {
        Attribute::Territory => 1,
        Attribute::State => 2,
        Attribute::Municipality => 4,
        Attribute::Location => 8,
        Attribute::TimeZone => 16,
        Attribute::Opened => 32,
        Attribute::Closed => 64,
        // it has a history of its own
        Attribute::Group => 0,
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

impl Known {
    /// Binds the columns from name to settled, in the order of the store's statements.
    pub fn bind<'q>(&self, query: Query<'q>) -> Query<'q> {
        self.now.bind(query).bind(self.told.day.map(|day| day.to_string())).bind(self.told.settled)
    }
}

impl Attributes {
    fn bind<'q>(&self, query: Query<'q>) -> Query<'q> {
        let query = query
            .bind(self.name.clone())
            .bind(self.territory.map(Territory::code))
            .bind(self.state.map(|state| i64::from(state.0)))
            .bind(self.municipality.clone());
        let query = bind_double(query, self.location.map(|location| location.latitude));
        let query = bind_double(query, self.location.map(|location| location.longitude));
        query
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
