//! View models that join engine answers for one page.

use serde::{Deserialize, Serialize};

use crate::domain::views::{Dashboard, Ranking};

/// `/`: the dashboard with its branch list left out (it may hold thousands), and the asked page of the branch ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DashboardPage {
    pub dashboard: Dashboard,
    pub ranking: Ranking,
}

/// What typing in a search box offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Parameter the value belongs to: `sucursal`, `grupo`, `area`, `estado`.
    pub field: String,
    pub value: String,
    pub name: String,
    /// Second line: the group of a branch.
    pub detail: Option<String>,
}
