//! The history of which group ran a branch, told by observations: "on this day the branch was under that group".

use std::collections::{BTreeMap, HashMap};

use crate::domain::Day;

use super::GroupId;

/// The group of a branch from each day on; never empty, the first entry starts at [`Day::MIN`].
pub(super) type History = Vec<(Day, Option<GroupId>)>;

/// The group on a day.
pub(super) fn at(history: &History, day: Day) -> Option<GroupId> {
    history.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, group)| *group)
}

/// Observations that the stored history does not tell: (branch, day) → group. The last one of a day counts.
#[derive(Debug, Default)]
pub(super) struct Observations(HashMap<u32, BTreeMap<Day, GroupId>>);

impl Observations {
    /// Notes that the branch was under the group on the day.
    pub(super) fn note(&mut self, branch: u32, history: &History, day: Day, group: GroupId) {
        if at(history, day) == Some(group) {
            if let Some(days) = self.0.get_mut(&branch) {
                days.remove(&day);
            }
        } else {
            self.0.entry(branch).or_default().insert(day, group);
        }
    }

    /// Takes all of them, branch by branch in order.
    pub(super) fn take(&mut self) -> Vec<(u32, BTreeMap<Day, GroupId>)> {
        let mut all: Vec<_> = std::mem::take(&mut self.0).into_iter().filter(|(_, days)| !days.is_empty()).collect();
        all.sort_unstable_by_key(|(branch, _)| *branch);
        all
    }
}

/// The history that agrees with every observation, and elsewhere with the stored one on each visited day.
///
/// A change starts where the stored history had it, when that lies between the two visits; else on the first day seen
/// under the new group.
pub(super) fn reconcile(stored: &History, visited: &[Day], observed: &BTreeMap<Day, GroupId>) -> History {
    let mut days: Vec<Day> = visited.iter().copied().chain(observed.keys().copied()).collect();
    days.sort_unstable();
    days.dedup();
    let mut history: History = Vec::new();
    let mut previous = Day::MIN;
    for &day in &days {
        let group = observed.get(&day).copied().or_else(|| at(stored, day));
        match history.last() {
            None => history.push((Day::MIN, group)),
            Some((_, last)) if *last == group => {}
            Some(_) => {
                let known = stored.iter().rev().find(|(from, to)| *from > previous && *from <= day && *to == group);
                history.push((known.map_or(day, |(from, _)| *from), group));
            }
        }
        previous = day;
    }
    for &(from, group) in stored.iter().filter(|(from, _)| *from > previous) {
        if history.last().is_none_or(|(_, last)| *last != group) {
            history.push((from, group));
        }
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Option<GroupId> = Some(GroupId(1));
    const B: Option<GroupId> = Some(GroupId(2));

    fn d(number: i32) -> Day {
        Day::from_number(number)
    }

    #[test]
    fn newest_first_files_tell_the_same_history() {
        let mut observations = Observations::default();
        let stored = vec![(Day::MIN, B)];
        for (day, group) in [(400, 2), (300, 2), (200, 1), (100, 1)] {
            observations.note(7, &stored, d(day), GroupId(group));
        }
        let (_, observed) = observations.take().remove(0);
        let history = reconcile(&stored, &[d(100), d(200), d(300), d(400)], &observed);
        assert_eq!(history, vec![(Day::MIN, A), (d(300), B)]);
        for (day, group) in [(400, 2), (300, 2), (200, 1), (100, 1)] {
            observations.note(7, &history, d(day), GroupId(group));
        }
        assert!(observations.take().is_empty(), "the same observations again change nothing");
    }

    #[test]
    fn a_known_day_of_change_is_kept() {
        let stored = vec![(Day::MIN, A), (d(250), B)];
        let observed = BTreeMap::from([(d(50), GroupId(2))]);
        let history = reconcile(&stored, &[d(50), d(200), d(300)], &observed);
        assert_eq!(history, vec![(Day::MIN, B), (d(200), A), (d(250), B)]);
    }
}
