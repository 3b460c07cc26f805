//! Checked inputs: a page's query string, taken apart once, the same way on both sides.

use super::words;
use crate::domain::{
    Filter, FilterError,
    filter::FilterReason,
    views::{CoverageShow, ExplainSort, Figure, Granularity, HistoryShow, RankingOf, RankingSort},
};

/// Rows on a page of a list.
pub const PER_PAGE: u32 = 20;

/// A page's address: the filter, and the page's own parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageQuery {
    pub filter: Filter,
    /// `orden` of the branch ranking: `best`, `worst`, `name`, `count`.
    pub sort: RankingSort,
    /// `de`: what is ranked.
    pub of: RankingOf,
    /// `buscar`: search within a ranking.
    pub search: Option<String>,
    /// `pagina`, from 1.
    pub page: u32,
    /// `por`: `month`, `quarter`, `year`, `named`.
    pub by: Granularity,
    /// `mostrar`: `all`, `improving`, `declining`, `critical`.
    pub show: HistoryShow,
    /// `orden` of the list behind a figure: `newest`, `worst`, `best`.
    pub explain_sort: ExplainSort,
    /// `cifra`: the figure that is asked why: `average`, `visits`, `outside`, `coverage`, `median`.
    pub figure: Figure,
    /// `mostrar` of the branches behind the coverage: `pending`, `visited`, `selected`.
    pub coverage: CoverageShow,
    /// `dentro`: the group whose branches the history shows.
    pub inside: Option<String>,
}

impl PageQuery {
    /// Takes a query string (without `?`) apart. `lang` and `theme` are let through: they are preferences, not filters.
    ///
    /// # Errors
    /// Names the first parameter that is unknown or malformed.
    pub fn parse(query: &str) -> Result<Self, FilterError> {
        let (filter, rest) = Filter::split_query(query)?;
        let mut page_query = Self { filter, page: 1, ..Self::default() };
        for (field, value) in rest {
            if value.is_empty() {
                continue;
            }
            page_query.take(field, value)?;
        }
        Ok(page_query)
    }

    fn take(&mut self, field: String, value: String) -> Result<(), FilterError> {
        let known = match field.as_str() {
            "orden" => {
                let ranking = words::ranking_sort(&value).map(|sort| self.sort = sort);
                let explain = words::explain_sort(&value).map(|sort| self.explain_sort = sort);
                ranking.or(explain)
            }
            "de" => words::ranking_of(&value).map(|of| self.of = of),
            "buscar" => (value.chars().count() <= Filter::MAX_CHARS).then(|| self.search = Some(value.clone())),
            "pagina" => value.parse().ok().filter(|page| (1..=1_000_000).contains(page)).map(|page| self.page = page),
            "por" => words::granularity(&value).map(|by| self.by = by),
            "mostrar" => {
                let history = words::history_show(&value).map(|show| self.show = show);
                history.or(words::coverage_show(&value).map(|show| self.coverage = show))
            }
            "cifra" => words::figure(&value).map(|figure| self.figure = figure),
            "dentro" => (value.chars().count() <= Filter::MAX_CHARS).then(|| self.inside = Some(value.clone())),
            // `reporte`: a report that the page's filters are chosen for.
            "lang" | "theme" | "reporte" => Some(()),
            _ => return Err(FilterError { field, value, reason: FilterReason::UnknownParameter }),
        };
        known.ok_or(FilterError { field, value, reason: FilterReason::Malformed })
    }
}
