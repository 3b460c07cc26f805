//! Figures as programs ask for them: one filter, one list, no page around.

use std::{ops::RangeInclusive, sync::Arc};

use crate::{
    contract::Why,
    domain::{
        Cube, Day, Filter, FilterError,
        views::{
            BranchScore, BranchView, CoverageShow, Dashboard, ExplainSort, Figure, Granularity, GroupView, History,
            HistoryShow, Indicators, MapView, Page, Ranking, RankingOf, RankingSort, Visits,
        },
    },
    screens,
    server::error::ServerError,
};

use super::{Desk, Services};

impl Services {
    /// Years that programs may name.
    #[must_use]
    pub fn api_years(&self) -> &RangeInclusive<i16> {
        &self.inner.years
    }
}

impl Desk {
    /// Years that a program may name: those of the settings, and whatever has data.
    #[must_use]
    pub fn years(&self) -> RangeInclusive<i16> {
        let (mut first, mut last) = (*self.inner().years.start(), *self.inner().years.end());
        for year in self.cube().years() {
            (first, last) = (first.min(year), last.max(year));
        }
        first..=last
    }

    /// Tells answers apart: by organization, data, scope and day.
    #[must_use]
    pub fn freshness(&self) -> String {
        let import = self.cube().catalog().last_import.as_deref().unwrap_or_default();
        format!("{}{import}\0{}", self.key(), self.today())
    }

    /// What the dashboard shows of a filter, with every branch.
    ///
    /// # Errors
    /// When the organization has no such value.
    pub fn figures(&self, filter: &Filter) -> Result<Arc<Dashboard>, FilterError> {
        let cube = self.cube();
        self.inner().answers.get("figures", self.key(), &filter.to_query(), || cube.dashboard(filter).map(Arc::new))
    }

    /// A page of a ranking.
    ///
    /// # Errors
    /// As [`Desk::figures`].
    pub fn ranking_of(
        &self,
        filter: &Filter,
        of: RankingOf,
        sort: RankingSort,
        search: Option<&str>,
        (page, limit): (u32, u32),
    ) -> Result<Ranking, FilterError> {
        self.cube().ranking(filter, of, sort, search, page, limit)
    }

    /// A page of the history.
    ///
    /// # Errors
    /// As [`Desk::figures`].
    pub fn history_of(
        &self,
        filter: &Filter,
        by: Granularity,
        show: HistoryShow,
        inside: Option<&str>,
        (page, limit): (u32, u32),
    ) -> Result<History, FilterError> {
        let mut history = self.cube().history(filter, by, show, inside)?;
        history.cut(page, limit);
        Ok(history)
    }

    /// The indicators.
    ///
    /// # Errors
    /// As [`Desk::figures`].
    pub fn indicators_of(&self, filter: &Filter, by: Granularity) -> Result<Indicators, FilterError> {
        self.cube().indicators(filter, by)
    }

    /// The map.
    ///
    /// # Errors
    /// As [`Desk::figures`].
    pub fn map_of(&self, filter: &Filter) -> Result<MapView, FilterError> {
        self.cube().map(filter)
    }

    /// A group, with its dashboard and every branch of it.
    ///
    /// # Errors
    /// As [`Desk::figures`], and when there is no such group.
    pub async fn group_of(&self, slug: &str, filter: &Filter) -> Result<GroupView, ServerError> {
        if let Some(view) = self.cube().group(slug, filter)? {
            return Ok(view);
        }
        Err(self.no_group(slug).await)
    }

    pub(super) async fn no_group(&self, slug: &str) -> ServerError {
        let there = |whole: &Cube| whole.catalog().groups.iter().any(|group| group.slug == slug);
        self.absent("group", format!("/grupos/{slug}"), there).await
    }

    /// A branch, with its dashboard.
    ///
    /// # Errors
    /// As [`Desk::figures`], and when there is no such branch.
    pub async fn branch_of(&self, code: &str, filter: &Filter) -> Result<BranchView, ServerError> {
        if let Some(view) = self.cube().branch(code, filter, self.today())? {
            return Ok(view);
        }
        Err(self.no_branch(code).await)
    }

    pub(super) async fn no_branch(&self, code: &str) -> ServerError {
        let there = |whole: &Cube| whole.catalog().branches.iter().any(|branch| branch.code == code);
        self.absent("branch", format!("/sucursales/{code}"), there).await
    }

    /// The supervisions of a selection, newest first, from the one after `after` on.
    ///
    /// # Errors
    /// As [`Desk::figures`].
    pub fn visits(&self, filter: &Filter, after: Option<(Day, u32)>, limit: u32) -> Result<Visits, FilterError> {
        self.cube().visits(filter, after, limit)
    }

    /// Why a figure is what it is.
    ///
    /// # Errors
    /// As [`Desk::figures`].
    pub fn why(
        &self,
        filter: &Filter,
        figure: Figure,
        show: (ExplainSort, CoverageShow),
        page: (u32, u32),
    ) -> Result<Why, FilterError> {
        screens::why(self.cube(), filter, figure, show, page)
    }
}

/// Branches in the order of their names, those of one name by code.
pub fn branches_by_name(branches: &[BranchScore]) -> Vec<&BranchScore> {
    let mut scores: Vec<_> = branches.iter().collect();
    scores.sort_by(|a, b| (&a.name, &a.code).cmp(&(&b.name, &b.code)));
    scores
}

/// A page of a list that is at hand whole.
pub fn page_of<T>(items: Vec<T>, (page, limit): (u32, u32)) -> Page<T> {
    let mut whole = Page::whole(items);
    whole.cut(page, limit);
    whole
}
