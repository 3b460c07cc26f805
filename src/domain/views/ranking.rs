//! Rankings with paging, sorting and search: the long form of the dashboard's lists.

use serde::{Deserialize, Serialize};

/// What is ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum RankingOf {
    #[default]
    Branches,
    Groups,
    States,
    Areas,
}

/// Order of the rows; positions always follow the average.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum RankingSort {
    /// Best first; then what was visited without a score in the selection; pending last.
    #[default]
    Best,
    /// Worst first, pending last.
    Worst,
    Name,
    /// Most scores first.
    Count,
}

/// A page of a ranking.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    pub meta: super::Meta,
    pub of: RankingOf,
    pub sort: RankingSort,
    /// What the rows' names were searched for.
    pub search: Option<String>,
    pub rows: super::Page<RankingRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RankingRow {
    /// Branch code, group slug, state code or area slug.
    pub key: String,
    pub name: String,
    /// Second line: the group of a branch.
    pub detail: Option<String>,
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
    pub position: Option<u32>,
    /// Supervised in the period, whatever bands and areas say; else pending (rule 6).
    pub visited: bool,
}
