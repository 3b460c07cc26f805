//! The scores around the median and around the tenth percentile.

use serde::{Deserialize, Serialize};

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    pub meta: super::Meta,
    /// Scores in the selection.
    pub n: u32,
    /// `None` without scores.
    pub median: Option<Quantile>,
    pub p10: Option<Quantile>,
}

/// A value between two neighbours of the sorted scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Quantile {
    /// Percent.
    pub value: f64,
    /// Ranks of the neighbours, from 1 for the lowest score; equal where one score is the value.
    pub ranks: (u32, u32),
    /// Rank of the first line.
    pub first: u32,
    /// The scores around, lowest first, each as the line of its supervision with that score alone as its measure.
    pub lines: Vec<super::SupervisionLine>,
}
