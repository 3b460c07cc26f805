//! One group and one branch: the dashboard inside, and who it is.

use falcon::domain::{views::*, *};

use super::Oracle;

impl<'a> Oracle<'a> {
    /// The same question with another restriction of place.
    fn asking(&self, groups: Vec<String>, branches: Vec<String>) -> Oracle<'a> {
        Oracle {
            filter: Filter { groups, branches, ..self.filter.clone() },
            rows: self.rows.clone(),
            slugs: self.slugs.clone(),
            ..*self
        }
    }

    fn line(&self, row: &SupervisionRow) -> SupervisionLine {
        let branch = self.branch_of(row);
        let (sum_hundredths, n) = self.figure(&[row]);
        SupervisionLine {
            id: row.id,
            day: row.day,
            kind: self.catalog.kinds[usize::from(row.kind)].clone(),
            branch: Link { key: branch.code.clone(), name: branch.name.clone() },
            group: self.group_link(self.group_of(row)),
            supervisor: row.supervisor.map(|number| self.catalog.supervisors[usize::from(number)].clone()),
            score: row.score,
            sum_hundredths,
            n,
        }
    }

    fn group_link(&self, group: Option<u16>) -> Option<Link> {
        let group = &self.catalog.groups[usize::from(group?)];
        Some(Link { key: group.slug.clone(), name: group.name.clone() })
    }

    fn last_ten(&self) -> Vec<SupervisionLine> {
        self.newest().into_iter().take(10).map(|row| self.line(row)).collect()
    }

    /// Every score of the measure, ascending.
    pub fn scores(&self) -> Vec<u16> {
        let mut scores: Vec<u16> = self.selected().iter().flat_map(|row| self.measure(row)).collect();
        scores.sort_unstable();
        scores
    }

    pub fn coverage(&self, show: CoverageShow) -> Coverage {
        let (seen, selected) = (self.seen(), self.selected());
        let mut active: Vec<u32> = self.active().keys().map(|(branch, _)| *branch).collect();
        active.dedup();
        let of = |rows: &[&SupervisionRow], branch| rows.iter().filter(|row| row.branch == branch).count() as u32;
        let is = |branch: &u32, show| match show {
            CoverageShow::Pending => of(&seen, *branch) == 0,
            CoverageShow::Visited => of(&seen, *branch) > 0,
            CoverageShow::Selected => of(&selected, *branch) > 0,
        };
        let count = |show| active.iter().filter(|branch| is(branch, show)).count() as u32;
        let mut rows: Vec<BranchVisits> = active
            .iter()
            .filter(|branch| is(branch, show))
            .map(|number| {
                let branch = &self.catalog.branches[*number as usize];
                let days = |rows: &[&SupervisionRow]| {
                    rows.iter().filter(|row| row.branch == *number && self.of_kind(row)).map(|row| row.day).max()
                };
                BranchVisits {
                    code: branch.code.clone(),
                    name: branch.name.clone(),
                    group: self
                        .shown_group(*number as usize)
                        .map(|group| self.catalog.groups[usize::from(group)].name.clone()),
                    visits: of(&seen, *number),
                    selected: of(&selected, *number),
                    last: days(&seen).or(days(&self.rows)),
                }
            })
            .collect();
        rows.sort_by_key(|row| (text::fold(&row.name), row.code.clone()));
        match show {
            CoverageShow::Pending => rows.sort_by_key(|row| row.last),
            _ => rows.sort_by_key(|row| std::cmp::Reverse(row.last)),
        }
        let total = rows.len() as u32;
        Coverage {
            meta: self.meta(),
            show,
            pending: count(CoverageShow::Pending),
            visited: count(CoverageShow::Visited),
            selected: count(CoverageShow::Selected),
            branches: Page { items: rows, page: 1, per_page: 1_000, total },
        }
    }

    pub fn group(&self, slug: &str) -> Option<GroupView> {
        let number = self.catalog.groups.iter().position(|group| group.slug == slug)?;
        let all = self.asking(vec![], self.filter.branches.clone()).dashboard().groups;
        let inside = self.asking(vec![slug.to_owned()], self.filter.branches.clone());
        let under = |group: Option<u16>| group.map(usize::from) == Some(number);
        let territories = |ever: bool| -> Vec<Territory> {
            let under_it = |branch: &&Branch| {
                let groups: Vec<_> = branch.assignments.iter().map(|assignment| assignment.group).collect();
                if ever { groups.into_iter().any(under) } else { under(groups[groups.len() - 1]) }
            };
            self.catalog.branches.iter().filter(under_it).filter_map(|branch| branch.territory).collect()
        };
        let known = [territories(false), territories(true)].into_iter().find(|known| !known.is_empty());
        let territory = known.map(|known| {
            let all = |of: Territory| known.iter().all(|territory| *territory == of);
            if all(Territory::Local) {
                "local"
            } else if all(Territory::Foranea) {
                "foranea"
            } else {
                "mixto"
            }
        });
        let dashboard = inside.dashboard();
        Some(GroupView {
            slug: slug.to_owned(),
            name: self.catalog.groups[number].name.clone(),
            territory: territory.map(str::to_owned),
            branches: inside.active().keys().map(|(branch, _)| branch).collect::<std::collections::BTreeSet<_>>().len()
                as u32,
            position: all.iter().find(|group| group.slug == slug).and_then(|group| group.position),
            position_of: all.iter().filter(|group| group.n > 0).count() as u32,
            dashboard,
            ranking: Ranking::default(),
            last: inside.last_ten(),
        })
    }

    pub fn branch(&self, code: &str, today: Day) -> Option<BranchView> {
        let number = self.catalog.branches.iter().position(|branch| branch.code == code)?;
        let branch = &self.catalog.branches[number];
        let all = self.asking(self.filter.groups.clone(), vec![]).dashboard().branches;
        let inside = self.asking(self.filter.groups.clone(), vec![code.to_owned()]);
        let ever = self.rows.iter().filter(|row| row.branch as usize == number && self.of_kind(row));
        let last_visit = ever.map(|row| row.day).max();
        Some(BranchView {
            code: code.to_owned(),
            name: branch.name.clone(),
            group: self.group_link(branch.assignments[branch.assignments.len() - 1].group),
            state: branch.state.map(|state| {
                let state = &self.catalog.states[usize::from(state)];
                Link { key: state.code.clone(), name: state.name.clone() }
            }),
            municipality: branch.municipality.clone(),
            territory: branch.territory.map(|territory| match territory {
                Territory::Local => "local".to_owned(),
                Territory::Foranea => "foranea".to_owned(),
            }),
            latitude: branch.location.map(|location| location.latitude),
            longitude: branch.location.map(|location| location.longitude),
            opened: branch.opened,
            closed: branch.closed,
            position: all.iter().find(|of| of.code == code).and_then(|of| of.position),
            position_of: all.iter().filter(|of| of.n > 0).count() as u32,
            last_visit,
            days_since: last_visit.map(|last| today.number() - last.number()),
            dashboard: inside.dashboard(),
            last: inside.last_ten(),
        })
    }
}
