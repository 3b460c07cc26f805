//! History, indicators, map, and the reasons behind a figure.

use crate::{
    contract::{PER_PAGE, PageQuery, Why},
    domain::{
        Cube, Filter, FilterError,
        views::{CoverageShow, ExplainSort, Figure, History, Indicators, MapView},
    },
};

/// Rows of a heat map on one page.
const HEAT_ROWS: u32 = 50;

/// `/historico`.
///
/// # Errors
/// When the query is wrong.
pub fn history(cube: &Cube, query: &str) -> Result<History, FilterError> {
    let page = PageQuery::parse(query)?;
    let mut history = cube.history(&page.filter, page.by, page.show, page.inside.as_deref())?;
    history.cut(page.page, HEAT_ROWS);
    Ok(history)
}

/// `/indicadores`.
///
/// # Errors
/// When the query is wrong.
pub fn indicators(cube: &Cube, query: &str) -> Result<Indicators, FilterError> {
    let page = PageQuery::parse(query)?;
    cube.indicators(&page.filter, page.by)
}

/// `/mapa`.
///
/// # Errors
/// When the query is wrong.
pub fn map(cube: &Cube, query: &str) -> Result<MapView, FilterError> {
    cube.map(&PageQuery::parse(query)?.filter)
}

/// `/porque`.
///
/// # Errors
/// When the query is wrong.
pub fn explain(cube: &Cube, query: &str) -> Result<Why, FilterError> {
    let page = PageQuery::parse(query)?;
    why(cube, &page.filter, page.figure, (page.explain_sort, page.coverage), (page.page, PER_PAGE))
}

/// Why a figure is what it is.
///
/// # Errors
/// When the organization has no such value.
pub fn why(
    cube: &Cube,
    filter: &Filter,
    figure: Figure,
    (sort, show): (ExplainSort, CoverageShow),
    (page, limit): (u32, u32),
) -> Result<Why, FilterError> {
    Ok(match figure {
        Figure::Average => Why::Average(cube.explain(filter, sort, page, limit)?),
        Figure::Visits => Why::Visits(cube.explain(filter, sort, page, limit)?),
        Figure::Outside => Why::Outside(cube.outside(filter, sort, page, limit)?),
        Figure::Coverage => Why::Coverage(cube.coverage(filter, show, page, limit)?),
        Figure::Median => Why::Median(cube.spread(filter)?),
    })
}
