//! The long table: one line per supervision and rated area, and figures over its lines.

use std::collections::{BTreeMap, BTreeSet};

use falcon::domain::{views::*, *};

use super::{Oracle, average, exact, quantile, ranked};

/// A line of the long table.
struct Line<'a> {
    row: &'a SupervisionRow,
    score: u16,
}

/// What a place is called: key, name, location.
type Called = (String, String, Option<Location>);

impl<'a> Oracle<'a> {
    fn long_table(&self) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        for row in self.selected() {
            for (area, score) in &row.areas {
                if self.wants_area(*area) {
                    lines.push(Line { row, score: *score });
                }
            }
        }
        lines
    }

    fn area_figure(&self) -> AreaFigure {
        let lines = self.long_table();
        let scores: Vec<u16> = lines.iter().map(|line| line.score).collect();
        let (sum_hundredths, n) = exact(&scores);
        let low = |score: &&u16| **score < self.catalog.settings.opportunity;
        AreaFigure {
            average: average((sum_hundredths, n)),
            sum_hundredths,
            n,
            below_80: scores.iter().filter(low).count() as u32,
            supervisions: lines.iter().map(|line| line.row.id).collect::<BTreeSet<_>>().len() as u32,
            branches: lines.iter().map(|line| line.row.branch).collect::<BTreeSet<_>>().len() as u32,
        }
    }

    pub fn area_figures(&self) -> AreaFigures {
        let lines = self.long_table();
        let mut months: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        let mut steps = vec![0; 20];
        for line in &lines {
            months.entry(line.row.day.to_string()[..7].to_owned()).or_default().push(line.score);
            steps[usize::from(line.score / 500).min(19)] += 1;
        }
        let mut scores: Vec<u16> = lines.iter().map(|line| line.score).collect();
        scores.sort_unstable();
        let catalog = self.catalog;
        AreaFigures {
            meta: self.meta(),
            now: self.area_figure(),
            previous: self.previous().map(|before| before.area_figure()),
            months: months
                .into_iter()
                .map(|(month, scores)| {
                    let (sum_hundredths, n) = exact(&scores);
                    TrendPoint { month, average: average((sum_hundredths, n)), sum_hundredths, n }
                })
                .collect(),
            branches: places(
                &lines,
                catalog.branches.len(),
                |row| Some(row.branch as usize),
                |branch| {
                    let branch = &catalog.branches[branch];
                    (branch.code.clone(), branch.name.clone(), branch.location)
                },
            ),
            groups: places(
                &lines,
                catalog.groups.len(),
                |row| self.group_of(row).map(usize::from),
                |group| (catalog.groups[group].slug.clone(), catalog.groups[group].name.clone(), None),
            ),
            states: places(
                &lines,
                catalog.states.len(),
                |row| self.branch_of(row).state.map(usize::from),
                |state| (catalog.states[state].code.clone(), catalog.states[state].name.clone(), None),
            ),
            areas: self.areas(&self.selected()),
            histogram: steps,
            median: quantile(&scores, 5),
            p10: quantile(&scores, 1),
        }
    }
}

fn places(
    lines: &[Line<'_>],
    count: usize,
    place: impl Fn(&SupervisionRow) -> Option<usize>,
    called: impl Fn(usize) -> Called,
) -> Vec<PlaceFigure> {
    let of = |number: usize| -> Vec<u16> {
        lines.iter().filter(|line| place(line.row) == Some(number)).map(|line| line.score).collect()
    };
    let items = (0..count).map(|number| {
        let (key, name, _) = called(number);
        (number, exact(&of(number)), name, key)
    });
    ranked(items.filter(|item| item.1.1 > 0).collect())
        .into_iter()
        .map(|(number, (sum_hundredths, n), position)| {
            let (key, name, location) = called(number);
            PlaceFigure {
                key,
                name,
                average: average((sum_hundredths, n)),
                sum_hundredths,
                n,
                position,
                latitude: location.map(|location| location.latitude),
                longitude: location.map(|location| location.longitude),
            }
        })
        .collect()
}
