//! The demo's supervisions: how often each branch is visited, and what each visit finds.

use crate::domain::{Day, Territory};

use super::{
    branches::Site,
    dice::{around, below},
    words::{OPERATIVA, SEGURIDAD},
};

/// First and last day of the demo's three years.
pub(super) const FIRST: (i16, i8, i8) = (2023, 11, 1);
pub(super) const LAST: (i16, i8, i8) = (2026, 10, 31);

/// The two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Operativa,
    Seguridad,
}

impl Form {
    pub const ALL: [Self; 2] = [Self::Operativa, Self::Seguridad];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Operativa => "operativa",
            Self::Seguridad => "seguridad",
        }
    }

    pub const fn areas(self) -> &'static [(&'static str, u16, i32)] {
        match self {
            Self::Operativa => &OPERATIVA,
            Self::Seguridad => &SEGURIDAD,
        }
    }

    /// Days between two visits, on average.
    const fn every(self, territory: Territory) -> i32 {
        match (self, territory) {
            (Self::Operativa, Territory::Local) => 46,
            (Self::Operativa, Territory::Foranea) => 91,
            (Self::Seguridad, Territory::Local) => 122,
            (Self::Seguridad, Territory::Foranea) => 183,
        }
    }
}

/// One visit.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub day: Day,
    pub minute: u16,
    pub supervisor: usize,
    /// Rated areas: place in the form's list, points reached of points possible.
    pub areas: Vec<(usize, u16, u16)>,
    /// Hundred-thousandths of a degree from the branch to where the form was sent.
    pub drift: (i32, i32),
}

/// Every visit of a branch with a form, oldest first.
pub(super) fn visits(site: &Site, form: Form, first: Day, last: Day) -> Vec<Visit> {
    let every = form.every(site.territory);
    let from = first.max(site.opened.unwrap_or(first).plus(20));
    let until = last.plus(-site.quiet_days).min(site.closed.unwrap_or(last));
    let key = |what: u64, number: u64| [site.number, form as u64, what, number];
    let mut day = from.plus(i32::try_from(below(every.unsigned_abs(), &key(1, 0))).unwrap_or(0));
    let mut all = Vec::new();
    let mut number = 0;
    while day <= until {
        number += 1;
        // Nobody visits on Sundays; day 0 was a Thursday.
        if (day.number() + 4).rem_euclid(7) == 0 {
            day = day.plus(1);
            continue;
        }
        let supervisor = (site.region + below(2, &key(2, number)) as usize) % super::words::SUPERVISORS.len();
        all.push(Visit {
            day,
            minute: u16::try_from(9 * 60 + below(600, &key(3, number))).unwrap_or(720),
            supervisor,
            areas: rated(site, form, day.number() - first.number(), number),
            drift: drift(&key(4, number)),
        });
        day = day.plus((every + around(every * 2 / 3, &key(5, number))).max(6));
    }
    all
}

/// Most forms are sent from the branch, a few from far away.
fn drift(key: &[u64; 4]) -> (i32, i32) {
    let reach = if below(25, key) == 0 { 4_000 } else { 90 };
    let salted = |salt: u64| around(reach, &[key[0], key[1], key[3], salt]);
    (salted(7), salted(8))
}

/// What the visit finds, area by area.
fn rated(site: &Site, form: Form, days: i32, number: u64) -> Vec<(usize, u16, u16)> {
    let list = form.areas();
    let mut rated = Vec::with_capacity(list.len());
    // Tenths of a percent, in integers: level of the group, its change per year, the branch, the day's mood.
    let mood = around(120, &[site.number, form as u64, number, 11]);
    let level = site.level + site.yearly * days / 365 + site.own + mood;
    for (place, (_, most, hard)) in list.iter().enumerate() {
        let key = [site.number, form as u64, number, place as u64];
        let never = !site.has_games && form == Form::Operativa && place == 3;
        if never || below(100, &[key[0], key[1], key[2], key[3], 12]) < 4 {
            continue;
        }
        // One area gets better everywhere over the three years.
        let lesson = if form == Form::Operativa && place == 24 { 170 * days / 1095 } else { 0 };
        let tenths = (level - hard * 10 + lesson + around(180, &key)).clamp(0, 1000);
        let points = (i32::from(*most) * tenths + 500) / 1000;
        rated.push((place, u16::try_from(points).unwrap_or(0), *most));
    }
    rated
}
