//! Heat maps over time: which columns there are, and every cell of them.

use falcon::domain::{views::*, *};

use super::{Oracle, average, delta, ranked};

/// Figures by column, and what the last one with data compares with.
type Cells = (Vec<(i64, u32)>, (i64, u32));

impl<'a> Oracle<'a> {
    /// Periods of a granularity that some selected row lies in, oldest first, with those rows.
    fn columns(&self, by: Granularity) -> Vec<(Column, Vec<&'a SupervisionRow>)> {
        let rows = self.selected();
        let year_month = |row: &SupervisionRow| {
            let day = row.day.to_string();
            (day[..4].parse::<i16>().expect("a year"), day[5..7].parse::<i8>().expect("a month"))
        };
        if by == Granularity::Named {
            let first_day = |period: &NamedPeriod| period.dates.iter().map(|dates| dates.from).min();
            let mut periods: Vec<&NamedPeriod> = self.catalog.periods.iter().collect();
            periods.sort_by_key(|period| (first_day(period), &period.code));
            return periods
                .into_iter()
                .map(|period| {
                    let named = self.over(Period::Named(period.code.clone()));
                    let lies_in = |row: &&&SupervisionRow| {
                        let days = named.days(self.branch_of(row).territory);
                        days.is_some_and(|(from, to)| from <= row.day && row.day <= to)
                    };
                    let column =
                        Column { period: Period::Named(period.code.clone()).to_query(), label: period.name.clone() };
                    (column, rows.iter().filter(lies_in).copied().collect())
                })
                .collect();
        }
        let key = |row: &SupervisionRow| {
            let (year, month) = year_month(row);
            match by {
                Granularity::Year => (year, 0),
                Granularity::Quarter => (year, (month + 2) / 3),
                _ => (year, month),
            }
        };
        let mut keys: Vec<(i16, i8)> = rows.iter().map(|row| key(row)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
            .map(|(year, part)| {
                let column = match by {
                    Granularity::Year => Column { period: format!("year={year}"), label: format!("{year}") },
                    Granularity::Quarter => {
                        Column { period: format!("year={year}&quarter=Q{part}"), label: format!("Q{part} {year}") }
                    }
                    _ => Column { period: format!("month={year}-{part:02}"), label: format!("{year}-{part:02}") },
                };
                (column, rows.iter().filter(|row| key(row) == (year, part)).copied().collect())
            })
            .collect()
    }

    /// Whether the filter leaves out days of a column, for some branch.
    pub fn is_cut(&self, column: &Column) -> bool {
        let column = self.over(Filter::parse_query(&column.period).expect("a column's own").period);
        self.catalog.branches.iter().any(|branch| {
            branch.assignments.iter().any(|assignment| self.place_passes(branch, assignment.group))
                && self
                    .both(&column, branch.territory)
                    .is_some_and(|((from, to), (first, last))| from > first || last > to)
        })
    }

    /// First and last day that the filter asks for, and of a column, for a territory, where they meet.
    fn both(&self, column: &Oracle<'a>, territory: Option<Territory>) -> Option<((Day, Day), (Day, Day))> {
        let ((from, to), (first, last)) = (
            match self.filter.period {
                Period::All => (Day::MIN, Day::MAX),
                Period::Range(from, to) => (from, to),
                _ => self.days(territory)?,
            },
            column.days(territory)?,
        );
        (from <= last && first <= to).then_some(((from, to), (first, last)))
    }

    /// The rows that a figure of a column compares with: of the whole period before; none if the filter leaves out days of
    /// the column, so that lengths differ.
    pub fn before(&self, column: &Column) -> Vec<&'a SupervisionRow> {
        let cut = self.is_cut(column);
        let column = self.over(Filter::parse_query(&column.period).expect("a column's own").period);
        let Some(before) = column.previous().filter(|_| !cut) else {
            return Vec::new();
        };
        let other_branches =
            matches!(self.filter.period, Period::Named(_)) && self.filter.period != column.filter.period;
        let takes_part =
            |row: &&SupervisionRow| !other_branches || self.both(&column, self.branch_of(row).territory).is_some();
        before.selected().into_iter().filter(takes_part).collect()
    }

