//! `/`.

use super::{
    Cube,
    index::NONE,
    order::{Ranked, delta, rank},
    pass::{SiteTotal, Totals},
    select::Selection,
};
use crate::domain::{Branch, Filter, FilterError, Mean, views::*};

/// Branches and sites that were open in the selection's period, or supervised in it.
pub struct Active {
    /// By site.
    pub sites: Vec<bool>,
    /// By branch.
    pub branches: Vec<bool>,
}

impl Cube {
    /// `/`.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn dashboard(&self, filter: &Filter) -> Result<Dashboard, FilterError> {
        Ok(self.dashboard_of(&Selection::new(self, filter)?))
    }

    pub(super) fn dashboard_of(&self, selection: &Selection) -> Dashboard {
        let totals = self.totals(selection);
        let active = self.active(selection, &totals.seen);
        Dashboard {
            meta: selection.meta(self),
            kpis: self.kpis(selection, &totals, &active),
            trend: totals.months.iter().map(|(month, mean)| trend_point(*month, *mean)).collect(),
            areas: self.area_scores(&totals),
            groups: self.group_scores(&totals, &active),
            branches: self.branch_scores(selection, &totals, &active),
            states: self.state_scores(&totals.sites),
        }
    }

    fn kpis(&self, selection: &Selection, totals: &Totals, active: &Active) -> Kpis {
        let (previous_mean, previous) = self.previous(selection);
        let settings = &self.catalog.settings;
        let supervised = self.by_branch(&totals.sites).iter().filter(|total| total.visits > 0).count() as u32;
        let branches_active = active.branches.iter().filter(|active| **active).count() as u32;
        let spread = totals.histogram.p10_and_median();
        let opportunity = i64::from(settings.opportunity);
        let below = |mean: &Mean| mean.n > 0 && mean.sum_hundredths < opportunity * i64::from(mean.n);
        Kpis {
            average: totals.mean.average(),
            sum_hundredths: totals.mean.sum_hundredths,
            n: totals.mean.n,
            delta: delta(totals.mean, previous_mean),
            previous,
            target: f64::from(settings.target) / 100.0,
            supervisions: totals.visits,
            branches_supervised: supervised,
            branches_visited: self.visited_branches(&totals.seen).iter().filter(|visited| **visited).count() as u32,
            branches_active,
            coverage: (branches_active > 0).then(|| f64::from(supervised) / f64::from(branches_active)),
            bands: totals.histogram.bands(&settings.bands),
            median: spread.map(|(_, median)| median),
            p10: spread.map(|(p10, _)| p10),
            areas_of_opportunity: totals.areas.iter().filter(|area| below(&area.mean)).count() as u32,
            outside_named_periods: totals.outside,
        }
    }

    /// The previous period's mean (rule 7), empty without one.
    pub(super) fn previous(&self, selection: &Selection) -> (Mean, Option<Previous>) {
        let Some(period) = selection.filter.period.previous(&self.catalog.periods) else {
            return (Mean::default(), None);
        };
        let query = period.to_query();
        let mean = self.mean_of(&selection.with_period(self, period));
        let previous = mean.average().map(|average| Previous {
            period: query,
            average,
            sum_hundredths: mean.sum_hundredths,
            n: mean.n,
        });
        (mean, previous)
    }

    /// Which sites and branches count as active: see `docs/rules.md`, coverage.
    pub(super) fn active(&self, selection: &Selection, seen: &[bool]) -> Active {
        let mut active = Active { sites: seen.to_vec(), branches: vec![false; self.catalog.branches.len()] };
        for (site, of) in self.sites.iter().enumerate() {
            let open = || {
                let branch = &self.catalog.branches[of.branch as usize];
                selection.windows.iter().any(|window| {
                    window.sites.as_ref().is_none_or(|mask| mask[site])
                        && runs_in(branch, of.group, window.from, window.to)
                })
            };
            if active.sites[site] || open() {
                active.sites[site] = true;
                active.branches[of.branch as usize] = true;
            }
        }
        active
    }

    /// By branch: supervised in the period, whatever bands and areas say.
    pub(super) fn visited_branches(&self, seen: &[bool]) -> Vec<bool> {
        let mut visited = vec![false; self.catalog.branches.len()];
        for (site, _) in self.sites.iter().zip(seen).filter(|(_, seen)| **seen) {
            visited[site.branch as usize] = true;
        }
        visited
    }

    pub(super) fn by_branch(&self, sites: &[SiteTotal]) -> Vec<SiteTotal> {
        self.gather(sites, self.catalog.branches.len(), |site| Some(self.sites[site].branch as usize))
    }

    pub(super) fn by_group(&self, sites: &[SiteTotal]) -> Vec<SiteTotal> {
        self.gather(sites, self.catalog.groups.len(), |site| {
            let group = self.sites[site].group;
            (group != NONE).then_some(usize::from(group))
        })
    }

    pub(super) fn by_state(&self, sites: &[SiteTotal]) -> Vec<SiteTotal> {
        self.gather(sites, self.catalog.states.len(), |site| {
            self.catalog.branches[self.sites[site].branch as usize].state.map(usize::from)
        })
    }

    fn gather(&self, sites: &[SiteTotal], length: usize, part: impl Fn(usize) -> Option<usize>) -> Vec<SiteTotal> {
        let mut out = vec![SiteTotal::default(); length];
        for (site, total) in sites.iter().enumerate().filter(|(_, total)| total.visits > 0) {
            if let Some(part) = part(site) {
                out[part].visits += total.visits;
                out[part].mean.merge(total.mean);
            }
        }
        out
    }

    /// Areas with a rated score, best first.
    pub(super) fn rank_areas(&self, totals: &Totals) -> Vec<Ranked> {
        let order = &self.index.area_order;
        let mut ranked: Vec<Ranked> = totals
            .areas
            .iter()
            .enumerate()
            .filter(|(_, total)| total.mean.n > 0)
            .map(|(area, total)| Ranked::new(area, total.mean, order[area]))
            .collect();
        rank(&mut ranked);
        ranked
    }

    pub(super) fn area_scores(&self, totals: &Totals) -> Vec<AreaScore> {
        let score = |ranked: &Ranked| AreaScore {
            slug: self.index.area_slugs[ranked.item].clone(),
            name: self.catalog.areas[ranked.item].clone(),
            average: ranked.mean.average(),
            sum_hundredths: ranked.mean.sum_hundredths,
            n: ranked.mean.n,
            below_80: totals.areas[ranked.item].low,
            position: ranked.position,
        };
        self.rank_areas(totals).iter().map(score).collect()
    }

    /// Groups with an active branch, those without a score last; and by group its branches: active, supervised,
    /// visited whatever bands and areas say.
    pub(super) fn rank_groups(&self, totals: &Totals, active: &Active) -> (Vec<Ranked>, Vec<[u32; 3]>) {
        let groups = self.by_group(&totals.sites);
        let mut branches = vec![[0_u32; 3]; groups.len()];
        for (site, of) in self.sites.iter().enumerate().filter(|(site, of)| active.sites[*site] && of.group != NONE) {
            let [count, supervised, visited] = &mut branches[usize::from(of.group)];
            *count += 1;
            *supervised += u32::from(totals.sites[site].visits > 0);
            *visited += u32::from(totals.seen[site]);
        }
        let order = &self.index.group_order;
        let mut ranked: Vec<Ranked> = (0..groups.len())
            .filter(|group| branches[*group][0] > 0)
            .map(|group| Ranked::new(group, groups[group].mean, order[group]).visited(branches[group][2] > 0))
            .collect();
        rank(&mut ranked);
        (ranked, branches)
    }

    fn group_scores(&self, totals: &Totals, active: &Active) -> Vec<GroupScore> {
        let (ranked, branches) = self.rank_groups(totals, active);
        let score = |ranked: &Ranked| GroupScore {
            slug: self.catalog.groups[ranked.item].slug.clone(),
            name: self.catalog.groups[ranked.item].name.clone(),
            average: ranked.mean.average(),
            sum_hundredths: ranked.mean.sum_hundredths,
            n: ranked.mean.n,
            position: ranked.position,
            branches: branches[ranked.item][0],
            supervised: branches[ranked.item][1],
            visited: branches[ranked.item][2],
        };
        ranked.iter().map(score).collect()
    }

    /// Active branches ranked, pending ones last.
    pub(super) fn rank_branches(&self, totals: &Totals, active: &Active) -> Vec<Ranked> {
        let branches = self.by_branch(&totals.sites);
        let visited = self.visited_branches(&totals.seen);
        let order = &self.index.branch_order;
        let mut ranked: Vec<Ranked> = (0..branches.len())
            .filter(|branch| active.branches[*branch])
            .map(|branch| Ranked::new(branch, branches[branch].mean, order[branch]).visited(visited[branch]))
            .collect();
        rank(&mut ranked);
        ranked
    }

    fn branch_scores(&self, selection: &Selection, totals: &Totals, active: &Active) -> Vec<BranchScore> {
        self.rank_branches(totals, active).iter().map(|ranked| self.branch_score(selection, ranked)).collect()
    }

    pub(super) fn branch_score(&self, selection: &Selection, ranked: &Ranked) -> BranchScore {
        let branch = &self.catalog.branches[ranked.item];
        BranchScore {
            code: branch.code.clone(),
            name: branch.name.clone(),
            group: self.group_in(selection, ranked.item).map(|group| self.catalog.groups[group].name.clone()),
            average: ranked.mean.average(),
            sum_hundredths: ranked.mean.sum_hundredths,
            n: ranked.mean.n,
            position: ranked.position,
            visited: ranked.visited,
            latitude: branch.location.map(|location| location.latitude),
            longitude: branch.location.map(|location| location.longitude),
        }
    }

    /// The group that a branch is shown under: the latest one within the selection's period (of those that the filter
    /// asks for), else the latest known.
    pub(super) fn group_in(&self, selection: &Selection, number: usize) -> Option<usize> {
        let branch = &self.catalog.branches[number];
        if let [only] = branch.assignments.as_slice() {
            return only.group.map(usize::from);
        }
        let to = selection.windows.iter().map(|window| window.to).max().unwrap_or(i32::MAX);
        let from = selection.windows.iter().map(|window| window.from).min().unwrap_or(i32::MIN);
        let asked = |group: u16| {
            let mut sites = self.index.branch_sites[number].iter().map(|site| usize::from(*site));
            sites.any(|site| self.sites[site].group == group && selection.sites.as_ref().is_none_or(|mask| mask[site]))
        };
        let within = |(place, assignment): &(usize, &crate::domain::Assignment)| {
            let next = branch.assignments.get(place + 1).map_or(i32::MAX, |next| next.from.number());
            (assignment.from.number() <= to || *place == 0) && next > from
        };
        let mut latest =
            branch.assignments.iter().enumerate().filter(within).map(|(_, assignment)| assignment.group).rev();
        latest
            .clone()
            .find(|group| asked(group.unwrap_or(NONE)))
            .or_else(|| latest.next())
            .unwrap_or_else(|| branch.assignments.last().and_then(|assignment| assignment.group))
            .map(usize::from)
    }

    /// States with a score, best first.
    pub(super) fn rank_states(&self, sites: &[SiteTotal]) -> Vec<Ranked> {
        let states = self.by_state(sites);
        let order = &self.index.state_order;
        let mut ranked: Vec<Ranked> = (0..states.len())
            .filter(|state| states[*state].mean.n > 0)
            .map(|state| Ranked::new(state, states[state].mean, order[state]))
            .collect();
        rank(&mut ranked);
        ranked
    }

    pub(super) fn state_scores(&self, sites: &[SiteTotal]) -> Vec<StateScore> {
        let score = |ranked: &Ranked| StateScore {
            code: self.catalog.states[ranked.item].code.clone(),
            name: self.catalog.states[ranked.item].name.clone(),
            average: ranked.mean.average(),
            sum_hundredths: ranked.mean.sum_hundredths,
            n: ranked.mean.n,
            position: ranked.position,
        };
        self.rank_states(sites).iter().map(score).collect()
    }
}

/// Whether a branch ran under a group ([`NONE`]: under none) on at least one of these days on which it was open.
fn runs_in(branch: &Branch, group: u16, from: i32, to: i32) -> bool {
    let from = branch.opened.map_or(from, |opened| opened.number().max(from));
    let to = branch.closed.map_or(to, |closed| closed.number().min(to));
    from <= to
        && branch.assignments.iter().enumerate().any(|(place, assignment)| {
            let starts = if place == 0 { i32::MIN } else { assignment.from.number() };
            let ends = branch.assignments.get(place + 1).map_or(i32::MAX, |next| next.from.number() - 1);
            assignment.group.unwrap_or(NONE) == group && starts <= to && ends >= from
        })
}

fn month_label(month: i32) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

pub fn trend_point(month: i32, mean: Mean) -> TrendPoint {
    TrendPoint { month: month_label(month), average: mean.average(), sum_hundredths: mean.sum_hundredths, n: mean.n }
}
