//! Figures over single area scores.

use super::{
    Cube,
    dashboard::trend_point,
    order::{Ranked, rank},
    pass::{Measure, SiteTotal, Totals},
    select::Selection,
};
use crate::domain::{Filter, FilterError, Location, Period, views::*};

impl Cube {
    /// Every rated area score of the selection as a score of its own: averages by month, branch, group, state and area, the
    /// spread, and the previous period's figures.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn area_figures(&self, filter: &Filter) -> Result<AreaFigures, FilterError> {
        let selection = Selection::new(self, filter)?;
        let totals = self.totals_of(&selection, Measure::Areas);
        let before = |period: Period| {
            let selection = selection.with_period(self, period);
            let totals = self.totals_of(&selection, Measure::AreaSums);
            let branches = self.by_branch(&totals.sites);
            area_figure(&totals, &branches)
        };
        let branches = self.by_branch(&totals.sites);
        let spread = totals.histogram.p10_and_median();
        let step = |bin: u16| totals.histogram.between(bin * 500, if bin == 19 { u16::MAX } else { bin * 500 + 500 });
        Ok(AreaFigures {
            meta: selection.meta(self),
            now: area_figure(&totals, &branches),
            previous: selection.filter.period.previous(&self.catalog.periods).map(before),
            months: totals.months.iter().map(|(month, mean)| trend_point(*month, *mean)).collect(),
            branches: Self::places(&branches, &self.index.branch_order, |item| {
                let branch = &self.catalog.branches[item];
                (&branch.code, &branch.name, branch.location)
            }),
            groups: Self::places(&self.by_group(&totals.sites), &self.index.group_order, |item| {
                (&self.catalog.groups[item].slug, &self.catalog.groups[item].name, None)
            }),
            states: Self::places(&self.by_state(&totals.sites), &self.index.state_order, |item| {
                (&self.catalog.states[item].code, &self.catalog.states[item].name, None)
            }),
            areas: self.area_scores(&totals),
            histogram: (0..20).map(step).collect(),
            median: spread.map(|(_, median)| median),
            p10: spread.map(|(p10, _)| p10),
        })
    }

    /// Places with a score, best first, with key, name and location.
    fn places<'a>(
        totals: &[SiteTotal],
        order: &[u32],
        name: impl Fn(usize) -> (&'a str, &'a str, Option<Location>),
    ) -> Vec<PlaceFigure> {
        let scored = totals.iter().enumerate().filter(|(_, total)| total.mean.n > 0);
        let mut ranked: Vec<Ranked> =
            scored.map(|(place, total)| Ranked::new(place, total.mean, order[place])).collect();
        rank(&mut ranked);
        let figure = |ranked: &Ranked| {
            let (key, name, location) = name(ranked.item);
            PlaceFigure {
                key: key.to_owned(),
                name: name.to_owned(),
                average: ranked.mean.average(),
                sum_hundredths: ranked.mean.sum_hundredths,
                n: ranked.mean.n,
                position: ranked.position,
                latitude: location.map(|location| location.latitude),
                longitude: location.map(|location| location.longitude),
            }
        };
        ranked.iter().map(figure).collect()
    }
}

fn area_figure(totals: &Totals, branches: &[SiteTotal]) -> AreaFigure {
    AreaFigure {
        average: totals.mean.average(),
        sum_hundredths: totals.mean.sum_hundredths,
        n: totals.mean.n,
        below_80: totals.areas.iter().map(|area| area.low).sum(),
        supervisions: totals.visits,
        branches: branches.iter().filter(|branch| branch.visits > 0).count() as u32,
    }
}
