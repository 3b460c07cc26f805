//! The dashboard, and the same cards inside a group or a branch.

use crate::{
    contract::{DashboardPage, PER_PAGE, PageQuery},
    domain::{
        Cube, Day, Filter, FilterError,
        views::{BranchView, Dashboard, GroupView, Page, Ranking, RankingOf, RankingRow, RankingSort},
    },
};

/// `/`.
///
/// # Errors
/// When the query is wrong.
pub fn dashboard(cube: &Cube, query: &str) -> Result<DashboardPage, FilterError> {
    let page = PageQuery::parse(query)?;
    let mut dashboard = cube.dashboard(&page.filter)?;
    let ranking = ranking(cube, &page, &page.filter, &mut dashboard)?;
    Ok(DashboardPage::new(dashboard, ranking))
}

/// `/grupos/{slug}`; `None` when there is no such group.
///
/// # Errors
/// When the query is wrong.
pub fn group(cube: &Cube, slug: &str, query: &str) -> Result<Option<GroupView>, FilterError> {
    let page = PageQuery::parse(query)?;
    let Some(mut view) = cube.group(slug, &page.filter)? else { return Ok(None) };
    let inside = Filter { groups: vec![slug.to_owned()], ..page.filter.clone() };
    view.ranking = ranking(cube, &page, &inside, &mut view.dashboard)?;
    Ok(Some(view))
}

/// `/sucursales/{code}`; `None` when there is no such branch.
///
/// # Errors
/// When the query is wrong.
pub fn branch(cube: &Cube, code: &str, query: &str, today: Day) -> Result<Option<BranchView>, FilterError> {
    cube.branch(code, &PageQuery::parse(query)?.filter, today)
}

/// The asked page of the ranking. The dashboard's own branch list, already in the usual order, serves the usual case;
/// it is left empty, for it may hold thousands.
fn ranking(cube: &Cube, page: &PageQuery, filter: &Filter, dashboard: &mut Dashboard) -> Result<Ranking, FilterError> {
    let branches = std::mem::take(&mut dashboard.branches);
    if page.of != RankingOf::Branches || page.sort != RankingSort::Best || page.search.is_some() {
        let search = page.search.as_deref();
        return cube.ranking(filter, page.of, page.sort, search, page.page, PER_PAGE);
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
