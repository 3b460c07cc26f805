//! Addresses and their codes, for pages that lead into each other.

use crate::{
    domain::views::{ExplainSort, Granularity, HistoryShow},
    ui::address::encode,
};

/// `/sucursales/{code}`.
#[must_use]
pub fn branch_path(code: &str) -> String {
    ["/sucursales/", &encode(code)].concat()
}

/// `/grupos/{slug}`.
#[must_use]
pub fn group_path(slug: &str) -> String {
    ["/grupos/", &encode(slug)].concat()
}

/// `/supervisiones/{id}`.
#[must_use]
pub fn supervision_path(id: u32) -> String {
    ["/supervisiones/", &id.to_string()].concat()
}

/// The value of `por`; empty for the default.
#[must_use]
pub const fn by_code(by: Granularity) -> &'static str {
    match by {
        Granularity::Month => "month",
        Granularity::Quarter => "",
        Granularity::Year => "year",
        Granularity::Named => "named",
    }
}

/// The value of `mostrar`; empty for the default.
#[must_use]
pub const fn show_code(show: HistoryShow) -> &'static str {
    match show {
        HistoryShow::All => "",
        HistoryShow::Improving => "improving",
        HistoryShow::Declining => "declining",
        HistoryShow::Critical => "critical",
    }
}

/// The value of `orden` on `/porque`; empty for the default.
#[must_use]
pub const fn explain_code(sort: ExplainSort) -> &'static str {
    match sort {
        ExplainSort::Newest => "",
        ExplainSort::Worst => "worst",
        ExplainSort::Best => "best",
    }
}
