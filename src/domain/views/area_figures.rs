//! Figures over single area scores: the long table that other tools see, one row per supervision and area.

use serde::{Deserialize, Serialize};

/// Every rated area score of the selection counts once; with an area filter only those of its areas.
///
/// Not what the screens show (rule 2 averages general scores): for exports, and for comparing with tools over the long table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AreaFigures {
    pub meta: super::Meta,
    pub now: AreaFigure,
    /// The same four for the previous period; `None` without one.
    pub previous: Option<AreaFigure>,
    /// Months with a score, in order.
    pub months: Vec<super::TrendPoint>,
    /// Branches, groups and states with a score, best first.
    pub branches: Vec<PlaceFigure>,
    pub groups: Vec<PlaceFigure>,
    pub states: Vec<PlaceFigure>,
    pub areas: Vec<super::AreaScore>,
    /// Scores in steps of five points: 0 to 5, …, 95 to 100 (100 in the last).
    pub histogram: Vec<u32>,
    pub median: Option<f64>,
    pub p10: Option<f64>,
}

/// A selection's area scores in four figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AreaFigure {
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    /// Rated scores.
    pub n: u32,
    /// Rated scores below the opportunity limit (80).
    pub below_80: u32,
    /// Supervisions with at least one of the scores.
    pub supervisions: u32,
    pub branches: u32,
}

/// A branch, group or state with a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceFigure {
    /// Branch code, group slug or state code.
    pub key: String,
    pub name: String,
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
    pub position: Option<u32>,
    /// Of a branch.
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}
