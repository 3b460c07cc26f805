//! `GET /api/v1/rankings/{of}`: branches, groups, states or areas by their average. `sort` is `best` (the usual order),
//! `worst`, `name` or `count`; positions always follow the average.

use axum::response::Response;

use super::{
    ApiError, Desk,
    asked::Asked,
    openapi::parameters::{Filed, Filtered, Listed, Ranked, Worded},
    reading::{Answer, Named, Paging, Reading, Whole},
};
use crate::{
    contract::words,
    domain::views::{RankingOf, RankingRow},
};

/// Branches, groups, states or areas by their average
#[utoipa::path(
    get, path = "/api/v1/rankings/{of}", operation_id = "rankings", tag = "figures",
    params(("of" = inline(RankingOf), Path, description = "What is ranked"), Ranked, Filtered, Listed, Filed, Worded),
    responses((status = 200, description = "The figures", body = Whole<Vec<RankingRow>>)),
)]
pub async fn list(reading: Reading, Named(of): Named) -> Result<Response, ApiError> {
    let of = words::ranking_of(&of).ok_or_else(ApiError::not_found)?;
    let find = async |desk: &Desk, asked: &Asked| {
        let sort = asked.word("sort", words::ranking_sort)?;
        let page = asked.page()?;
        let found = desk.ranking_of(&asked.filter, of, sort, asked.text("search"), page)?;
        let n = super::figures(desk, asked)?.kpis.n;
        Answer::new(&found.meta, n, Paging::of(&found.rows, page.1, asked), &found.rows.items)
    };
    reading.answer(&["sort", "search", "limit", "cursor"], find).await
}
