//! Which branches make the coverage, and which are missing in it.

use serde::{Deserialize, Serialize};

use crate::domain::Day;

/// The active branches of a selection: pending or visited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    pub meta: super::Meta,
    pub show: CoverageShow,
    /// Active branches not supervised in the period (rule 6).
    pub pending: u32,
    /// Supervised in the period, whatever bands and areas say.
    pub visited: u32,
    /// With a supervision in the selection.
    pub selected: u32,
    /// Pending ones by their last visit, those never visited first; the others by theirs, newest first.
    pub branches: super::Page<BranchVisits>,
}

/// Which of the active branches are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum CoverageShow {
    #[default]
    Pending,
    Visited,
    Selected,
}

/// How often a branch was visited, and when last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BranchVisits {
    pub code: String,
    pub name: String,
    /// Name of the group in the selection's period.
    pub group: Option<String>,
    /// Supervisions in the period, whatever bands and areas say.
    pub visits: u32,
    /// Of them in the selection.
    pub selected: u32,
    /// The last one in the period; of a pending branch the last one ever (same kind).
    pub last: Option<Day>,
}
