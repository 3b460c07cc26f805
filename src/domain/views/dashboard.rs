//! The dashboard: KPI cards, trend, and the rankings of areas, groups, branches and states.

use serde::{Deserialize, Serialize};

/// Everything `/` shows, filled in one pass over the selected visits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dashboard {
    pub meta: super::Meta,
    pub kpis: Kpis,
    /// Months with at least one score, in order.
    pub trend: Vec<TrendPoint>,
    /// Areas with at least one rated score, best first; equal averages share a position.
    pub areas: Vec<AreaScore>,
    /// Groups with at least one score, best first, then those without.
    pub groups: Vec<GroupScore>,
    /// Every active branch of the selection: ranked ones best first, then those visited without a score in it, then the
    /// pending ones, each by name.
    pub branches: Vec<BranchScore>,
    /// States with at least one score, best first.
    pub states: Vec<StateScore>,
}

/// The cards.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Kpis {
    /// Percent, full precision; `None` when `n` is 0.
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
    /// Points against the previous period of the same kind and length; `None` without one (rule 7).
    pub delta: Option<f64>,
    /// The previous period's figures, when it has any.
    pub previous: Option<Previous>,
    /// Percent.
    pub target: f64,
    /// Supervisions in the selection, scored or not.
    pub supervisions: u32,
    pub branches_supervised: u32,
    /// Branches supervised in the period whatever bands and areas say: the rest of the active ones are pending (rule 6).
    pub branches_visited: u32,
    /// Branches of the selection that were open on at least one day of the period, or supervised in it.
    pub branches_active: u32,
    /// `branches_supervised / branches_active`, 0 ..= 1; `None` without active branches.
    pub coverage: Option<f64>,
    pub bands: BandCounts,
    /// Percent, linear interpolation between closest ranks.
    pub median: Option<f64>,
    /// Percent, tenth percentile, linear interpolation between closest ranks.
    pub p10: Option<f64>,
    /// Areas whose average is below the organization's opportunity limit (80).
    pub areas_of_opportunity: u32,
    /// Supervisions outside every named period, counted when the organization has named periods (rule 9).
    pub outside_named_periods: u32,
}

/// What a delta compares with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Previous {
    /// The period in query-string form, e.g. `year=2024&quarter=Q4`.
    pub period: String,
    pub average: f64,
    pub sum_hundredths: i64,
    pub n: u32,
}

/// Scores of the selection by band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BandCounts {
    pub excelente: u32,
    pub bueno: u32,
    pub regular: u32,
    pub critico: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TrendPoint {
    /// `2025-08`.
    pub month: String,
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AreaScore {
    pub slug: String,
    pub name: String,
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    /// Rated scores.
    pub n: u32,
    /// Rated scores below the opportunity limit (80).
    pub below_80: u32,
    pub position: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct GroupScore {
    pub slug: String,
    pub name: String,
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
    pub position: Option<u32>,
    /// Branches of the group active in the selection.
    pub branches: u32,
    /// Of them supervised.
    pub supervised: u32,
    /// Of them supervised in the period, whatever bands and areas say.
    pub visited: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BranchScore {
    pub code: String,
    pub name: String,
    /// Name of the group in the selection's period.
    pub group: Option<String>,
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
    /// `None`: without a score in the selection.
    pub position: Option<u32>,
    /// Supervised in the period, whatever bands and areas say; else pending (rule 6).
    pub visited: bool,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StateScore {
    pub code: String,
    pub name: String,
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
    pub position: Option<u32>,
}

/// The dashboard in the form that scripts rely on (`falcon kpi --json`): [`super::Meta`]'s fields stand at the top.
#[derive(Serialize)]
pub struct Report<'a> {
    filter: &'a str,
    data_version: i64,
    last_import: Option<&'a str>,
    by_area: bool,
    kpis: &'a Kpis,
    trend: &'a [TrendPoint],
    areas: &'a [AreaScore],
    groups: &'a [GroupScore],
    branches: &'a [BranchScore],
    states: &'a [StateScore],
}

impl Dashboard {
    /// See [`Report`].
    #[must_use]
    pub fn report(&self) -> Report<'_> {
        Report {
            filter: &self.meta.filter,
            data_version: self.meta.data_version,
            last_import: self.meta.last_import.as_deref(),
            by_area: self.meta.by_area,
            kpis: &self.kpis,
            trend: &self.trend,
            areas: &self.areas,
            groups: &self.groups,
            branches: &self.branches,
            states: &self.states,
        }
    }
}
