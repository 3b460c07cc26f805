//! `/mapa`, `/grupos/{slug}`, `/sucursales/{code}`: figures by place.

use super::{Cube, columns::UNRATED, index::NONE, pass::AreaTotal, select::Selection};
use crate::domain::{Day, Filter, FilterError, Mean, Territory, views::*};

/// Supervisions listed on a drill-down.
const LAST: usize = 10;

impl Cube {
    /// `/mapa`.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn map(&self, filter: &Filter) -> Result<MapView, FilterError> {
        let selection = Selection::new(self, filter)?;
        let totals = self.totals(&selection);
        let active = self.active(&selection, &totals.seen);
        let (last, areas) = self.visits_by_branch(&selection);
        let width = self.catalog.areas.len();
        let limits = &self.catalog.settings.bands;
        let mut without_location = 0;
        let mut branches = Vec::new();
        for ranked in self.rank_branches(&totals, &active) {
            let branch = &self.catalog.branches[ranked.item];
            let Some(location) = branch.location else {
                without_location += 1;
                continue;
            };
            branches.push(MapBranch {
                code: branch.code.clone(),
                name: branch.name.clone(),
                state: branch.state.map(|state| self.catalog.states[usize::from(state)].code.clone()),
                latitude: location.latitude,
                longitude: location.longitude,
                average: ranked.mean.average(),
                sum_hundredths: ranked.mean.sum_hundredths,
                n: ranked.mean.n,
                band: (ranked.mean.n > 0).then(|| limits.band_of(ranked.mean.sum_hundredths, ranked.mean.n)),
                visited: ranked.visited,
                last: last[ranked.item].map(|(visit, measure)| self.last_visit(visit, measure)),
                worst: self.worst_areas(&areas[ranked.item * width..(ranked.item + 1) * width]),
            });
        }
        let states = self.state_scores(&totals.sites);
        Ok(MapView { meta: selection.meta(self), states, branches, without_location })
    }

    /// By branch: its newest selected visit and its measure; by branch and area: the mean.
    fn visits_by_branch(&self, selection: &Selection) -> (Vec<Option<(usize, Mean)>>, Vec<AreaTotal>) {
        let width = self.catalog.areas.len();
        let mut last: Vec<Option<(usize, Mean)>> = vec![None; self.catalog.branches.len()];
        let mut areas = vec![AreaTotal::default(); self.catalog.branches.len() * width];
        self.each_visit(selection, |visit, _, measure| {
            let branch = self.sites[usize::from(self.columns.site[visit])].branch as usize;
            if last[branch].is_none_or(|(other, _)| other < visit) {
                last[branch] = Some((visit, measure));
            }
            let (of, values) = self.columns.row(visit);
            for (area, value) in of.iter().zip(values) {
                let wanted = selection.areas.as_ref().is_none_or(|areas| areas[usize::from(*area)]);
                if *value != UNRATED && wanted {
                    areas[branch * width + usize::from(*area)].mean.add(*value);
                }
            }
        });
        (last, areas)
    }

    fn last_visit(&self, visit: usize, measure: Mean) -> LastVisit {
        LastVisit {
            id: self.columns.id[visit],
            day: Day::from_number(self.columns.day_of(visit)),
            sum_hundredths: measure.sum_hundredths,
            n: measure.n,
        }
    }

    fn worst_areas(&self, areas: &[AreaTotal]) -> Vec<WorstArea> {
        let mut rated: Vec<(usize, Mean)> =
            areas.iter().enumerate().filter(|(_, area)| area.mean.n > 0).map(|(i, area)| (i, area.mean)).collect();
        let order = &self.index.area_order;
        rated.sort_unstable_by(|(a, x), (b, y)| x.cmp_value(*y).then(order[*a].cmp(&order[*b])));
        let worst = |(area, mean): &(usize, Mean)| {
            let name = self.catalog.areas[*area].clone();
            Some(WorstArea { name, average: mean.average()?, sum_hundredths: mean.sum_hundredths, n: mean.n })
        };
        rated.iter().take(3).filter_map(worst).collect()
    }

    /// `/grupos/{slug}`; `Ok(None)` when there is no such group.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn group(&self, slug: &str, filter: &Filter) -> Result<Option<GroupView>, FilterError> {
        let Some(number) = self.catalog.groups.iter().position(|group| group.slug == slug) else {
            return Ok(None);
        };
        let group = &self.catalog.groups[number];
        let wide = Selection::new(self, &Filter { groups: Vec::new(), ..filter.clone() })?;
        let totals = self.totals(&wide);
        let (ranked, _) = self.rank_groups(&totals, &self.active(&wide, &totals.seen));
        let selection = Selection::new(self, &Filter { groups: vec![slug.to_owned()], ..filter.clone() })?;
        let dashboard = self.dashboard_of(&selection);
        let position_of = ranked.iter().filter(|ranked| ranked.position.is_some()).count() as u32;
        Ok(Some(GroupView {
            slug: group.slug.clone(),
            name: group.name.clone(),
            territory: self.territory_of(number),
            branches: dashboard.kpis.branches_active,
            position: ranked.iter().find(|ranked| ranked.item == number).and_then(|ranked| ranked.position),
            position_of,
            last: self.last_lines(&selection, LAST),
            dashboard,
            ranking: Ranking::default(),
        }))
    }

    /// `local`, `foranea` or `mixto`, of the branches that run under the group now (once did, when none does).
    fn territory_of(&self, group: usize) -> Option<String> {
        let branches = || self.catalog.branches.iter();
        let is = |of: Option<u16>| of.map(usize::from) == Some(group);
        let current = |branch: &&crate::domain::Branch| branch.assignments.last().is_some_and(|last| is(last.group));
        let ever = |branch: &&crate::domain::Branch| branch.assignments.iter().any(|assignment| is(assignment.group));
        let mut territories: Vec<Territory> =
            branches().filter(current).filter_map(|branch| branch.territory).collect();
        if territories.is_empty() {
            territories = branches().filter(ever).filter_map(|branch| branch.territory).collect();
        }
        let first = *territories.first()?;
        let same = territories.iter().all(|territory| *territory == first);
        Some(if same { first.code() } else { "mixto" }.to_owned())
    }

    /// `/sucursales/{code}`; `Ok(None)` when there is no such branch.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn branch(&self, code: &str, filter: &Filter, today: Day) -> Result<Option<BranchView>, FilterError> {
        let Some(number) = self.index.branch_by_code.get(code).copied() else {
            return Ok(None);
        };
        let branch = &self.catalog.branches[number as usize];
        let wide = Selection::new(self, &Filter { branches: Vec::new(), ..filter.clone() })?;
        let totals = self.totals(&wide);
        let ranked = self.rank_branches(&totals, &self.active(&wide, &totals.seen));
        let selection = Selection::new(self, &Filter { branches: vec![code.to_owned()], ..filter.clone() })?;
        let mine = |visit: &usize| {
            self.sites[usize::from(self.columns.site[*visit])].branch == number
                && selection.shape_passes(self.columns.shape[*visit])
        };
        let last = (0..self.columns.len()).rev().find(mine).map(|visit| self.columns.day_of(visit));
        let group = branch.assignments.last().and_then(|assignment| assignment.group).unwrap_or(NONE);
        Ok(Some(BranchView {
            code: branch.code.clone(),
            name: branch.name.clone(),
            group: self.group_link(group),
            state: self.state_link(branch.state),
            municipality: branch.municipality.clone(),
            territory: branch.territory.map(|territory| territory.code().to_owned()),
            latitude: branch.location.map(|location| location.latitude),
            longitude: branch.location.map(|location| location.longitude),
            opened: branch.opened,
            closed: branch.closed,
            position: ranked.iter().find(|ranked| ranked.item == number as usize).and_then(|ranked| ranked.position),
            position_of: ranked.iter().filter(|ranked| ranked.position.is_some()).count() as u32,
            last_visit: last.map(Day::from_number),
            days_since: last.map(|last| today.number() - last),
            dashboard: self.dashboard_of(&selection),
            last: self.last_lines(&selection, LAST),
        }))
    }
}
