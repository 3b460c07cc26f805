//! The pass: one walk over the selected visits that fills all figures of a view.

use super::{
    Cube,
    columns::UNRATED,
    kernel::{Histogram, Rows},
    select::{Selection, Window},
};
use crate::domain::{Mean, views::BandCounts};

/// Figures of one site (or branch, group, state).
#[derive(Clone, Copy, Debug, Default)]
pub struct SiteTotal {
    pub visits: u32,
    pub mean: Mean,
}

/// Figures of one area.
#[derive(Clone, Copy, Debug, Default)]
pub struct AreaTotal {
    pub mean: Mean,
    /// Rated scores below the opportunity limit.
    pub low: u32,
}

/// Everything that a dashboard needs.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    pub visits: u32,
    pub mean: Mean,
    /// Visits outside every named period.
    pub outside: u32,
    pub sites: Vec<SiteTotal>,
    /// By site: has visits when bands and areas are left aside.
    pub seen: Vec<bool>,
    /// Month number and mean of months with a score, in order.
    pub months: Vec<(i32, Mean)>,
    pub histogram: Histogram,
    pub areas: Vec<AreaTotal>,
}

/// What a pass counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// General scores, or the scores of the filter's areas where it names some.
    OfFilter,
    /// Area scores, all of them where the filter names none.
    Areas,
    /// The same, without the histogram.
    AreaSums,
}

impl Histogram {
    pub fn bands(&self, limits: &crate::domain::BandLimits) -> BandCounts {
        let (e, b) = (limits.excelente, limits.bueno.min(limits.excelente));
        let r = limits.regular.min(b);
        BandCounts {
            excelente: self.between(e, u16::MAX),
            bueno: self.between(b, e),
            regular: self.between(r, b),
            critico: self.between(0, r),
        }
    }
}

/// Days of one month inside a window, all alike in which classes lie outside the named periods.
pub struct Stretch {
    month: i32,
    visits: core::ops::Range<usize>,
    /// By class: outside every named period.
    outside: [bool; 3],
}

/// How the visits of a shape are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Of another kind.
    Skip,
    /// Area by area.
    Each,
    /// As a row of a full shape, by number.
    Row(u8),
}

/// A pass under way.
pub struct Pass<'a> {
    cube: &'a Cube,
    selection: &'a Selection,
    /// The measure is area scores.
    by_area: bool,
    /// Scores are counted by value.
    spread: bool,
    low: u16,
    /// By shape.
    readings: Vec<Reading>,
    rows: Vec<Rows>,
    totals: Totals,
}

impl Cube {
    /// Cuts a window into stretches.
    fn stretches(&self, window: &Window) -> Vec<Stretch> {
        let columns = &self.columns;
        let last_day = columns.first_day + columns.day_start.len() as i32 - 2;
        let (from, to) = (window.from.max(columns.first_day), window.to.min(last_day));
        let mut out = Vec::new();
        let named = !self.catalog.periods.is_empty();
        let months = &self.index.months;
        let first_month = months.partition_point(|(_, first)| *first <= from).saturating_sub(1);
        for (i, (month, first)) in months.iter().enumerate().skip(first_month) {
            if *first > to {
                break;
            }
            let end = months.get(i + 1).map_or(last_day, |next| next.1 - 1);
            let (mut from, to) = ((*first).max(from), end.min(to));
            while from <= to {
                let outside_on = |day| [0, 1, 2].map(|class| named && !self.index.is_covered(class, day));
                let outside = outside_on(from);
                let until =
                    if named { (from..=to).find(|day| outside_on(*day) != outside).unwrap_or(to + 1) } else { to + 1 };
                let visits = columns.visits_between(from, until - 1);
                if !visits.is_empty() {
                    out.push(Stretch { month: *month, visits, outside });
                }
                from = until;
            }
        }
        out
    }

    /// The whole pass for a view.
    pub(super) fn totals(&self, selection: &Selection) -> Totals {
        self.totals_of(selection, Measure::OfFilter)
    }

    /// The whole pass, counting what `measure` says.
    pub(super) fn totals_of(&self, selection: &Selection, measure: Measure) -> Totals {
        let mut pass = Pass::new(self, selection, measure);
        let everywhere = vec![true; self.sites.len()];
        for window in &selection.windows {
            let sites = window.sites.as_deref().unwrap_or(&everywhere);
            for stretch in self.stretches(window) {
                pass.walk(sites, &stretch);
            }
        }
        pass.finish()
    }

