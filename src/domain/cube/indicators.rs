//! `/indicadores`.

use core::cmp::Ordering;

use super::{Cube, heat, order::delta, select::Selection};
use crate::domain::{Filter, FilterError, IndicatorLimits, Mean, Period, views::*};

/// Columns shown when the filter names no period.
const SHOWN: usize = 8;

/// An area's averages over the shown periods.
struct Line {
    area: usize,
    line: heat::Line,
    /// The first whole shown period with data of the same series as the last one, if that is another and both are whole: a
    /// part compares with nothing as long (rule 7).
    start: Option<Mean>,
}

impl Cube {
    /// `/indicadores`.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn indicators(&self, filter: &Filter, by: Granularity) -> Result<Indicators, FilterError> {
        let selection = Selection::new(self, filter)?;
        let means = |selection: &Selection| -> Vec<Mean> {
            self.totals(selection).areas.iter().map(|area| area.mean).collect()
        };
        let mut slots: Vec<_> = self
            .slots(&selection, by)
            .into_iter()
            .map(|slot| {
                let means = means(&slot.selection);
                (slot, means)
            })
            .filter(|(_, means)| means.iter().any(|mean| mean.n > 0))
            .collect();
        if selection.filter.period == Period::All && slots.len() > SHOWN {
            slots.drain(..slots.len() - SHOWN);
        }
        let mut by_area = heat::lines(self, &selection, &slots, self.catalog.areas.len(), means);
        let areas = self.area_scores(&self.totals(&selection));
        let number = |slug: &str| self.index.area_slugs.iter().position(|of| of == slug).unwrap_or(0);
        let lines: Vec<Line> = areas
            .iter()
            .map(|score| {
                let area = number(&score.slug);
                let line = core::mem::take(&mut by_area[area]);
                let start = line.latest().filter(|last| !slots[*last].0.cut).and_then(|last| {
                    let mut earlier = line.cells[..last].iter().zip(&slots);
                    earlier.find(|(cell, (slot, _))| cell.n > 0 && !slot.cut && slot.series == slots[last].0.series)
                });
                Line { area, start: start.map(|(cell, _)| *cell), line }
            })
            .collect();
        let limits = &self.catalog.settings.indicators;
        let row = |line: &Line| {
            line.line.row(self.index.area_slugs[line.area].clone(), self.catalog.areas[line.area].clone())
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
                line: line.line.cells.iter().map(|cell| cell.average()).collect(),
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
    /// Below the limit now, or fallen.
    fn critical(&self, limits: &IndicatorLimits) -> Option<(Mean, Option<f64>)> {
        let (now, before) = (self.line.now(), self.line.before);
        let low = !at_least(now, limits.critical_below);
        let fell = before.n >= limits.min_n && rose(before, now, limits.fall);
        (now.n > 0 && now.n >= limits.min_n && (low || fell)).then(|| (now, self.line.delta()))
    }

    /// Risen over the shown periods, and high now.
    fn success(&self, limits: &IndicatorLimits) -> Option<(Mean, Option<f64>)> {
        let (start, now) = (self.start?, self.line.now());
        let counts = now.n >= limits.min_n && start.n >= limits.min_n;
        (counts && rose(now, start, limits.rise) && at_least(now, limits.success_at_least))
            .then(|| (now, delta(now, start)))
    }

    /// Near perfection in every shown period.
    fn perfect(&self, limits: &IndicatorLimits) -> Option<(Mean, Option<f64>)> {
        let cells = &self.line.cells;
        let all = cells.iter().all(|cell| cell.n >= limits.min_n.max(1) && at_least(*cell, limits.perfect));
        (all && !cells.is_empty()).then(|| (self.line.sum(), None))
    }
}
