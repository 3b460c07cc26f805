//! Lists of supervisions and rankings, one visit, and why a figure is what it is.

use core::cmp::Reverse;

use super::{
    Cube,
    columns::UNRATED,
    index::NONE,
    order::{Ranked, delta},
    select::Selection,
};
use crate::domain::{Day, Filter, FilterError, Mean, text::fold, views::*};

/// Cuts a page out of a list; past the end: the last one.
pub fn page_of<T, U>(list: &[T], page: u32, per_page: u32, item: impl Fn(&T) -> U) -> Page<U> {
    let per_page = per_page.max(1);
    let page = page.clamp(1, (list.len() as u32).div_ceil(per_page).max(1));
    let start = (page as usize - 1).saturating_mul(per_page as usize).min(list.len());
    let end = start.saturating_add(per_page as usize).min(list.len());
    Page { items: list[start..end].iter().map(item).collect(), page, per_page, total: list.len() as u32 }
}

/// A selected visit: number, day, what it adds.
pub type Hit = (usize, i32, Mean);

impl Cube {
    /// All visits of a selection, newest first.
    pub(super) fn newest(&self, selection: &Selection) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.each_visit(selection, |visit, day, measure| hits.push((visit, day, measure)));
        hits.sort_unstable_by_key(|hit| Reverse(hit.0));
        hits
    }

    pub(super) fn last_lines(&self, selection: &Selection, most: usize) -> Vec<SupervisionLine> {
        self.newest(selection).iter().take(most).map(|hit| self.line(hit)).collect()
    }

    pub(super) fn line(&self, (visit, day, measure): &Hit) -> SupervisionLine {
        let columns = &self.columns;
        let site = self.sites[usize::from(columns.site[*visit])];
        let branch = &self.catalog.branches[site.branch as usize];
        let score = columns.score[*visit];
        SupervisionLine {
            id: columns.id[*visit],
            day: Day::from_number(*day),
            kind: self.catalog.kinds[usize::from(columns.kind_of(*visit))].clone(),
            branch: Link { key: branch.code.clone(), name: branch.name.clone() },
            group: self.group_link(site.group),
            supervisor: self.supervisor_of(*visit),
            score: (score != UNRATED).then_some(score),
            sum_hundredths: measure.sum_hundredths,
            n: measure.n,
        }
    }

    pub(super) fn group_link(&self, group: u16) -> Option<Link> {
        let group = (group != NONE).then(|| &self.catalog.groups[usize::from(group)])?;
        Some(Link { key: group.slug.clone(), name: group.name.clone() })
    }

    fn supervisor_of(&self, visit: usize) -> Option<String> {
        let number = self.columns.supervisor.get(visit).filter(|number| **number != UNRATED)?;
        self.catalog.supervisors.get(usize::from(*number)).cloned()
    }

    /// `/supervisiones/{id}`; points and distance are added where the store is at hand.
    #[must_use]
    pub fn supervision(&self, id: u32) -> Option<SupervisionView> {
        let columns = &self.columns;
        let visit = columns.id.iter().position(|of| *of == id)?;
        let site = self.sites[usize::from(columns.site[visit])];
        let branch = &self.catalog.branches[site.branch as usize];
        let kind = columns.kind_of(visit);
        let (areas, values) = columns.row(visit);
        let mut rated: Vec<(u16, u16)> =
            areas.iter().copied().zip(values.iter().copied()).filter(|(_, value)| *value != UNRATED).collect();
        rated.sort_unstable_by_key(|(area, value)| (*value, self.index.area_order[usize::from(*area)]));
        let mut unrated: Vec<u16> = self.index.kinds[usize::from(kind)].areas.clone();
        unrated.retain(|area| rated.iter().all(|(of, _)| of != area));
        unrated.sort_unstable_by_key(|area| self.index.area_order[usize::from(*area)]);
        let same = |other: &usize| {
            columns.kind_of(*other) == kind && self.sites[usize::from(columns.site[*other])].branch == site.branch
        };
        let score = columns.score[visit];
        let minute = columns.minute.get(visit).copied().filter(|minute| *minute != UNRATED);
        Some(SupervisionView {
            data_version: self.catalog.data_version,
            last_import: self.catalog.last_import.clone(),
            id,
            kind: self.catalog.kinds[usize::from(kind)].clone(),
            day: Day::from_number(columns.day_of(visit)).to_string(),
            time: minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60)),
            branch_code: branch.code.clone(),
            branch_name: branch.name.clone(),
            group: self.group_link(site.group),
            state: self.state_link(branch.state),
            municipality: branch.municipality.clone(),
            supervisor: self.supervisor_of(visit),
            score: (score != UNRATED).then_some(score),
            points: None,
            areas: rated
                .into_iter()
                .map(|(area, score)| VisitArea {
                    slug: self.index.area_slugs[usize::from(area)].clone(),
                    name: self.catalog.areas[usize::from(area)].clone(),
                    score,
                    points: None,
                })
                .collect(),
            unrated: unrated.into_iter().map(|area| self.catalog.areas[usize::from(area)].clone()).collect(),
            distance_m: None,
            before: (0..visit).rev().find(same).map(|other| columns.id[other]),
            after: (visit + 1..columns.len()).find(same).map(|other| columns.id[other]),
        })
    }

    pub(super) fn state_link(&self, state: Option<u16>) -> Option<Link> {
        let state = &self.catalog.states[usize::from(state?)];
        Some(Link { key: state.code.clone(), name: state.name.clone() })
    }

    /// A page (from 1) of a ranking.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn ranking(
        &self,
        filter: &Filter,
        of: RankingOf,
        sort: RankingSort,
        search: Option<&str>,
        page: u32,
        per_page: u32,
    ) -> Result<Ranking, FilterError> {
        let selection = Selection::new(self, filter)?;
        let totals = self.totals(&selection);
        let active = self.active(&selection, &totals.seen);
        let mut ranked = match of {
            RankingOf::Branches => self.rank_branches(&totals, &active),
            RankingOf::Groups => self.rank_groups(&totals, &active).0,
            RankingOf::States => self.rank_states(&totals.sites),
            RankingOf::Areas => self.rank_areas(&totals),
        };
        let search = search.map(crate::domain::text::tidy).filter(|search| !search.is_empty());
        if let Some(wanted) = search.as_deref().map(fold) {
            ranked.retain(|ranked| {
                let (key, name) = self.key_and_name(of, ranked.item);
                fold(key).contains(&wanted) || fold(name).contains(&wanted)
            });
        }
        match sort {
            RankingSort::Best => {}
            RankingSort::Worst => ranked.sort_by(|a, b| {
                let empty = (a.mean.n == 0).cmp(&(b.mean.n == 0)).then(b.visited.cmp(&a.visited));
                empty.then(a.mean.cmp_value(b.mean)).then(a.tie.cmp(&b.tie))
            }),
            RankingSort::Name => ranked.sort_by_key(|ranked| ranked.tie),
            RankingSort::Count => ranked.sort_by_key(|ranked| (Reverse(ranked.mean.n), ranked.tie)),
        }
        let row = |ranked: &Ranked| {
            let (key, name) = self.key_and_name(of, ranked.item);
            let group = || self.group_in(&selection, ranked.item).map(|group| self.catalog.groups[group].name.clone());
            RankingRow {
                key: key.to_owned(),
                name: name.to_owned(),
                detail: if of == RankingOf::Branches { group() } else { None },
                average: ranked.mean.average(),
                sum_hundredths: ranked.mean.sum_hundredths,
                n: ranked.mean.n,
                position: ranked.position,
                visited: ranked.visited,
            }
        };
        Ok(Ranking { meta: selection.meta(self), of, sort, search, rows: page_of(&ranked, page, per_page, row) })
    }

    fn key_and_name(&self, of: RankingOf, item: usize) -> (&str, &str) {
        let catalog = &self.catalog;
        match of {
            RankingOf::Branches => (&catalog.branches[item].code, &catalog.branches[item].name),
            RankingOf::Groups => (&catalog.groups[item].slug, &catalog.groups[item].name),
            RankingOf::States => (&catalog.states[item].code, &catalog.states[item].name),
            RankingOf::Areas => (&self.index.area_slugs[item], &catalog.areas[item]),
        }
    }

    /// The supervisions behind the figure that the filter selects, and what moved it.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn explain(
        &self,
        filter: &Filter,
        sort: ExplainSort,
        page: u32,
        per_page: u32,
    ) -> Result<Explain, FilterError> {
        let selection = Selection::new(self, filter)?;
        let (mean_before, previous) = self.previous(&selection);
        let mut explain = self.behind(&selection, self.newest(&selection), sort, page, per_page);
        let now = Mean { sum_hundredths: explain.sum_hundredths, n: explain.n };
        if let Some(period) = selection.filter.period.previous(&self.catalog.periods)
            && mean_before.n > 0
            && now.n > 0
        {
            (explain.branches, explain.areas) = self.movers(&selection, &selection.with_period(self, period));
        }
        Ok(Explain { delta: delta(now, mean_before), previous, ..explain })
    }

    /// At most `limit` supervisions of a selection, newest first, from the one after `after` on (its day and number): whatever
    /// comes or goes meanwhile, nothing that was there comes twice or is left out.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn visits(&self, filter: &Filter, after: Option<(Day, u32)>, limit: u32) -> Result<Visits, FilterError> {
        let selection = Selection::new(self, filter)?;
        let after = after.map(|(day, id)| (day.number(), id));
        let (mut total, mut n, mut hits) = (0, 0, Vec::new());
        self.each_visit(&selection, |visit, day, measure| {
            total += 1;
            n += measure.n;
            let place = (day, self.columns.id[visit]);
            if after.is_none_or(|after| place < after) {
                hits.push((place, (visit, day, measure)));
            }
        });
        let limit = limit.max(1) as usize;
        let more = hits.len() > limit;
        if more {
            // The others need not be in order.
            hits.select_nth_unstable_by_key(limit - 1, |(place, _)| Reverse(*place));
            hits.truncate(limit);
        }
        hits.sort_unstable_by_key(|(place, _)| Reverse(*place));
        let lines = hits.iter().map(|(_, hit)| self.line(hit)).collect();
        Ok(Visits { meta: selection.meta(self), total, n, lines, more })
    }

    /// A figure's sum and the page of supervisions behind it; `hits` come newest first.
    pub(super) fn behind(
        &self,
        selection: &Selection,
        mut hits: Vec<Hit>,
        sort: ExplainSort,
        page: u32,
        per_page: u32,
    ) -> Explain {
        match sort {
            ExplainSort::Newest => {}
            ExplainSort::Worst => {
                hits.sort_by(|a, b| (a.2.n == 0).cmp(&(b.2.n == 0)).then(a.2.cmp_value(b.2)));
            }
            ExplainSort::Best => hits.sort_by(|a, b| b.2.cmp_value(a.2)),
        }
        let mut now = Mean::default();
        hits.iter().for_each(|hit| now.merge(hit.2));
        Explain {
            meta: selection.meta(self),
            average: now.average(),
            sum_hundredths: now.sum_hundredths,
            n: now.n,
            supervisions: page_of(&hits, page, per_page, |hit| self.line(hit)),
            ..Explain::default()
        }
    }

    /// Branches and areas that moved the mean most, at most 8 each.
    fn movers(&self, now: &Selection, before: &Selection) -> (Vec<Mover>, Vec<Mover>) {
        let (now, before) = (self.totals(now), self.totals(before));
        let pairs = self.by_branch(&now.sites).into_iter().zip(self.by_branch(&before.sites)).enumerate();
        let branches = pairs
            .filter(|(_, (one, other))| one.mean.n > 0 || other.mean.n > 0)
            .map(|(branch, (one, other))| {
                let effect = share(one.mean, now.mean, before.mean) - share(other.mean, before.mean, before.mean);
                let of = &self.catalog.branches[branch];
                (self.index.branch_order[branch], mover(&of.code, &of.name, one.mean, other.mean, effect))
            })
            .collect();
        let pairs = now.areas.iter().zip(&before.areas).enumerate();
        let areas = pairs
            .filter_map(|(area, (one, other))| {
                let effect = delta(one.mean, other.mean)?;
                let (slug, name) = (&self.index.area_slugs[area], &self.catalog.areas[area]);
                Some((self.index.area_order[area], mover(slug, name, one.mean, other.mean, effect)))
            })
            .collect();
        (largest(branches), largest(areas))
    }
}

