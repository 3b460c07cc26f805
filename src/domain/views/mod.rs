//! Answers of the KPI engine: one serde type per query, passed on as they are by every door (page, JSON, API, bot).
//!
//! Averages are percent at full precision beside the exact `sum_hundredths` and `n`; what a person reads is rounded
//! from the exact pair ([`crate::domain::Mean::rounded_hundredths`]), never from the float.

mod area_figures;
mod branch;
mod coverage;
mod dashboard;
mod explain;
mod group;
mod history;
mod indicators;
mod map;
mod ranking;
mod spread;
mod supervision;

pub use area_figures::*;
pub use branch::*;
pub use coverage::*;
pub use dashboard::*;
pub use explain::*;
pub use group::*;
pub use history::*;
pub use indicators::*;
pub use map::*;
pub use ranking::*;
pub use spread::*;
pub use supervision::*;

use serde::{Deserialize, Serialize};

/// What every answer carries: which filter it honours and how fresh it is (rule 12).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// The filter as understood, in its canonical query-string form.
    pub filter: String,
    pub data_version: i64,
    /// Instant of the last import, RFC 3339 in UTC.
    pub last_import: Option<String>,
    /// First and last day of the selection's period; `None` for a named period whose dates differ by territory, or no data.
    pub span: Option<Span>,
    /// The measure is the score of the filter's areas, not the general score (rule 10); every card says so.
    pub by_area: bool,
}

/// First and last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: crate::domain::Day,
    pub to: crate::domain::Day,
}

/// A page of a longer list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Page number, from 1.
    pub page: u32,
    /// Items on a full page.
    pub per_page: u32,
    /// Items on all pages.
    pub total: u32,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { items: Vec::new(), page: 1, per_page: 0, total: 0 }
    }
}

impl<T> Page<T> {
    /// Everything on one page.
    #[must_use]
    pub fn whole(items: Vec<T>) -> Self {
        let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
        Self { items, page: 1, per_page: total, total }
    }

    /// Of a page that holds everything, leaves page `page` (from 1; past the end: the last one) of `per_page` items.
    pub fn cut(&mut self, page: u32, per_page: u32) {
        let per_page = per_page.max(1);
        let last = self.total.div_ceil(per_page).max(1);
        let page = page.clamp(1, last);
        let from = ((page - 1) as usize * per_page as usize).min(self.items.len());
        self.items.drain(..from);
        self.items.truncate(per_page as usize);
        self.page = page;
        self.per_page = per_page;
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn a_page_is_cut_out_of_the_whole() {
        let cut = |page, per_page| {
            let mut whole = Page::whole((1..=5).collect::<Vec<_>>());
            whole.cut(page, per_page);
            (whole.items, whole.page, whole.total)
        };
        assert_eq!(cut(1, 2), (vec![1, 2], 1, 5));
        assert_eq!(cut(3, 2), (vec![5], 3, 5));
        assert_eq!(cut(9, 2), (vec![5], 3, 5));
        assert_eq!(cut(0, 9), (vec![1, 2, 3, 4, 5], 1, 5));
    }
}
