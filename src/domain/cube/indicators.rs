//! `/indicadores`.

use core::cmp::Ordering;

use super::{
    Cube,
    history::{history_row, sum},
    order::delta,
    select::Selection,
};
use crate::domain::{Filter, FilterError, IndicatorLimits, Mean, Period, views::*};

/// Columns shown when the filter names no period.
const SHOWN: usize = 8;

/// An area's averages over the shown periods.
struct Line {
    area: usize,
    cells: Vec<Mean>,
    /// The period before the first shown one.
    before: Mean,
}

impl Cube {
    /// `/indicadores`.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn indicators(&self, filter: &Filter, by: Granularity) -> Result<Indicators, FilterError> {
        let selection = Selection::new(self, filter)?;
        let mut slots: Vec<_> = self
            .slots(&selection, by)
            .into_iter()
            .map(|slot| {
                let means: Vec<Mean> = self.totals(&slot.selection).areas.iter().map(|area| area.mean).collect();
                (slot, means)
            })
            .filter(|(_, means)| means.iter().any(|mean| mean.n > 0))
            .collect();
        if selection.filter.period == Period::All && slots.len() > SHOWN {
            slots.drain(..slots.len() - SHOWN);
        }
        let before = slots
            .first()
            .and_then(|(slot, _)| slot.period.previous(&self.catalog.periods))
            .map(|period| self.totals(&selection.with_period(self, period)).areas);
        let areas = self.area_scores(&self.totals(&selection));
        let number = |slug: &str| self.index.area_slugs.iter().position(|of| of == slug).unwrap_or(0);
        let lines: Vec<Line> = areas
            .iter()
            .map(|score| {
                let area = number(&score.slug);
                Line {
                    area,
                    cells: slots.iter().map(|(_, means)| means[area]).collect(),
                    before: before.as_ref().map_or(Mean::default(), |before| before[area].mean),
                }
            })
            .collect();
        let limits = &self.catalog.settings.indicators;
        let row = |line: &Line| {
            history_row(self.index.area_slugs[line.area].clone(), self.catalog.areas[line.area].clone(), &line.cells)
        };
        Ok(Indicators {
            meta: selection.meta(self),
            granularity: by,
            limits: *limits,
            rows: lines.iter().map(row).collect(),
            columns: slots.into_iter().map(|(slot, _)| slot.column).collect(),
            critical: self.list(&lines, |line| line.critical(limits), |a, b| a.0.cmp_value(b.0)),
            success: self.list(&lines, |line| line.success(limits), |a, b| cmp_delta(b.1, a.1)),
            perfect: self.list(&lines, |line| line.perfect(limits), |a, b| b.0.cmp_value(a.0)),
            areas,
        })
    }

    /// The areas that a rule picks, in the given order, equal ones by name. The rule answers the average shown and its delta.
    fn list(
        &self,
        lines: &[Line],
        rule: impl Fn(&Line) -> Option<(Mean, Option<f64>)>,
        order: impl Fn(&(Mean, Option<f64>), &(Mean, Option<f64>)) -> Ordering,
    ) -> Vec<AreaMove> {
        let mut picked: Vec<_> = lines.iter().filter_map(|line| rule(line).map(|figures| (line, figures))).collect();
        let tie = |line: &Line| self.index.area_order[line.area];
        picked.sort_by(|(a, x), (b, y)| order(x, y).then(tie(a).cmp(&tie(b))));
        picked
            .into_iter()
            .map(|(line, (mean, change))| AreaMove {
                slug: self.index.area_slugs[line.area].clone(),
                name: self.catalog.areas[line.area].clone(),
                average: mean.average(),
                sum_hundredths: mean.sum_hundredths,
                n: mean.n,
                delta: change,
                line: line.cells.iter().map(|cell| cell.average()).collect(),
            })
            .collect()
    }
}

fn cmp_delta(a: Option<f64>, b: Option<f64>) -> Ordering {
    a.partial_cmp(&b).unwrap_or(Ordering::Equal)
}

/// Whether a mean is at least a limit, exactly; false without scores.
fn at_least(mean: Mean, limit: u16) -> bool {
    mean.n > 0 && mean.sum_hundredths >= i64::from(limit) * i64::from(mean.n)
}

/// Whether `now` lies at least `hundredths` above `before`, exactly.
fn rose(now: Mean, before: Mean, hundredths: u16) -> bool {
    let (n1, n0) = (i128::from(now.n), i128::from(before.n));
    n1 > 0
        && n0 > 0
        && i128::from(now.sum_hundredths) * n0 - i128::from(before.sum_hundredths) * n1
            >= i128::from(hundredths) * n1 * n0
}

impl Line {
    /// The last shown period with data, and the one just before it (before the first one: the period before that).
    fn latest(&self) -> Option<(usize, Mean, Mean)> {
        let place = self.cells.iter().rposition(|cell| cell.n > 0)?;
        let before = if place == 0 { self.before } else { self.cells[place - 1] };
        Some((place, self.cells[place], before))
    }

    /// Below the limit now, or fallen.
    fn critical(&self, limits: &IndicatorLimits) -> Option<(Mean, Option<f64>)> {
        let (_, now, before) = self.latest()?;
        let low = !at_least(now, limits.critical_below);
        let fell = before.n >= limits.min_n && rose(before, now, limits.fall);
        (now.n >= limits.min_n && (low || fell)).then(|| (now, delta(now, before)))
    }

    /// Risen over the shown periods, and high now.
    fn success(&self, limits: &IndicatorLimits) -> Option<(Mean, Option<f64>)> {
        let (last, now, _) = self.latest()?;
        let first = self.cells.iter().position(|cell| cell.n > 0).filter(|first| *first < last)?;
        let start = self.cells[first];
        let counts = now.n >= limits.min_n && start.n >= limits.min_n;
        (counts && rose(now, start, limits.rise) && at_least(now, limits.success_at_least))
            .then(|| (now, delta(now, start)))
    }

    /// Near perfection in every shown period.
    fn perfect(&self, limits: &IndicatorLimits) -> Option<(Mean, Option<f64>)> {
        let all = self.cells.iter().all(|cell| cell.n >= limits.min_n.max(1) && at_least(*cell, limits.perfect));
        (all && !self.cells.is_empty()).then(|| (sum(&self.cells), None))
    }
}
