//! Why a figure is what it is: the supervisions behind it, and what moved it.

use serde::{Deserialize, Serialize};

/// The supervisions behind a figure: those that the filter selects.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Explain {
    pub meta: super::Meta,
    /// The figure being explained.
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
    /// Newest first (or by score, see [`ExplainSort`]).
    pub supervisions: super::Page<super::SupervisionLine>,
    /// Branches that moved the average most against the previous period, largest effect first; at most 8.
    pub branches: Vec<Mover>,
    /// Areas that moved most in the same comparison; at most 8.
    pub areas: Vec<Mover>,
    pub delta: Option<f64>,
    pub previous: Option<super::Previous>,
}

/// The figure that is asked why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Figure {
    #[default]
    Average,
    /// How many supervisions there are.
    Visits,
    /// Those outside every named period.
    Outside,
    Coverage,
    /// Median and tenth percentile.
    Median,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ExplainSort {
    #[default]
    Newest,
    Worst,
    Best,
}

/// A part of the selection and what it did to the whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Mover {
    pub key: String,
    pub name: String,
    pub before: Option<f64>,
    pub now: Option<f64>,
    /// The exact pair behind `before`.
    pub sum_hundredths_before: i64,
    pub n_before: u32,
    /// The exact pair behind `now`.
    pub sum_hundredths: i64,
    pub n: u32,
    /// Points of the whole's delta that are due to this branch: its share of the sum now minus its share before,
    /// measured from the previous average, so that all effects add up to the delta. For areas: the area's own delta.
    pub effect: f64,
}
