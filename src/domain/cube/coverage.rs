//! `/porque` of what is no average: branches by their visits, scores by their rank, supervisions outside named periods.

use core::cmp::Reverse;

use super::{Cube, columns::UNRATED, lists::page_of, select::Selection};
use crate::domain::{Day, Filter, FilterError, Mean, views::*};

/// Scores shown on each side of a quantile.
const AROUND: usize = 5;

impl Cube {
    /// The branches behind the coverage.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn coverage(
        &self,
        filter: &Filter,
        show: CoverageShow,
        page: u32,
        per_page: u32,
    ) -> Result<Coverage, FilterError> {
        let selection = Selection::new(self, filter)?;
        let totals = self.totals(&selection);
        let active = self.active(&selection, &totals.seen);
        let selected = self.by_branch(&totals.sites);
        let branch_of = |visit: usize| self.sites[usize::from(self.columns.site[visit])].branch as usize;
        let mut visits = vec![(0_u32, None); active.branches.len()];
        let period = Selection { bands: None, areas: None, ..selection.clone() };
        self.each_visit(&period, |visit, day, _| {
            let (count, last) = &mut visits[branch_of(visit)];
            *count += 1;
            *last = (*last).max(Some(day));
        });
        let mut ever = vec![None; active.branches.len()];
        for visit in (0..self.columns.len()).filter(|visit| selection.shape_passes(self.columns.shape[*visit])) {
            ever[branch_of(visit)] = Some(self.columns.day_of(visit));
        }
        let is = |branch: usize, show| match show {
            CoverageShow::Pending => active.branches[branch] && visits[branch].0 == 0,
            CoverageShow::Visited => visits[branch].0 > 0,
            CoverageShow::Selected => selected[branch].visits > 0,
        };
        let count = |show| (0..visits.len()).filter(|branch| is(*branch, show)).count() as u32;
        let order = &self.index.branch_order;
        let mut listed: Vec<usize> = (0..visits.len()).filter(|branch| is(*branch, show)).collect();
        match show {
            CoverageShow::Pending => listed.sort_by_key(|branch| (ever[*branch], order[*branch])),
            _ => listed.sort_by_key(|branch| (Reverse(visits[*branch].1), order[*branch])),
        }
        let row = |branch: &usize| {
            let of = &self.catalog.branches[*branch];
            BranchVisits {
                code: of.code.clone(),
                name: of.name.clone(),
                group: self.group_in(&selection, *branch).map(|group| self.catalog.groups[group].name.clone()),
                visits: visits[*branch].0,
                selected: selected[*branch].visits,
                last: visits[*branch].1.or(ever[*branch]).map(Day::from_number),
            }
        };
        Ok(Coverage {
            meta: selection.meta(self),
            show,
            pending: count(CoverageShow::Pending),
            visited: count(CoverageShow::Visited),
            selected: count(CoverageShow::Selected),
            branches: page_of(&listed, page, per_page, row),
        })
    }

    /// The scores behind the median and the tenth percentile.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn spread(&self, filter: &Filter) -> Result<Spread, FilterError> {
        let selection = Selection::new(self, filter)?;
        let mut scores: Vec<(u16, usize, i32)> = Vec::new();
        self.each_visit(&selection, |visit, day, _| match &selection.areas {
            None => scores.push((self.columns.score[visit], visit, day)),
            Some(wanted) => {
                let (areas, values) = self.columns.row(visit);
                let rated = areas.iter().zip(values).filter(|(area, _)| wanted[usize::from(**area)]);
                scores.extend(rated.map(|(_, value)| (*value, visit, day)));
            }
        });
        scores.retain(|(score, ..)| *score != UNRATED);
        scores.sort_unstable();
        // The score at `tenths` tenths of the way from the first to the last: exact up to one division.
        let quantile = |tenths: usize| {
            let way = scores.len().checked_sub(1)? * tenths;
            let (low, high, rest) = (way / 10, way.div_ceil(10), way % 10);
            let of = |rank: usize| usize::from(scores[rank].0);
            let value = of(low) * (10 - rest) + of(high) * rest;
            let first = low.saturating_sub(AROUND);
            let lines = scores[first..scores.len().min(high + AROUND + 1)].iter().map(|(score, visit, day)| {
                self.line(&(*visit, *day, Mean { sum_hundredths: i64::from(*score), n: 1 }))
            });
            #[expect(clippy::cast_precision_loss, reason = "at most 100 000")]
            let value = value as f64 / 1000.0;
            let ranks = (low as u32 + 1, high as u32 + 1);
            Some(Quantile { value, ranks, first: first as u32 + 1, lines: lines.collect() })
        };
        Ok(Spread { meta: selection.meta(self), n: scores.len() as u32, median: quantile(5), p10: quantile(1) })
    }

    /// The selected supervisions outside every named period (rule 9), where the organization has any; they have no period
    /// before them.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn outside(
        &self,
        filter: &Filter,
        sort: ExplainSort,
        page: u32,
        per_page: u32,
    ) -> Result<Explain, FilterError> {
        let selection = Selection::new(self, filter)?;
        let mut hits = self.newest(&selection);
        hits.retain(|(visit, day, _)| self.is_outside(*visit, *day));
        Ok(self.behind(&selection, hits, sort, page, per_page))
    }

    /// Whether a visit lies outside every named period.
    pub(super) fn is_outside(&self, visit: usize, day: i32) -> bool {
        let class = self.index.class[usize::from(self.columns.site[visit])];
        !self.catalog.periods.is_empty() && !self.index.is_covered(class, day)
    }
}
