//! The rules of the numbers, written the slow and obvious way: lists of rows, filtered and summed again for each figure.

mod area_figures;
mod dashboard;
mod drill;
mod history;

use falcon::domain::{filter::KindFilter, text::fold, views::*, *};

pub struct Oracle<'a> {
    pub catalog: &'a Catalog,
    pub rows: Vec<&'a SupervisionRow>,
    pub filter: Filter,
    slugs: Vec<String>,
}

fn exact(scores: &[u16]) -> (i64, u32) {
    (scores.iter().map(|score| i64::from(*score)).sum(), scores.len() as u32)
}

pub fn average((sum, n): (i64, u32)) -> Option<f64> {
    (n > 0).then(|| sum as f64 / (f64::from(n) * 100.0))
}

/// Compares fractions by cross-multiplication.
fn compare(a: (i64, u32), b: (i64, u32)) -> std::cmp::Ordering {
    (i128::from(a.0) * i128::from(b.1)).cmp(&(i128::from(b.0) * i128::from(a.1)))
}

fn delta(now: (i64, u32), before: (i64, u32)) -> Option<f64> {
    let (s1, n1, s0, n0) = (i128::from(now.0), i128::from(now.1), i128::from(before.0), i128::from(before.1));
    (n1 > 0 && n0 > 0).then(|| (s1 * n0 - s0 * n1) as f64 / ((n1 * n0) as f64 * 100.0))
}

/// (index, figure, position) best first; those without scores last; equals by (folded name, code).
fn ranked(items: Vec<(usize, (i64, u32), String, String)>) -> Vec<(usize, (i64, u32), Option<u32>)> {
    ranked_with(items, &|_| true)
}

/// The same, of those without scores the visited first.
fn ranked_with(
    mut items: Vec<(usize, (i64, u32), String, String)>,
    visited: &dyn Fn(usize) -> bool,
) -> Vec<(usize, (i64, u32), Option<u32>)> {
    items.sort_by(|a, b| {
        let empty = (a.1.1 == 0).cmp(&(b.1.1 == 0));
        let value = if a.1.1 > 0 && b.1.1 > 0 { compare(b.1, a.1) } else { std::cmp::Ordering::Equal };
        let pending = (!visited(a.0)).cmp(&!visited(b.0));
        empty
            .then(value)
            .then(if a.1.1 == 0 { pending } else { std::cmp::Ordering::Equal })
            .then(fold(&a.2).cmp(&fold(&b.2)))
            .then(a.3.cmp(&b.3))
    });
    items
        .iter()
        .map(|item| {
            let better = items.iter().filter(|other| other.1.1 > 0 && item.1.1 > 0 && compare(other.1, item.1).is_gt());
            (item.0, item.1, (item.1.1 > 0).then(|| better.count() as u32 + 1))
        })
        .collect()
}

impl<'a> Oracle<'a> {
    pub fn new(catalog: &'a Catalog, rows: &'a [SupervisionRow], filter: &Filter) -> Self {
        let mut filter = filter.clone();
        if filter.kind == KindFilter::Default {
            let count = |kind: usize| rows.iter().filter(|row| usize::from(row.kind) == kind).count();
            let code = catalog.settings.default_kind.clone().or_else(|| {
                let mut kinds: Vec<usize> = (0..catalog.kinds.len()).collect();
                kinds.sort_by_key(|kind| (std::cmp::Reverse(count(*kind)), catalog.kinds[*kind].clone()));
                kinds.first().map(|kind| catalog.kinds[*kind].clone())
            });
            filter.kind = code.map_or(KindFilter::Default, KindFilter::One);
        }
        Self { catalog, rows: rows.iter().collect(), filter, slugs: catalog.area_slugs() }
    }

    fn of_kind(&self, row: &SupervisionRow) -> bool {
        match &self.filter.kind {
            KindFilter::One(code) => self.catalog.kinds[usize::from(row.kind)] == *code,
            _ => true,
        }
    }

    fn data_span(&self) -> Option<(Day, Day)> {
        let days = || self.rows.iter().filter(|row| self.of_kind(row)).map(|row| row.day);
        Some((days().min()?, days().max()?))
    }