    /// With `group`, its branches are the rows.
    pub fn history(&self, by: Granularity, show: HistoryShow, group: Option<&str>) -> History {
        let columns: Vec<_> = self.columns(by).into_iter().filter(|(_, rows)| self.figure(rows).1 > 0).collect();
        let inside = group.and_then(|slug| self.catalog.groups.iter().position(|group| group.slug == slug));
        let befores: Vec<_> = columns.iter().map(|(column, _)| self.before(column)).collect();
        let cells_of = |belongs: &dyn Fn(&SupervisionRow) -> bool| -> Cells {
            let part = |rows: &Vec<&'a SupervisionRow>| -> Vec<&'a SupervisionRow> {
                rows.iter().filter(|row| belongs(row)).copied().collect()
            };
            let cells: Vec<_> = columns.iter().map(|(_, rows)| self.figure(&part(rows))).collect();
            let last = cells.iter().rposition(|cell| cell.1 > 0);
            let before = last.map_or((0, 0), |last| self.figure(&part(&befores[last])));
            (cells, before)
        };
        let group_is = |row: &SupervisionRow, number: usize| self.group_of(row).map(usize::from) == Some(number);
        /// Key, name, cells.
        type Row = (String, String, Cells);
        let all: Vec<Row> = match inside {
            Some(inside) => (self.catalog.branches.iter().enumerate())
                .map(|(number, branch)| {
                    let cells = cells_of(&|row| row.branch as usize == number && group_is(row, inside));
                    (branch.code.clone(), branch.name.clone(), cells)
                })
                .collect(),
            None => (self.catalog.groups.iter().enumerate())
                .map(|(number, of)| (of.slug.clone(), of.name.clone(), cells_of(&|row| group_is(row, number))))
                .collect(),
        };
        let whole = |cells: &[(i64, u32)]| {
            (cells.iter().map(|cell| cell.0).sum::<i64>(), cells.iter().map(|cell| cell.1).sum::<u32>())
        };
        let items = all
            .iter()
            .enumerate()
            .map(|(number, (key, name, cells))| (number, whole(&cells.0), name.clone(), key.clone()))
            .filter(|item| item.1.1 > 0)
            .collect();
        let rows: Vec<HistoryRow> =
            ranked(items).into_iter().map(|(number, ..)| row(&all[number].0, &all[number].1, &all[number].2)).collect();
        let critical = i64::from(self.catalog.settings.bands.regular);
        let shown = |show: HistoryShow, row: &&HistoryRow| match show {
            HistoryShow::All => true,
            HistoryShow::Improving => row.delta.is_some_and(|delta| delta > 0.0),
            HistoryShow::Declining => row.delta.is_some_and(|delta| delta < 0.0),
            HistoryShow::Critical => {
                let now = row.cells.iter().rev().find(|cell| cell.n > 0);
                now.is_some_and(|now| now.sum_hundredths < critical * i64::from(now.n))
            }
        };
        let count = |show| rows.iter().filter(|row| shown(show, row)).count() as u32;
        History {
            meta: self.meta(),
            granularity: by,
            show,
            group: inside.map(|number| Link {
                key: self.catalog.groups[number].slug.clone(),
                name: self.catalog.groups[number].name.clone(),
            }),
            organization: row("", &self.catalog.organization_name, &cells_of(&|_| true)),
            counts: HistoryCounts {
                all: count(HistoryShow::All),
                improving: count(HistoryShow::Improving),
                declining: count(HistoryShow::Declining),
                critical: count(HistoryShow::Critical),
            },
            rows: Page::whole(rows.iter().filter(|row| shown(show, row)).cloned().collect()),
            columns: columns.into_iter().map(|(column, _)| column).collect(),
            outside_named_periods: self.outside().len() as u32,
        }
    }
}

fn row(key: &str, name: &str, (cells, before): &Cells) -> HistoryRow {
    let cell = |figure: &(i64, u32)| Cell { average: average(*figure), sum_hundredths: figure.0, n: figure.1 };
    let now = cells.iter().rev().find(|cell| cell.1 > 0);
    let change = now.and_then(|now| delta(*now, *before));
    HistoryRow { key: key.to_owned(), name: name.to_owned(), cells: cells.iter().map(cell).collect(), delta: change }
}
