//! The dashboard, and the same cards inside a group or a branch.

use crate::{
    contract::{DashboardPage, PER_PAGE, PageQuery},
    domain::{
        Cube, Filter,
        views::{BranchView, Dashboard, GroupView, Page, Ranking, RankingOf, RankingRow, RankingSort},
    },
    server::error::ServerError,
};

use super::Desk;

impl Desk {
    /// `/`.
    ///
    /// # Errors
    /// When the query is wrong.
    pub async fn dashboard(&self, query: &str) -> Result<DashboardPage, ServerError> {
        let cube = self.cube();
        self.inner().answers.get("dashboard", self.key(), query, || {
            let page = PageQuery::parse(query)?;
            let mut dashboard = cube.dashboard(&page.filter)?;
            let ranking = ranking(cube, &page, &page.filter, &mut dashboard)?;
            Ok(DashboardPage::new(dashboard, ranking))
        })
    }

    /// `/grupos/{slug}`.
    ///
    /// # Errors
    /// When the query is wrong or there is no such group.
    pub async fn group(&self, slug: &str, query: &str) -> Result<GroupView, ServerError> {
        let page = PageQuery::parse(query)?;
        let mut view = self.group_of(slug, &page.filter).await?;
        let inside = Filter { groups: vec![slug.to_owned()], ..page.filter.clone() };
        view.ranking = ranking(self.cube(), &page, &inside, &mut view.dashboard)?;
        Ok(view)
    }

    /// `/sucursales/{code}`.
    ///
    /// # Errors
    /// When the query is wrong or there is no such branch.
    pub async fn branch(&self, code: &str, query: &str) -> Result<BranchView, ServerError> {
        let page = PageQuery::parse(query)?;
        self.branch_of(code, &page.filter).await
    }
}

/// The asked page of the ranking. The dashboard's own branch list, already in the usual order, serves the usual case;
/// it is left empty, for it may hold thousands.
fn ranking(cube: &Cube, page: &PageQuery, filter: &Filter, dashboard: &mut Dashboard) -> Result<Ranking, ServerError> {
    let branches = std::mem::take(&mut dashboard.branches);
    if page.of != RankingOf::Branches || page.sort != RankingSort::Best || page.search.is_some() {
        let search = page.search.as_deref();
        return Ok(cube.ranking(filter, page.of, page.sort, search, page.page, PER_PAGE)?);
    }
    let rows = branches.into_iter().map(|branch| RankingRow {
        key: branch.code,
        name: branch.name,
        detail: branch.group,
        average: branch.average,
        sum_hundredths: branch.sum_hundredths,
        n: branch.n,
        position: branch.position,
        visited: branch.visited,
    });
    let mut rows = Page::whole(rows.collect());
    rows.cut(page.page, PER_PAGE);
    Ok(Ranking { meta: dashboard.meta.clone(), of: page.of, sort: page.sort, search: None, rows })
}