    /// First and last day asked for, for branches of a territory.
    fn days(&self, territory: Option<Territory>) -> Option<(Day, Day)> {
        let span = self.data_span();
        match &self.filter.period {
            Period::All => span.or(Some((Day::from_number(i32::MIN), Day::from_number(i32::MAX)))),
            Period::Named(code) => {
                let dates = &self.catalog.periods.iter().find(|period| period.code == *code)?.dates;
                let of = |wanted| dates.iter().find(|dates| dates.territory == wanted);
                of(territory).or_else(|| of(None)).map(|dates| (dates.from, dates.to))
            }
            Period::Range(from, to) => {
                let (first, last) = span.unwrap_or((*from, *to));
                let open = |open, bound: Day, day| if open { day } else { bound };
                Some((open(*from == Day::MIN, *from, first.min(*to)), open(*to == Day::MAX, *to, last.max(*from))))
            }
            Period::Year(year) => Some((Day::from_ymd(*year, 1, 1)?, Day::from_ymd(*year, 12, 31)?)),
            Period::Quarter(year, quarter) => {
                let month = *quarter as i8 * 3;
                let last = if month == 3 || month == 12 { 31 } else { 30 };
                Some((Day::from_ymd(*year, month - 2, 1)?, Day::from_ymd(*year, month, last)?))
            }
            Period::Month(year, month) => {
                let last = (28..=31).rev().find_map(|day| Day::from_ymd(*year, *month, day))?;
                Some((Day::from_ymd(*year, *month, 1)?, last))
            }
        }
    }

    fn group_on(branch: &Branch, day: Day) -> Option<u16> {
        let mut group = branch.assignments[0].group;
        for assignment in &branch.assignments {
            if assignment.from <= day {
                group = assignment.group;
            }
        }
        group
    }

    /// State, group, branch, territory, text.
    fn place_passes(&self, branch: &Branch, group: Option<u16>) -> bool {
        let f = &self.filter;
        let group = group.map(|group| &self.catalog.groups[usize::from(group)]);
        let state = branch.state.map(|state| &self.catalog.states[usize::from(state)]);
        (f.states.is_empty() || state.is_some_and(|state| f.states.contains(&state.code)))
            && (f.groups.is_empty() || group.is_some_and(|group| f.groups.contains(&group.slug)))
            && (f.branches.is_empty() || f.branches.contains(&branch.code))
            && (f.territories.is_empty()
                || branch.territory.is_some_and(|territory| f.territories.contains(&territory)))
            && f.text.as_ref().is_none_or(|text| {
                let mut fields = vec![branch.code.clone(), branch.name.clone()];
                fields.extend(branch.municipality.clone());
                fields.extend(group.map(|group| group.name.clone()));
                fields.iter().any(|field| fold(field).contains(&fold(text)))
            })
    }