    /// Calls `each(visit, day, measure)` for every selected visit, window by window, in order of (day, id).
    pub(super) fn each_visit(&self, selection: &Selection, mut each: impl FnMut(usize, i32, Mean)) {
        let columns = &self.columns;
        for window in &selection.windows {
            let visits = columns.visits_between(window.from, window.to);
            if visits.is_empty() {
                continue;
            }
            let mut day = columns.day_of(visits.start);
            for visit in visits {
                while columns.day_start[(day - columns.first_day + 1) as usize] as usize <= visit {
                    day += 1;
                }
                if let Some(measure) = self.measure(selection, window, visit) {
                    each(visit, day, measure);
                }
            }
        }
    }

    /// What a visit of a window adds to the figure; `None` when it is not selected.
    #[inline]
    fn measure(&self, selection: &Selection, window: &Window, visit: usize) -> Option<Mean> {
        let columns = &self.columns;
        let score = columns.score[visit];
        let passes = window.sites.as_ref().is_none_or(|mask| mask[usize::from(columns.site[visit])])
            && selection.shape_passes(columns.shape[visit])
            && selection.band_passes(score);
        if !passes {
            return None;
        }
        let mut measure = Mean::default();
        match &selection.areas {
            None => {
                if score != UNRATED {
                    measure.add(score);
                }
                Some(measure)
            }
            Some(wanted) => {
                let (areas, values) = columns.row(visit);
                for (area, value) in areas.iter().zip(values) {
                    if *value != UNRATED && wanted[usize::from(*area)] {
                        measure.add(*value);
                    }
                }
                (measure.n > 0).then_some(measure)
            }
        }
    }

    /// Sum and count of a selection alone: a delta's other side.
    pub(super) fn mean_of(&self, selection: &Selection) -> Mean {
        let mut mean = Mean::default();
        for window in &selection.windows {
            for visit in self.columns.visits_between(window.from, window.to) {
                if let Some(measure) = self.measure(selection, window, visit) {
                    mean.merge(measure);
                }
            }
        }
        mean
    }
}

impl<'a> Pass<'a> {
    fn new(cube: &'a Cube, selection: &'a Selection, measure: Measure) -> Self {
        let shapes = &cube.columns.shapes;
        let mut readings: Vec<Reading> = (0..shapes.len())
            .map(|shape| if selection.shape_passes(shape as u32) { Reading::Each } else { Reading::Skip })
            .collect();
        let mut rows = Vec::new();
        for shape in shapes.full.iter().flatten().map(|shape| *shape as usize) {
            if readings[shape] == Reading::Each {
                readings[shape] = Reading::Row(rows.len() as u8);
                rows.push(Rows::new(shapes.areas_of(shape), selection.areas.as_deref()));
            }
        }
        let totals = Totals {
            sites: vec![SiteTotal::default(); cube.sites.len()],
            seen: vec![false; cube.sites.len()],
            areas: vec![AreaTotal::default(); cube.catalog.areas.len()],
            ..Totals::default()
        };
        let by_area = measure != Measure::OfFilter || selection.areas.is_some();
        let spread = measure != Measure::AreaSums;
        Self { cube, selection, by_area, spread, low: cube.catalog.settings.opportunity, readings, rows, totals }
    }

    fn walk(&mut self, sites: &[bool], stretch: &Stretch) {
        #[cfg(target_arch = "x86_64")]
        if super::wide::walk(self, sites, stretch) {
            return;
        }
        self.walk_here(sites, stretch);
    }

    /// Walks a stretch, compiled for the caller's instructions.
    #[inline(always)]
    pub fn walk_here(&mut self, sites: &[bool], stretch: &Stretch) {
        match (self.by_area, self.spread) {
            (true, true) => self.walk_as::<true, true>(sites, stretch),
            (true, false) => self.walk_as::<true, false>(sites, stretch),
            (false, _) => self.walk_as::<false, false>(sites, stretch),
        }
    }

