//! The map: states by average, branches as points.

use serde::{Deserialize, Serialize};

use crate::domain::{Band, Day};

/// `/mapa`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MapView {
    pub meta: super::Meta,
    /// States with data, best first.
    pub states: Vec<super::StateScore>,
    /// Active branches of the selection that have a location.
    pub branches: Vec<MapBranch>,
    /// Active branches of the selection without a location, told in words.
    pub without_location: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapBranch {
    pub code: String,
    pub name: String,
    pub state: Option<String>,
    pub latitude: f64,
    pub longitude: f64,
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
    /// Band of the average; `None`: without a score in the selection.
    pub band: Option<Band>,
    /// Supervised in the period, whatever bands and areas say; else pending (rule 6).
    pub visited: bool,
    /// Last visit of the selection.
    pub last: Option<LastVisit>,
    /// The three areas with the lowest averages in the selection, worst first.
    pub worst: Vec<WorstArea>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LastVisit {
    pub id: u32,
    pub day: Day,
    /// The visit's measure: its general score, with an area filter the scores of those areas. `n` 0: it has none.
    pub sum_hundredths: i64,
    pub n: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WorstArea {
    pub name: String,
    pub average: f64,
    pub sum_hundredths: i64,
    pub n: u32,
}
