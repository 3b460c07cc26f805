//! Drill-down into one branch.

use serde::{Deserialize, Serialize};

use crate::domain::Day;

/// `/sucursales/{code}`: the dashboard inside the branch, and what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BranchView {
    pub code: String,
    pub name: String,
    /// Current group.
    pub group: Option<Link>,
    pub state: Option<Link>,
    pub municipality: Option<String>,
    /// Territory code.
    pub territory: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub opened: Option<Day>,
    pub closed: Option<Day>,
    /// Position among the branches of the same filter without the branch restriction.
    pub position: Option<u32>,
    pub position_of: u32,
    /// Last visit ever, whatever the filter's period (same kind).
    pub last_visit: Option<Day>,
    /// From the last visit to today.
    pub days_since: Option<i32>,
    pub dashboard: super::Dashboard,
    /// Last supervisions of the selection, newest first, at most 10.
    pub last: Vec<super::SupervisionLine>,
}

/// A thing with an address of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Link {
    pub key: String,
    pub name: String,
}
