//! Drill-down into one group.

use serde::{Deserialize, Serialize};

/// `/grupos/{slug}`: the dashboard inside the group, and who it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GroupView {
    pub slug: String,
    pub name: String,
    /// `local`, `foranea`, `mixto`, or `None` when no branch has a territory.
    pub territory: Option<String>,
    pub branches: u32,
    /// Position among the groups of the same filter without the group restriction; `None`: nothing scored.
    pub position: Option<u32>,
    /// Groups with a score in that ranking.
    pub position_of: u32,
    /// Its branch list is left out where `ranking` is given: a group may hold thousands.
    pub dashboard: super::Dashboard,
    /// The asked page of the ranking of the group's branches; the service joins it, the engine leaves it empty.
    pub ranking: super::Ranking,
    /// Last supervisions of the selection, newest first, at most 10.
    pub last: Vec<super::SupervisionLine>,
}
