//! The heat map of averages over time: groups (or the branches of one group) × periods.

use serde::{Deserialize, Serialize};

/// Width of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Granularity {
    Month,
    #[default]
    Quarter,
    Year,
    /// The organization's named periods.
    Named,
}

/// Which rows are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum HistoryShow {
    #[default]
    All,
    /// Latest delta above zero.
    Improving,
    /// Latest delta below zero.
    Declining,
    /// Average of the last column with data in the critical band.
    Critical,
}

/// `/historico`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    pub meta: super::Meta,
    pub granularity: Granularity,
    pub show: HistoryShow,
    /// Rows are branches of this group; `None`: rows are groups.
    pub group: Option<super::Link>,
    /// Periods with data, oldest first.
    pub columns: Vec<Column>,
    /// The pinned row of the whole selection.
    pub organization: HistoryRow,
    /// The rows that `show` lets through. The engine answers one page that holds them all; [`History::cut`] leaves one.
    pub rows: super::Page<HistoryRow>,
    /// Rows that each choice of `show` would let through.
    pub counts: HistoryCounts,
    /// Supervisions of the selection outside every named period, where the organization has any (rule 9).
    pub outside_named_periods: u32,
}

/// Rows by [`HistoryShow`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HistoryCounts {
    pub all: u32,
    pub improving: u32,
    pub declining: u32,
    pub critical: u32,
}

impl History {
    /// Leaves only the rows of one page (from 1; past the end: the last one), for doors that show rows to people.
    pub fn cut(&mut self, page: u32, per_page: u32) {
        self.rows.cut(page, per_page);
    }
}

/// A column of a heat map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Column {
    /// The period in query-string form, e.g. `year=2025&quarter=Q3`: what tapping the column filters by.
    pub period: String,
    /// Short label free of language: `2025`, `Q3 2025`, `2025-08`, or the named period's own name.
    pub label: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HistoryRow {
    /// Group slug or branch code; empty for the organization.
    pub key: String,
    pub name: String,
    /// One per column.
    pub cells: Vec<Cell>,
    /// Points of the last column with data against the whole period before it, of the same series; `None` without data on both
    /// sides, or where the filter leaves out days of the column.
    pub delta: Option<f64>,
}

/// One figure of a heat map; `n` 0 means an empty cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Cell {
    pub average: Option<f64>,
    pub sum_hundredths: i64,
    pub n: u32,
}
