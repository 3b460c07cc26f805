//! From the engine's history to the rows and addresses of the heat map.

use crate::{
    domain::{
        Filter, Period,
        views::{Column, Granularity, History, HistoryRow},
    },
    ui::{
        Address,
        components::{HeatCell, HeatColumn, HeatRow},
        i18n::{format, lang},
        links::{branch_path, by_code},
    },
};

/// The filter with its period narrowed to a column's, so that it selects what the column counts; `None` when no period
/// says that (a named period cut by calendar dates, whose days differ by territory).
pub fn within(filter: &Filter, column: &Column) -> Option<Filter> {
    let column = Filter::parse_query(&column.period).ok()?.period;
    let period = match (&filter.period, &column) {
        (Period::All, _) => column,
        (now, column) if now == column => column.clone(),
        (now, _) => {
            let ((from, to), (first, last)) = (now.days()?, column.days()?);
            match (first.max(from), last.min(to)) {
                both if both == (first, last) => column,
                both if both == (from, to) => now.clone(),
                (from, to) => Period::Range(from, to),
            }
        }
    };
    Some(Filter { period, ..filter.clone() })
}

/// The width that a tap on a column of this one opens: a year by quarters, the rest by months.
pub const fn finer(by: Granularity) -> &'static str {
    by_code(match by {
        Granularity::Year => Granularity::Quarter,
        _ => Granularity::Month,
    })
}

/// Heads of columns; a tap narrows the page to the period.
pub fn columns(address: &Address, by: Granularity, columns: &[Column]) -> Vec<HeatColumn> {
    let page = |column: &Column| {
        let filter = within(&address.filter, column)?;
        let mut narrowed = address.clone().set("por", finer(by));
        narrowed.filter = filter;
        Some(narrowed.href())
    };
    let lang = lang();
    columns.iter().map(|column| HeatColumn { label: format::column(lang, &column.label), href: page(column) }).collect()
}

/// The row of the whole selection: each n leads to its supervisions.
pub fn pinned(history: &History, filter: &Filter, name: &str) -> HeatRow {
    HeatRow { name: name.to_owned(), ..cells(&history.organization, &history.columns, filter, |_| None) }
}

/// A group: its name opens its branches, a cell its branches in that period.
pub fn group(row: &HistoryRow, history: &History, filter: &Filter) -> HeatRow {
    let only = Filter { groups: vec![row.key.clone()], ..filter.clone() };
    let open =
        |filter: &Filter, by: &str| Address::of("/historico", filter.clone()).set("dentro", &row.key).own("por", by);
    let href = open(filter, by_code(history.granularity));
    let by = finer(history.granularity);
    HeatRow { href: Some(href), ..cells(row, &history.columns, &only, |inside| Some(open(inside, by))) }
}

/// A branch: its name opens it, a cell opens it in that period.
pub fn branch(row: &HistoryRow, history: &History, filter: &Filter) -> HeatRow {
    let groups = history.group.iter().map(|group| group.key.clone()).collect();
    let only = Filter { branches: vec![row.key.clone()], groups, ..filter.clone() };
    let path = branch_path(&row.key);
    let open = |inside: &Filter| {
        let filter = Filter { branches: Vec::new(), groups: Vec::new(), ..inside.clone() };
        Address::of(&path, filter).href()
    };
    HeatRow { href: Some(open(filter)), ..cells(row, &history.columns, &only, |inside| Some(open(inside))) }
}

/// The cells of a row; `only` is the filter that selects the row, `open` what a tap on a cell opens.
pub fn cells(row: &HistoryRow, columns: &[Column], only: &Filter, open: impl Fn(&Filter) -> Option<String>) -> HeatRow {
    let mut last = None;
    let cells = row.cells.iter().zip(columns).map(|(cell, column)| {
        if cell.n == 0 {
            return HeatCell { cell: *cell, href: None, why: None };
        }
        let Some(inside) = within(only, column) else {
            return HeatCell { cell: *cell, href: None, why: None };
        };
        let href = open(&inside);
        let why = Address::of("/porque", inside).href();
        last = Some(why.clone());
        HeatCell { cell: *cell, href, why: Some(why) }
    });
    let cells = cells.collect();
    HeatRow { name: row.name.clone(), href: None, cells, delta: row.delta, delta_why: row.delta.and(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrowed(filter: &str, column: &str) -> Option<String> {
        let column = Column { period: column.to_owned(), label: String::new() };
        within(&Filter::parse_query(filter).unwrap(), &column).map(|filter| filter.to_query())
    }

    #[test]
    fn a_cell_s_filter_selects_what_the_cell_counts() {
        assert_eq!(narrowed("", "year=2025&quarter=Q3").as_deref(), Some("year=2025&quarter=Q3"));
        assert_eq!(narrowed("year=2025&estado=19", "month=2025-08").as_deref(), Some("month=2025-08&estado=19"));
        assert_eq!(narrowed("month=2025-08", "year=2025&quarter=Q3").as_deref(), Some("month=2025-08"));
        assert_eq!(
            narrowed("from=2025-08-10&to=2025-12-31", "year=2025&quarter=Q3").as_deref(),
            Some("from=2025-08-10&to=2025-09-30")
        );
        assert_eq!(narrowed("period=2025-T1", "period=2025-T1").as_deref(), Some("period=2025-T1"));
        assert_eq!(narrowed("period=2025-T1", "month=2025-02"), None);
    }
}
