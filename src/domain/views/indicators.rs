//! All areas: ranking, heat map area × period, and the three lists.

use serde::{Deserialize, Serialize};

/// `/indicadores`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Indicators {
    pub meta: super::Meta,
    pub granularity: super::Granularity,
    /// What made the lists: the organization's own limits, told in words beside them.
    pub limits: crate::domain::IndicatorLimits,
    /// Areas with at least one rated score in the selection, best first.
    pub areas: Vec<super::AreaScore>,
    pub columns: Vec<super::Column>,
    /// One row per area, in the order of `areas`.
    pub rows: Vec<super::HistoryRow>,
    /// *Tendencias críticas*, worst first.
    pub critical: Vec<AreaMove>,
    /// *Casos de éxito*, largest rise first.
    pub success: Vec<AreaMove>,
    /// *Desempeño perfecto*, best first.
    pub perfect: Vec<AreaMove>,
}

/// An area in one of the lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AreaMove {
    pub slug: String,
    pub name: String,
    /// Average of the last shown period with data (critical, success) or of all shown periods (perfect).
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    /// Rated scores behind `average`.
    pub n: u32,
    /// Points: against the previous period (critical) or over the shown periods of the series (success).
    pub delta: Option<f64>,
    /// Averages of the shown periods, for a small line.
    pub line: Vec<Option<f64>>,
}
