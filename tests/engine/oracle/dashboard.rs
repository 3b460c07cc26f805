//! The dashboard, figure by figure.

use std::collections::{BTreeMap, BTreeSet};

use falcon::domain::{views::*, *};

use super::{Oracle, average, delta, exact, quantile, ranked, ranked_with};

impl Oracle<'_> {
    /// Branches (by index) with the groups under which they were active.
    pub fn active(&self) -> BTreeMap<(u32, Option<u16>), bool> {
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

    pub fn shown_group(&self, number: usize) -> Option<u16> {
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
                below_80: scores[&(area as u16)]
                    .iter()
                    .filter(|score| **score < self.catalog.settings.opportunity)
                    .count() as u32,
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
        let scores = self.scores();
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
        Dashboard {
            meta: self.meta(),
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
                target: f64::from(self.catalog.settings.target) / 100.0,
                supervisions: rows.len() as u32,
                branches_supervised: supervised.len() as u32,
                branches_visited: self.seen().iter().map(|row| row.branch).collect::<BTreeSet<_>>().len() as u32,
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
                    .filter(|area| {
                        area.sum_hundredths < i64::from(self.catalog.settings.opportunity) * i64::from(area.n)
                    })
                    .count() as u32,
                outside_named_periods: self.outside().len() as u32,
            },
            trend: trend.filter(|point| point.n > 0).collect(),
            groups: self.groups(&rows, &active),
            branches: self.branches(&rows, &branches),
            states: self.states(&rows),
            areas,
        }
    }

    /// Selected rows outside every named period, newest first; none where there are no such periods.
    pub fn outside(&self) -> Vec<&SupervisionRow> {
        let inside = |row: &SupervisionRow| {
            self.catalog.periods.is_empty()
                || self.catalog.periods.iter().any(|period| {
                    let named = self.over(Period::Named(period.code.clone()));
                    named.days(self.branch_of(row).territory).is_some_and(|(from, to)| from <= row.day && row.day <= to)
                })
        };
        self.newest().into_iter().filter(|row| !inside(row)).collect()
    }

    pub fn span(&self) -> Option<Span> {
        if self.filter.period == Period::All && self.data_span().is_none() {
            return None;
        }
        let days: Vec<_> = [Some(Territory::Local), Some(Territory::Foranea), None].map(|t| self.days(t)).to_vec();
        let (from, to) = days[0]?;
        days.iter().all(|other| *other == Some((from, to))).then_some(Span { from, to })
    }

    pub fn groups(&self, rows: &[&SupervisionRow], active: &BTreeMap<(u32, Option<u16>), bool>) -> Vec<GroupScore> {
        let in_group = |group: usize| -> Vec<&SupervisionRow> {
            rows.iter().filter(|row| self.group_of(row).map(usize::from) == Some(group)).copied().collect()
        };
        let count = |group: usize| active.keys().filter(|(_, of)| of.map(usize::from) == Some(group)).count() as u32;
        let seen = self.seen();
        let visited = |group: usize| {
            let here = seen.iter().filter(|row| self.group_of(row).map(usize::from) == Some(group));
            here.map(|row| row.branch).collect::<BTreeSet<_>>().len() as u32
        };
        let items = (0..self.catalog.groups.len())
            .filter(|group| count(*group) > 0)
            .map(|group| {
                let of = &self.catalog.groups[group];
                (group, self.figure(&in_group(group)), of.name.clone(), of.slug.clone())
            })
            .collect();
        ranked_with(items, &|group| visited(group) > 0)
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
                    visited: visited(group),
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
        let seen: BTreeSet<usize> = self.seen().iter().map(|row| row.branch as usize).collect();
        ranked_with(items, &|number| seen.contains(&number))
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
                    visited: seen.contains(&number),
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
}