    #[inline(always)]
    fn walk_as<const BY_AREA: bool, const SPREAD: bool>(&mut self, sites: &[bool], stretch: &Stretch) {
        let columns = &self.cube.columns;
        let mut month = Mean::default();
        let counts_outside = stretch.outside != [false; 3];
        let range = stretch.visits.clone();
        let visits = columns.site[range.clone()]
            .iter()
            .zip(&columns.shape[range.clone()])
            .zip(&columns.score[range.clone()])
            .zip(&columns.offset[range]);
        for (((site, shape), score), offset) in visits {
            let site = usize::from(*site);
            if !sites[site] {
                continue;
            }
            let reading = self.readings[*shape as usize];
            if reading == Reading::Skip {
                continue;
            }
            self.totals.seen[site] = true;
            if !self.selection.band_passes(*score) {
                continue;
            }
            let values = &columns.values[*offset as usize..];
            let (mut sum, mut n) = match reading {
                Reading::Row(row) if self.rows[usize::from(row)].few.is_none() => self.row::<SPREAD>(row, values),
                Reading::Row(row) => self.few::<SPREAD>(row, values),
                _ => self.each::<SPREAD>(*shape as usize, values),
            };
            if BY_AREA {
                if n == 0 {
                    continue;
                }
            } else {
                let scored = *score != UNRATED;
                (sum, n) = (if scored { u32::from(*score) } else { 0 }, u32::from(scored));
                self.totals.histogram.add(*score);
            }
            let total = &mut self.totals.sites[site];
            total.visits += 1;
            total.mean.sum_hundredths += i64::from(sum);
            total.mean.n += n;
            month.sum_hundredths += i64::from(sum);
            month.n += n;
            self.totals.visits += 1;
            if counts_outside {
                self.totals.outside += u32::from(stretch.outside[usize::from(self.cube.index.class[site])]);
            }
        }
        self.totals.mean.merge(month);
        match self.totals.months.last_mut() {
            Some((number, mean)) if *number == stretch.month => mean.merge(month),
            _ => self.totals.months.push((stretch.month, month)),
        }
    }

    /// A row of a full shape.
    #[inline(always)]
    fn row<const SPREAD: bool>(&mut self, row: u8, values: &[u16]) -> (u32, u32) {
        let rows = &mut self.rows[usize::from(row)];
        if SPREAD {
            if rows.all {
                self.totals.histogram.add_row(&values[..rows.width()]);
            } else {
                let wanted = rows.wanted();
                wanted.for_each(|place| self.totals.histogram.add(values[place]));
            }
        }
        rows.add(values, self.low, &mut self.totals.areas)
    }

    /// Few areas of a full shape.
    #[inline(always)]
    fn few<const SPREAD: bool>(&mut self, row: u8, values: &[u16]) -> (u32, u32) {
        let rows = &self.rows[usize::from(row)];
        let (mut sum, mut n) = (0, 0);
        for place in rows.few.as_deref().unwrap_or(&[]) {
            let value = values[*place];
            if value != UNRATED {
                let total = &mut self.totals.areas[usize::from(rows.area(*place))];
                total.mean.add(value);
                total.low += u32::from(value < self.low);
                sum += u32::from(value);
                n += 1;
                if SPREAD {
                    self.totals.histogram.add(value);
                }
            }
        }
        (sum, n)
    }

    /// The areas of any shape, one by one.
    #[inline(always)]
    fn each<const SPREAD: bool>(&mut self, shape: usize, values: &[u16]) -> (u32, u32) {
        let (mut sum, mut n) = (0, 0);
        for (area, value) in self.cube.columns.shapes.areas_of(shape).iter().zip(values) {
            let wanted = self.selection.areas.as_ref().is_none_or(|wanted| wanted[usize::from(*area)]);
            if *value != UNRATED && wanted {
                let total = &mut self.totals.areas[usize::from(*area)];
                total.mean.add(*value);
                total.low += u32::from(*value < self.low);
                sum += u32::from(*value);
                n += 1;
                if SPREAD {
                    self.totals.histogram.add(*value);
                }
            }
        }
        (sum, n)
    }

    fn finish(mut self) -> Totals {
        for rows in &mut self.rows {
            rows.flush(&mut self.totals.areas);
        }
        let mut totals = self.totals;
        // Windows of a named period may share months.
        totals.months.sort_by_key(|(month, _)| *month);
        totals.months.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1.merge(next.1);
            }
            same
        });
        totals.months.retain(|(_, mean)| mean.n > 0);
        totals
    }
}
