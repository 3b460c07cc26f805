//! The demo's branches and groups.

use crate::domain::{Day, Location, Territory};

use super::{
    dice::{around, below},
    places::{MORE, QUARTERS, STATES, TOWNS, Town},
    words::GROUPS,
};

/// A branch, and what its visits will find.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// From 1; also its code.
    pub number: u64,
    pub name: String,
    /// Place in the list of states.
    pub region: usize,
    pub town: &'static str,
    pub location: Location,
    pub territory: Territory,
    pub group: usize,
    pub opened: Option<Day>,
    pub closed: Option<Day>,
    /// The group before, and the first day under the present one.
    pub moved: Option<(usize, Day)>,
    /// Not visited in so many last days.
    pub quiet_days: i32,
    pub has_games: bool,
    /// Tenths of a percent: the group's level, its change per year, the branch's own difference.
    pub level: i32,
    pub yearly: i32,
    pub own: i32,
}

/// The town list with every branch of it, towns of one state together.
fn addresses() -> Vec<(Town, u8)> {
    let more = |town: &str| MORE.iter().find(|(name, _)| *name == town).map_or(0, |(_, more)| *more);
    TOWNS.iter().flat_map(|town| (0..=more(town.1)).map(|nth| (*town, nth))).collect()
}

/// All 86 branches.
pub(super) fn sites() -> Vec<Site> {
    let addresses = addresses();
    let count = addresses.len();
    addresses.into_iter().enumerate().map(|(place, address)| site(place, count, address)).collect()
}

fn site(place: usize, count: usize, ((state, town, latitude, longitude), nth): (Town, u8)) -> Site {
    let number = place as u64 + 1;
    let group = place * GROUPS.len() / count;
    // Second branches of a town stand a kilometre or two away.
    let step = |salt: u64| f64::from(if nth == 0 { 0 } else { around(2_200, &[number, salt]) }) / 100_000.0;
    let several = MORE.iter().any(|(name, _)| *name == town);
    let name =
        if several { format!("Quimera {town} {}", QUARTERS[usize::from(nth)]) } else { format!("Quimera {town}") };
    // Around Monterrey supervisors come home at night.
    let near = state == "19" && latitude > 25.4 && latitude < 26.0;
    let local = near || matches!(town, "Saltillo" | "Ramos Arizpe");
    let day = |(year, month, day)| Day::from_ymd(year, month, day);
    let (opened, closed) = match number {
        84 => (day((2025, 3, 10)), None),
        47 => (day((2025, 9, 1)), None),
        62 => (day((2026, 4, 20)), None),
        // Opened too late to have been visited.
        23 | 71 => (day((2026, 10, 19)), None),
        33 => (None, day((2024, 12, 31))),
        58 => (None, day((2025, 8, 15))),
        _ => (None, None),
    };
    Site {
        number,
        name,
        region: STATES.iter().position(|(code, _)| *code == state).unwrap_or(0),
        town,
        location: Location { latitude: latitude + step(21), longitude: longitude + step(22) },
        territory: if local { Territory::Local } else { Territory::Foranea },
        group,
        opened,
        closed,
        moved: if number == 30 { day((2025, 7, 1)).map(|first| (group + 1, first)) } else { None },
        quiet_days: match number {
            12 | 41 => 400,
            29 | 77 => 250,
            _ => 0,
        },
        has_games: below(2, &[number, 23]) == 0,
        level: 905 + around(150, &[group as u64, 24]),
        yearly: match group {
            2 | 9 | 15 => 45,
            5 | 11 | 18 => -50,
            7 | 14 => -28,
            _ => around(12, &[group as u64, 25]),
        },
        own: around(110, &[number, 26]),
    }
}
