//! `/historico`, and the columns of any heat map.

use super::{
    Cube,
    index::NONE,
    order::{Ranked, delta, rank},
    select::{Selection, Window},
};
use crate::domain::{Day, Filter, FilterError, Mean, Period, Quarter, filter::FilterReason, views::*};

/// A column and the selection of its visits.
pub struct Slot {
    pub period: Period,
    pub column: Column,
    pub selection: Selection,
}

impl Selection {
    /// The visits of this selection that also lie in another period.
    pub fn within(&self, cube: &Cube, period: &Period) -> Self {
        let mut other = self.with_period(cube, period.clone());
        let mut windows = Vec::new();
        for mine in &self.windows {
            for theirs in &other.windows {
                let (from, to) = (mine.from.max(theirs.from), mine.to.min(theirs.to));
                if from > to {
                    continue;
                }
                let sites = match (&mine.sites, &theirs.sites) {
                    (Some(a), Some(b)) => Some(a.iter().zip(b).map(|(a, b)| *a && *b).collect()),
                    (mask, None) | (None, mask) => mask.clone(),
                };
                windows.push(Window { from, to, sites });
            }
        }
        other.windows = windows;
        other
    }
}

impl Cube {
    /// The periods of a granularity that meet the selection, oldest first, with or without data.
    pub(super) fn slots(&self, selection: &Selection, by: Granularity) -> Vec<Slot> {
        let slot = |period: Period, label: String| Slot {
            column: Column { period: period.to_query(), label },
            selection: selection.within(self, &period),
            period,
        };
        let mut slots: Vec<Slot> = if by == Granularity::Named {
            let mut periods: Vec<_> =
                self.catalog.periods.iter().filter(|period| period.first_day().is_some()).collect();
            periods.sort_by_key(|period| (period.first_day(), &period.code));
            periods.into_iter().map(|period| slot(Period::Named(period.code.clone()), period.name.clone())).collect()
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
                Granularity::Year => slot(Period::Year(year), year.to_string()),
                Granularity::Quarter => {
                    let quarter = Quarter::ALL[(part - 1) as usize];
                    slot(Period::Quarter(year, quarter), format!("{} {year}", quarter.code()))
                }
                Granularity::Month | Granularity::Named => {
                    slot(Period::Month(year, part), format!("{year:04}-{part:02}"))
                }
            };
            keys.into_iter().map(calendar).collect()
        };
        slots.retain(|slot| {
            slot.selection.windows.iter().any(|window| !self.columns.visits_between(window.from, window.to).is_empty())
        });
        slots
    }

    /// By site: sum and count of the selection.
    fn site_means(&self, selection: &Selection) -> Vec<Mean> {
        let mut means = vec![Mean::default(); self.sites.len()];
        self.each_visit(selection, |visit, _, measure| means[usize::from(self.columns.site[visit])].merge(measure));
        means
    }

    /// `/historico`; with `group`, its branches.
    ///
    /// # Errors
    /// As [`Cube::resolve`]; the group is named as `dentro`.
    pub fn history(
        &self,
        filter: &Filter,
        by: Granularity,
        show: HistoryShow,
        group: Option<&str>,
    ) -> Result<History, FilterError> {
        let selection = Selection::new(self, filter)?;
        let group = group.map(|name| self.group_named(name)).transpose()?;
        let slots = self.slots(&selection, by);
        let means: Vec<Vec<Mean>> = slots.iter().map(|slot| self.site_means(&slot.selection)).collect();
        let mut organization = Vec::new();
        let mut columns = Vec::new();
        let length = if group.is_some() { self.catalog.branches.len() } else { self.catalog.groups.len() };
        let mut rows: Vec<Vec<Mean>> = vec![Vec::new(); length];
        for (slot, sites) in slots.into_iter().zip(&means) {
            let mut total = Mean::default();
            sites.iter().for_each(|mean| total.merge(*mean));
            if total.n == 0 {
                continue;
            }
            organization.push(total);
            columns.push(slot.column);
            rows.iter_mut().for_each(|row| row.push(Mean::default()));
            for (site, mean) in sites.iter().enumerate().filter(|(_, mean)| mean.n > 0) {
                let of = self.sites[site];
                let row = match group {
                    Some(group) => (usize::from(of.group) == group).then_some(of.branch as usize),
                    None => (of.group != NONE).then_some(usize::from(of.group)),
                };
                if let Some(cell) = row.and_then(|row| rows[row].last_mut()) {
                    cell.merge(*mean);
                }
            }
        }
        let order = if group.is_some() { &self.index.branch_order } else { &self.index.group_order };
        let mut ranked: Vec<Ranked> = rows
            .iter()
            .enumerate()
            .map(|(row, cells)| Ranked::new(row, sum(cells), order[row]))
            .filter(|ranked| ranked.mean.n > 0)
            .collect();
        rank(&mut ranked);
        let count = |show| ranked.iter().filter(|ranked| self.is_shown(show, &rows[ranked.item])).count() as u32;
        let counts = HistoryCounts {
            all: count(HistoryShow::All),
            improving: count(HistoryShow::Improving),
            declining: count(HistoryShow::Declining),
            critical: count(HistoryShow::Critical),
        };
        let named = |row: usize| match group {
            Some(_) => (self.catalog.branches[row].code.clone(), self.catalog.branches[row].name.clone()),
            None => (self.catalog.groups[row].slug.clone(), self.catalog.groups[row].name.clone()),
        };
        let rows = ranked
            .iter()
            .filter(|ranked| self.is_shown(show, &rows[ranked.item]))
            .map(|ranked| {
                let (key, name) = named(ranked.item);
                history_row(key, name, &rows[ranked.item])
            })
            .collect();
        Ok(History {
            meta: selection.meta(self),
            granularity: by,
            show,
            group: group.and_then(|group| self.group_link(group as u16)),
            columns,
            organization: history_row(String::new(), self.catalog.organization_name.clone(), &organization),
            rows: Page::whole(rows),
            counts,
        })
    }

    fn group_named(&self, name: &str) -> Result<usize, FilterError> {
        let slug = self.find_groups(name).into_iter().next();
        slug.and_then(|slug| self.catalog.groups.iter().position(|group| group.slug == slug)).ok_or_else(|| {
            FilterError { field: "dentro".to_owned(), value: name.to_owned(), reason: FilterReason::UnknownValue }
        })
    }

    fn is_shown(&self, show: HistoryShow, cells: &[Mean]) -> bool {
        let latest = cells.last().copied().unwrap_or_default();
        let change = last_delta(cells);
        match show {
            HistoryShow::All => true,
            HistoryShow::Improving => change.is_some_and(|change| change > 0.0),
            HistoryShow::Declining => change.is_some_and(|change| change < 0.0),
            HistoryShow::Critical => {
                let band = (latest.n > 0).then(|| self.catalog.settings.bands.band_of(latest.sum_hundredths, latest.n));
                band == Some(crate::domain::Band::Critico)
            }
        }
    }
}

pub fn sum(cells: &[Mean]) -> Mean {
    let mut total = Mean::default();
    cells.iter().for_each(|mean| total.merge(*mean));
    total
}

/// Points of the last column against the one before it.
fn last_delta(cells: &[Mean]) -> Option<f64> {
    match cells {
        [.., before, now] => delta(*now, *before),
        _ => None,
    }
}

pub fn cell(mean: &Mean) -> Cell {
    Cell { average: mean.average(), sum_hundredths: mean.sum_hundredths, n: mean.n }
}

pub fn history_row(key: String, name: String, cells: &[Mean]) -> HistoryRow {
    HistoryRow { key, name, cells: cells.iter().map(cell).collect(), delta: last_delta(cells) }
}
