//! Heat maps over time: their columns, and what a row's last figure compares with.

use super::{
    Cube,
    order::delta,
    select::{Selection, Window},
};
use crate::domain::{Day, Mean, Period, Quarter, views::*};

/// A column and the selection of its visits.
pub struct Slot {
    pub period: Period,
    /// Of a named period; empty for calendar ones. Only columns of one series compare.
    pub series: String,
    pub column: Column,
    pub selection: Selection,
    /// The filter leaves out days of the period, so that no other period is as long (rule 7).
    pub cut: bool,
}

/// A row: its figure in each column.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub cells: Vec<Mean>,
    /// The figure of the whole period before that of the last column with data; empty where there is none.
    pub before: Mean,
}

impl Slot {
    fn new(cube: &Cube, all: &Selection, period: Period, label: String, series: String) -> Self {
        let column = Column { period: period.to_query(), label };
        let (selection, cut) = all.within(cube, &period);
        Self { period, series, column, selection, cut }
    }

    /// What a figure of this column compares with (rule 7): the period before it, whole, whatever days `all` reaches.
    fn before(&self, cube: &Cube, all: &Selection) -> Option<Selection> {
        let period = self.period.previous(&cube.catalog.periods).filter(|_| !self.cut)?;
        let mut before = all.with_period(cube, period);
        if matches!(all.filter.period, Period::Named(_)) && all.filter.period != self.period {
            // The filter's named period leaves out branches of some territories: they have no part in either figure.
            let here = |site: usize| {
                self.selection.windows.iter().any(|window| window.sites.as_ref().is_none_or(|mask| mask[site]))
            };
            for window in &mut before.windows {
                let asked = |site: usize| window.sites.as_ref().is_none_or(|mask| mask[site]);
                window.sites = Some((0..cube.sites.len()).map(|site| asked(site) && here(site)).collect());
            }
        }
        Some(before)
    }
}

impl Selection {
    /// The visits of this selection that also lie in another period, and whether that leaves out some of its days.
    fn within(&self, cube: &Cube, period: &Period) -> (Self, bool) {
        let mut other = self.with_period(cube, period.clone());
        let (opens_at_start, opens_at_end) = self.filter.period_opens();
        let (mut windows, mut cut) = (Vec::new(), false);
        for mine in &self.windows {
            for theirs in &other.windows {
                let (from, to) = (mine.from.max(theirs.from), mine.to.min(theirs.to));
                if from > to {
                    continue;
                }
                let sites: Option<Vec<bool>> = match (&mine.sites, &theirs.sites) {
                    (Some(a), Some(b)) => Some(a.iter().zip(b).map(|(a, b)| *a && *b).collect()),
                    (mask, None) | (None, mask) => mask.clone(),
                };
                if sites.as_ref().is_some_and(|mask| !mask.contains(&true)) {
                    continue;
                }
                cut |= (from > theirs.from && !opens_at_start) || (to < theirs.to && !opens_at_end);
                windows.push(Window { from, to, sites });
            }
        }
        other.windows = windows;
        (other, cut)
    }
}

impl Cube {
    /// The periods of a granularity that meet the selection, oldest first, with or without data.
    pub(super) fn slots(&self, selection: &Selection, by: Granularity) -> Vec<Slot> {
        let mut slots: Vec<Slot> = if by == Granularity::Named {
            let mut periods: Vec<_> =
                self.catalog.periods.iter().filter(|period| period.first_day().is_some()).collect();
            periods.sort_by_key(|period| (period.first_day(), &period.code));
            periods
                .into_iter()
                .map(|period| {
                    let named = Period::Named(period.code.clone());
                    Slot::new(self, selection, named, period.name.clone(), period.series.clone())
                })
                .collect()
        } else {
            let mut keys: Vec<(i16, i8)> = Vec::new();
            for (_, first) in &self.index.months {
                let (year, month) = Day::from_number(*first).year_month();
                let key = match by {
                    Granularity::Year => (year, 0),
                    Granularity::Quarter => (year, Quarter::of_month(month) as i8),
                    Granularity::Month | Granularity::Named => (year, month),
                };
                if keys.last() != Some(&key) {
                    keys.push(key);
                }
            }
            let calendar = |(year, part): (i16, i8)| match by {
                Granularity::Year => (Period::Year(year), year.to_string()),
                Granularity::Quarter => {
                    let quarter = Quarter::ALL[(part - 1) as usize];
                    (Period::Quarter(year, quarter), format!("{} {year}", quarter.code()))
                }
                Granularity::Month | Granularity::Named => (Period::Month(year, part), format!("{year:04}-{part:02}")),
            };
            keys.into_iter()
                .map(calendar)
                .map(|(period, label)| Slot::new(self, selection, period, label, String::new()))
                .collect()
        };
        slots.retain(|slot| {
            slot.selection.windows.iter().any(|window| !self.columns.visits_between(window.from, window.to).is_empty())
        });
        slots
    }
}

/// The rows of columns that hold a figure for each of `length` rows; `means` gives these figures for another selection.
pub fn lines(
    cube: &Cube,
    all: &Selection,
    columns: &[(Slot, Vec<Mean>)],
    length: usize,
    means: impl Fn(&Selection) -> Vec<Mean>,
) -> Vec<Line> {
    let line = |row| Line { cells: columns.iter().map(|(_, means)| means[row]).collect(), before: Mean::default() };
    let mut lines: Vec<Line> = (0..length).map(line).collect();
    for (place, (slot, _)) in columns.iter().enumerate() {
        if !lines.iter().any(|line| line.latest() == Some(place)) {
            continue;
        }
        let Some(before) = slot.before(cube, all).map(|before| means(&before)) else {
            continue;
        };
        for (line, before) in lines.iter_mut().zip(before).filter(|(line, _)| line.latest() == Some(place)) {
            line.before = before;
        }
    }
    lines
}

impl Line {
    /// The last column with data.
    pub fn latest(&self) -> Option<usize> {
        self.cells.iter().rposition(|cell| cell.n > 0)
    }

    /// The figure of the last column with data; empty without one.
    pub fn now(&self) -> Mean {
        self.latest().map_or(Mean::default(), |place| self.cells[place])
    }

    /// Points of the last column with data against the period before it.
    pub fn delta(&self) -> Option<f64> {
        delta(self.now(), self.before)
    }

    /// All columns together.
    pub fn sum(&self) -> Mean {
        let mut total = Mean::default();
        self.cells.iter().for_each(|mean| total.merge(*mean));
        total
    }

    pub fn row(&self, key: String, name: String) -> HistoryRow {
        let cell = |mean: &Mean| Cell { average: mean.average(), sum_hundredths: mean.sum_hundredths, n: mean.n };
        HistoryRow { key, name, cells: self.cells.iter().map(cell).collect(), delta: self.delta() }
    }
}
