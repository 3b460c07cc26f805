//! View models that join engine answers for one page.

use serde::{Deserialize, Serialize};

use crate::domain::views::{Coverage, Dashboard, Explain, Meta, Ranking, Spread};

/// `/`: the dashboard as the page draws it, and the asked page of the branch ranking. Lists that may hold thousands come
/// without what is not drawn: no branches, of many groups the ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DashboardPage {
    pub dashboard: Dashboard,
    /// Groups there are; `dashboard.groups` holds all of them or [`DashboardPage::ENDS`].
    pub groups: u32,
    pub ranking: Ranking,
}

impl DashboardPage {
    /// As many groups are shown whole.
    pub const WHOLE: usize = 12;
    /// Of longer lists as many of the first and of the last.
    pub const ENDS: (usize, usize) = (8, 4);

    /// Leaves out what the page does not draw.
    #[must_use]
    pub fn new(mut dashboard: Dashboard, ranking: Ranking) -> Self {
        dashboard.branches = Vec::new();
        let all = &mut dashboard.groups;
        let groups = u32::try_from(all.len()).unwrap_or(u32::MAX);
        if all.len() > Self::WHOLE {
            all.drain(Self::ENDS.0..all.len() - Self::ENDS.1);
        }
        Self { dashboard, groups, ranking }
    }
}

/// `/porque`: what is behind the figure that `cifra` names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Why {
    Average(Explain),
    Visits(Explain),
    Outside(Explain),
    Coverage(Coverage),
    Median(Spread),
}

impl Why {
    /// Which filter it honours, and how fresh it is.
    #[must_use]
    pub const fn meta(&self) -> &Meta {
        match self {
            Self::Average(found) | Self::Visits(found) | Self::Outside(found) => &found.meta,
            Self::Coverage(found) => &found.meta,
            Self::Median(found) => &found.meta,
        }
    }
}

/// What typing in a search box offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Parameter the value belongs to: `sucursal`, `grupo`, `area`, `estado`.
    pub field: String,
    pub value: String,
    pub name: String,
    /// Second line: the group of a branch.
    pub detail: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::views::{GroupScore, Page, RankingOf, RankingSort};

    fn page_of(groups: u32) -> DashboardPage {
        let group = |number: u32| GroupScore {
            slug: format!("g{number}"),
            name: format!("Grupo {number}"),
            average: None,
            sum_hundredths: 0,
            n: 0,
            position: None,
            branches: 1,
            supervised: 0,
            visited: 0,
        };
        let dashboard = Dashboard { groups: (1..=groups).map(group).collect(), ..Dashboard::default() };
        let (meta, rows) = (Meta::default(), Page::whole(Vec::new()));
        let ranking = Ranking { meta, of: RankingOf::Branches, sort: RankingSort::Best, search: None, rows };
        DashboardPage::new(dashboard, ranking)
    }

    fn slugs(page: &DashboardPage) -> Vec<&str> {
        page.dashboard.groups.iter().map(|group| group.slug.as_str()).collect()
    }

    #[test]
    fn of_many_groups_the_ends_remain() {
        let page = page_of(5_000);
        assert_eq!(page.groups, 5_000);
        let ends = ["g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g4997", "g4998", "g4999", "g5000"];
        assert_eq!(slugs(&page), ends);
    }

    #[test]
    fn few_groups_remain_whole() {
        let page = page_of(12);
        assert_eq!((page.groups, slugs(&page).len()), (12, 12));
    }
}