    fn branch_of(&self, row: &SupervisionRow) -> &'a Branch {
        &self.catalog.branches[row.branch as usize]
    }

    fn group_of(&self, row: &SupervisionRow) -> Option<u16> {
        Self::group_on(self.branch_of(row), row.day)
    }

    fn band(&self, score: u16) -> Band {
        let limits = self.catalog.settings.bands;
        if score >= limits.excelente {
            Band::Excelente
        } else if score >= limits.bueno {
            Band::Bueno
        } else if score >= limits.regular {
            Band::Regular
        } else {
            Band::Critico
        }
    }

    /// Rows of kind, period and place, whatever bands and areas say.
    fn seen(&self) -> Vec<&'a SupervisionRow> {
        let passes = |row: &&&SupervisionRow| {
            let branch = self.branch_of(row);
            self.of_kind(row)
                && self.days(branch.territory).is_some_and(|(from, to)| from <= row.day && row.day <= to)
                && self.place_passes(branch, self.group_of(row))
        };
        self.rows.iter().filter(passes).copied().collect()
    }

    fn wants_area(&self, area: u16) -> bool {
        self.filter.areas.is_empty() || self.filter.areas.contains(&self.slugs[usize::from(area)])
    }

    pub fn selected(&self) -> Vec<&'a SupervisionRow> {
        let bands = &self.filter.bands;
        self.seen()
            .into_iter()
            .filter(|row| bands.is_empty() || row.score.is_some_and(|score| bands.contains(&self.band(score))))
            .filter(|row| self.filter.areas.is_empty() || row.areas.iter().any(|(area, _)| self.wants_area(*area)))
            .collect()
    }

    /// The scores that a row adds to the figure.
    fn measure(&self, row: &SupervisionRow) -> Vec<u16> {
        if self.filter.areas.is_empty() {
            row.score.into_iter().collect()
        } else {
            row.areas.iter().filter(|(area, _)| self.wants_area(*area)).map(|(_, score)| *score).collect()
        }
    }

    pub fn figure(&self, rows: &[&SupervisionRow]) -> (i64, u32) {
        exact(&rows.iter().flat_map(|row| self.measure(row)).collect::<Vec<_>>())
    }

    pub fn previous(&self) -> Option<Oracle<'a>> {
        let period = match &self.filter.period {
            Period::All => return None,
            Period::Year(year) => Period::Year(year - 1),
            Period::Quarter(year, Quarter::Q1) => Period::Quarter(year - 1, Quarter::Q4),
            Period::Quarter(year, Quarter::Q2) => Period::Quarter(*year, Quarter::Q1),
            Period::Quarter(year, Quarter::Q3) => Period::Quarter(*year, Quarter::Q2),
            Period::Quarter(year, Quarter::Q4) => Period::Quarter(*year, Quarter::Q3),
            Period::Month(year, 1) => Period::Month(year - 1, 12),
            Period::Month(year, month) => Period::Month(*year, month - 1),
            Period::Range(from, to) => {
                let length = to.number() - from.number() + 1;
                if from.number() - length < 0 {
                    return None;
                }
                Period::Range(from.plus(-length), from.plus(-1))
            }
            Period::Named(code) => {
                let start = |period: &NamedPeriod| period.dates.iter().map(|dates| dates.from).min();
                let this = self.catalog.periods.iter().find(|period| period.code == *code)?;
                let mut same: Vec<_> = self
                    .catalog
                    .periods
                    .iter()
                    .filter(|period| period.series == this.series && start(period).is_some())
                    .map(|period| (start(period), period.code.clone()))
                    .collect();
                same.sort();
                same.retain(|other| *other < (start(this), code.clone()));
                Period::Named(same.pop()?.1)
            }
        };
        Some(self.over(period))
    }

    pub fn over(&self, period: Period) -> Oracle<'a> {
        Oracle {
            filter: Filter { period, ..self.filter.clone() },
            rows: self.rows.clone(),
            slugs: self.slugs.clone(),
            ..*self
        }
    }

    /// What every answer carries.
    pub fn meta(&self) -> Meta {
        Meta {
            filter: self.filter.to_query(),
            data_version: self.catalog.data_version,
            last_import: self.catalog.last_import.clone(),
            span: self.span(),
            by_area: !self.filter.areas.is_empty(),
        }
    }

    /// Selected rows newest first.
    pub fn newest(&self) -> Vec<&'a SupervisionRow> {
        let mut rows = self.selected();
        rows.sort_by_key(|row| std::cmp::Reverse((row.day, row.id)));
        rows
    }

    /// (id, value) pairs of the three areas with the lowest averages of a branch.
    pub fn worst_areas(&self, branch: u32) -> Vec<WorstArea> {
        let rows: Vec<&SupervisionRow> = self.selected().into_iter().filter(|row| row.branch == branch).collect();
        let mut areas = self.areas(&rows);
        areas.sort_by(|a, b| {
            compare((a.sum_hundredths, a.n), (b.sum_hundredths, b.n))
                .then(fold(&a.name).cmp(&fold(&b.name)))
                .then(a.slug.cmp(&b.slug))
        });
        areas
            .into_iter()
            .take(3)
            .map(|area| WorstArea {
                name: area.name,
                average: area.average.expect("only rated areas"),
                sum_hundredths: area.sum_hundredths,
                n: area.n,
            })
            .collect()
    }
}

/// Linear interpolation at tenths: exact until one division.
fn quantile(sorted: &[u16], tenths: u64) -> Option<f64> {
    let last = (sorted.len() as u64).checked_sub(1)?;
    let (k, rest) = (last * tenths / 10, last * tenths % 10);
    let low = u64::from(sorted[k as usize]);
    let high = u64::from(sorted[(k + 1).min(last) as usize]);
    Some((low * (10 - rest) + high * rest) as f64 / 1000.0)
}
