//! The rules of the numbers, written the slow and obvious way: lists of rows, filtered and summed again for each figure.

use std::collections::BTreeMap;

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
fn ranked(mut items: Vec<(usize, (i64, u32), String, String)>) -> Vec<(usize, (i64, u32), Option<u32>)> {
    items.sort_by(|a, b| {
        let empty = (a.1.1 == 0).cmp(&(b.1.1 == 0));
        let value = if a.1.1 > 0 && b.1.1 > 0 { compare(b.1, a.1) } else { std::cmp::Ordering::Equal };
        empty.then(value).then(fold(&a.2).cmp(&fold(&b.2))).then(a.3.cmp(&b.3))
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

    /// Branches (by index) with the groups under which they were active.
    fn active(&self) -> BTreeMap<(u32, Option<u16>), bool> {
        let mut active = BTreeMap::new();
        for row in self.seen() {
            active.insert((row.branch, self.group_of(row)), true);
        }
        let far = Day::from_number(i32::MAX);
        for (number, branch) in self.catalog.branches.iter().enumerate() {
            let Some((from, to)) = self.days(branch.territory) else { continue };
            for (i, assignment) in branch.assignments.iter().enumerate() {
                let starts = if i == 0 { Day::from_number(i32::MIN) } else { assignment.from };
                let ends = branch.assignments.get(i + 1).map_or(far, |next| next.from.plus(-1));
                let first = [Some(from), branch.opened, Some(starts)].into_iter().flatten().max();
                let last = [Some(to), branch.closed, Some(ends)].into_iter().flatten().min();
                if first <= last && self.place_passes(branch, assignment.group) {
                    active.insert((number as u32, assignment.group), true);
                }
            }
        }
        active
    }

    fn shown_group(&self, number: usize) -> Option<u16> {
        let branch = &self.catalog.branches[number];
        let spans: Vec<(Day, Day)> =
            Territory::ALL.into_iter().map(Some).chain([None]).filter_map(|territory| self.days(territory)).collect();
        let from = spans.iter().map(|span| span.0).min().unwrap_or(Day::from_number(i32::MIN));
        let to = spans.iter().map(|span| span.1).max().unwrap_or(Day::from_number(i32::MAX));
        let within: Vec<Option<u16>> = (0..branch.assignments.len())
            .filter(|i| *i == 0 || branch.assignments[*i].from <= to)
            .filter(|i| branch.assignments.get(i + 1).is_none_or(|next| next.from > from))
            .map(|i| branch.assignments[i].group)
            .collect();
        let asked = within.iter().rev().find(|group| self.place_passes(branch, **group));
        *asked.or(within.last()).unwrap_or(&branch.assignments[branch.assignments.len() - 1].group)
    }

    pub fn areas(&self, rows: &[&SupervisionRow]) -> Vec<AreaScore> {
        let mut scores: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
        for (area, score) in rows.iter().flat_map(|row| &row.areas).filter(|(area, _)| self.wants_area(*area)) {
            scores.entry(*area).or_default().push(*score);
        }
        let items = scores
            .iter()
            .map(|(area, scores)| {
                let area = usize::from(*area);
                (area, exact(scores), self.catalog.areas[area].clone(), self.slugs[area].clone())
            })
            .collect();
        ranked(items)
            .into_iter()
            .map(|(area, figure, position)| AreaScore {
                slug: self.slugs[area].clone(),
                name: self.catalog.areas[area].clone(),
                average: average(figure),
                sum_hundredths: figure.0,
                n: figure.1,
                below_80: scores[&(area as u16)].iter().filter(|score| **score < 8_000).count() as u32,
                position,
            })
            .collect()
    }

    pub fn dashboard(&self) -> Dashboard {
        let rows = self.selected();
        let figure = self.figure(&rows);
        let previous =
            self.previous().map(|before| (before.figure(&before.selected()), before.filter.period.to_query()));
        let active = self.active();
        let areas = self.areas(&rows);
        let mut scores: Vec<u16> = rows.iter().flat_map(|row| self.measure(row)).collect();
        scores.sort_unstable();
        let count = |band| scores.iter().filter(|score| self.band(**score) == band).count() as u32;
        let mut supervised: Vec<u32> = rows.iter().map(|row| row.branch).collect();
        supervised.sort_unstable();
        supervised.dedup();
        let mut branches: Vec<u32> = active.keys().map(|(branch, _)| *branch).collect();
        branches.dedup();
        let mut months: BTreeMap<String, Vec<&SupervisionRow>> = BTreeMap::new();
        for row in &rows {
            months.entry(row.day.to_string()[..7].to_owned()).or_default().push(row);
        }
        let trend = months.into_iter().map(|(month, rows)| {
            let (sum_hundredths, n) = self.figure(&rows);
            TrendPoint { month, average: average((sum_hundredths, n)), sum_hundredths, n }
        });
        let outside = |row: &&&SupervisionRow| {
            !self.catalog.periods.is_empty()
                && !self.catalog.periods.iter().any(|period| {
                    let named = self.over(Period::Named(period.code.clone()));
                    named.days(self.branch_of(row).territory).is_some_and(|(from, to)| from <= row.day && row.day <= to)
                })
        };
        Dashboard {
            meta: Meta {
                filter: self.filter.to_query(),
                data_version: self.catalog.data_version,
                last_import: self.catalog.last_import.clone(),
                span: self.span(),
                by_area: !self.filter.areas.is_empty(),
            },
            kpis: Kpis {
                average: average(figure),
                sum_hundredths: figure.0,
                n: figure.1,
                delta: previous.as_ref().and_then(|(before, _)| delta(figure, *before)),
                previous: previous.filter(|(before, _)| before.1 > 0).map(|(before, period)| Previous {
                    period,
                    average: average(before).expect("n is not 0"),
                    sum_hundredths: before.0,
                    n: before.1,
                }),
                target: 90.0,
                supervisions: rows.len() as u32,
                branches_supervised: supervised.len() as u32,
                branches_active: branches.len() as u32,
                coverage: (!branches.is_empty()).then(|| supervised.len() as f64 / branches.len() as f64),
                bands: BandCounts {
                    excelente: count(Band::Excelente),
                    bueno: count(Band::Bueno),
                    regular: count(Band::Regular),
                    critico: count(Band::Critico),
                },
                median: quantile(&scores, 5),
                p10: quantile(&scores, 1),
                areas_of_opportunity: areas
                    .iter()
                    .filter(|area| area.sum_hundredths < 8_000 * i64::from(area.n))
                    .count() as u32,
                outside_named_periods: rows.iter().filter(outside).count() as u32,
            },
            trend: trend.filter(|point| point.n > 0).collect(),
            groups: self.groups(&rows, &active),
            branches: self.branches(&rows, &branches),
            states: self.states(&rows),
            areas,
        }
    }

    fn span(&self) -> Option<Span> {
        if self.filter.period == Period::All && self.data_span().is_none() {
            return None;
        }
        let days: Vec<_> = [Some(Territory::Local), Some(Territory::Foranea), None].map(|t| self.days(t)).to_vec();
        let (from, to) = days[0]?;
        days.iter().all(|other| *other == Some((from, to))).then_some(Span { from, to })
    }

    fn groups(&self, rows: &[&SupervisionRow], active: &BTreeMap<(u32, Option<u16>), bool>) -> Vec<GroupScore> {
        let in_group = |group: usize| -> Vec<&SupervisionRow> {
            rows.iter().filter(|row| self.group_of(row).map(usize::from) == Some(group)).copied().collect()
        };
        let count = |group: usize| active.keys().filter(|(_, of)| of.map(usize::from) == Some(group)).count() as u32;
        let items = (0..self.catalog.groups.len())
            .filter(|group| count(*group) > 0)
            .map(|group| {
                let of = &self.catalog.groups[group];
                (group, self.figure(&in_group(group)), of.name.clone(), of.slug.clone())
            })
            .collect();
        ranked(items)
            .into_iter()
            .map(|(group, figure, position)| {
                let mut supervised: Vec<u32> = in_group(group).iter().map(|row| row.branch).collect();
                supervised.sort_unstable();
                supervised.dedup();
                GroupScore {
                    slug: self.catalog.groups[group].slug.clone(),
                    name: self.catalog.groups[group].name.clone(),
                    average: average(figure),
                    sum_hundredths: figure.0,
                    n: figure.1,
                    position,
                    branches: count(group),
                    supervised: supervised.len() as u32,
                }
            })
            .collect()
    }

    fn branches(&self, rows: &[&SupervisionRow], active: &[u32]) -> Vec<BranchScore> {
        let of =
            |branch: u32| -> Vec<&SupervisionRow> { rows.iter().filter(|row| row.branch == branch).copied().collect() };
        let items = active
            .iter()
            .map(|number| {
                let branch = &self.catalog.branches[*number as usize];
                (*number as usize, self.figure(&of(*number)), branch.name.clone(), branch.code.clone())
            })
            .collect();
        ranked(items)
            .into_iter()
            .map(|(number, figure, position)| {
                let branch = &self.catalog.branches[number];
                BranchScore {
                    code: branch.code.clone(),
                    name: branch.name.clone(),
                    group: self.shown_group(number).map(|group| self.catalog.groups[usize::from(group)].name.clone()),
                    average: average(figure),
                    sum_hundredths: figure.0,
                    n: figure.1,
                    position,
                    latitude: branch.location.map(|location| location.latitude),
                    longitude: branch.location.map(|location| location.longitude),
                }
            })
            .collect()
    }

    fn states(&self, rows: &[&SupervisionRow]) -> Vec<StateScore> {
        let items = self.catalog.states.iter().enumerate().map(|(number, state)| {
            let here: Vec<&SupervisionRow> =
                rows.iter().filter(|row| self.branch_of(row).state.map(usize::from) == Some(number)).copied().collect();
            (number, self.figure(&here), state.name.clone(), state.code.clone())
        });
        ranked(items.filter(|item| item.1.1 > 0).collect())
            .into_iter()
            .map(|(number, figure, position)| StateScore {
                code: self.catalog.states[number].code.clone(),
                name: self.catalog.states[number].name.clone(),
                average: average(figure),
                sum_hundredths: figure.0,
                n: figure.1,
                position,
            })
            .collect()
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
            .map(|area| WorstArea { name: area.name, average: area.average.expect("only rated areas"), n: area.n })
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
