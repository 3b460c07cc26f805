//! What a file or a request has brought so far, so that a repeated supervision is told from a conflicting one.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::rows::{BranchData, VisitData};
use crate::domain::text::fold;

/// How something relates to what came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    First,
    /// The same thing, saying the same.
    Repeated,
    /// The same thing, saying something else.
    Conflicting,
}

/// Key of what came → a digest of what it said.
#[derive(Debug, Default)]
pub struct Seen(HashMap<u64, u32>);

impl Seen {
    /// Looks at a visit, by its natural key.
    pub fn visit(&mut self, visit: &VisitData) -> Sight {
        self.see(key_of(visit), content_of(visit))
    }

    /// Looks at a branch, by its code.
    pub fn branch(&mut self, branch: &BranchData) -> Sight {
        let content = u32::try_from(hash_of(&format!("{branch:?}")) & u64::from(u32::MAX)).unwrap_or(0);
        self.see(hash_of(&branch.code), content)
    }

    fn see(&mut self, key: u64, content: u32) -> Sight {
        match self.0.entry(key) {
            Entry::Vacant(free) => {
                free.insert(content);
                Sight::First
            }
            Entry::Occupied(before) if *before.get() == content => Sight::Repeated,
            Entry::Occupied(_) => Sight::Conflicting,
        }
    }
}

/// A digest of the natural key (rule 5).
#[must_use]
pub fn key_of(visit: &VisitData) -> u64 {
    match &visit.external_id {
        Some(id) => hash_of(id),
        None => hash_of(&(&visit.kind, &visit.branch.code, visit.day.number(), visit.second)),
    }
}

pub(super) fn hash_of(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// A digest of what a visit says.
fn content_of(visit: &VisitData) -> u32 {
    let areas: Option<Vec<(String, u16)>> =
        visit.areas.as_ref().map(|areas| areas.iter().map(|area| (fold(&area.name), area.score)).collect());
    let place = visit.sent_from.map(|place| (place.latitude.to_bits(), place.longitude.to_bits()));
    let when = (visit.day.number(), visit.second, place);
    let content = (&visit.kind, &visit.branch.code, when, &visit.supervisor, visit.score, visit.points, areas);
    u32::try_from(hash_of(&content) >> 32).unwrap_or(0)
}