/// What a part adds to the whole's mean, measured from a base mean, in points: `(s·N₀ − S₀·n) / (N·N₀·100)`.
#[expect(clippy::cast_precision_loss, reason = "the one rounding of the result")]
fn share(part: Mean, whole: Mean, base: Mean) -> f64 {
    let (total, base_n) = (i128::from(whole.n), i128::from(base.n));
    let above = i128::from(part.sum_hundredths) * base_n - i128::from(base.sum_hundredths) * i128::from(part.n);
    above as f64 / ((total * base_n) as f64 * 100.0)
}

fn mover(key: &str, name: &str, now: Mean, before: Mean, effect: f64) -> Mover {
    Mover {
        key: key.to_owned(),
        name: name.to_owned(),
        before: before.average(),
        now: now.average(),
        sum_hundredths_before: before.sum_hundredths,
        n_before: before.n,
        sum_hundredths: now.sum_hundredths,
        n: now.n,
        effect,
    }
}

fn largest(mut movers: Vec<(u32, Mover)>) -> Vec<Mover> {
    movers.sort_by(|(tie_a, a), (tie_b, b)| b.effect.abs().total_cmp(&a.effect.abs()).then(tie_a.cmp(tie_b)));
    movers.into_iter().take(8).map(|(_, mover)| mover).collect()
}
