//! `GET /api/v1/branches`: the active branches of a selection, by name, with where they are and their figures.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{Branch, Catalog, Day, views::BranchScore},
    server::{
        api::{
            ApiError, Desk,
            asked::Asked,
            figures,
            openapi::parameters::{FiledList, Filtered, Listed, Worded},
            reading::{Answer, Paging, Reading, Whole},
        },
        services::{branches_by_name, page_of},
    },
};

#[derive(Serialize, ToSchema)]
pub struct BranchRow<'a> {
    #[serde(flatten)]
    score: &'a BranchScore,
    state: Option<&'a str>,
    municipality: Option<&'a str>,
    territory: Option<&'static str>,
    time_zone: Option<&'a str>,
    opened: Option<Day>,
    closed: Option<Day>,
}

/// The active branches of a selection, by name
#[utoipa::path(
    get, path = "/api/v1/branches", operation_id = "listBranches", tag = "master data",
    params(Filtered, Listed, FiledList, Worded),
    responses((status = 200, description = "What there is", body = Whole<Vec<BranchRow>>)),
)]
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let found = figures(desk, asked)?;
        let page = asked.page()?;
        let scores = page_of(branches_by_name(&found.branches), page);
        let paging = Paging::of(&scores, page.1, asked);
        let catalog = desk.cube().catalog();
        let known: std::collections::HashMap<&str, &Branch> =
            catalog.branches.iter().map(|branch| (branch.code.as_str(), branch)).collect();
        let rows =
            scores.items.into_iter().filter_map(|score| Some(row(catalog, known.get(score.code.as_str())?, score)));
        Answer::new(&found.meta, found.kpis.n, paging, rows.collect::<Vec<_>>())
    };
    reading.answer(&["limit", "cursor"], find).await
}

fn row<'a>(catalog: &'a Catalog, branch: &'a Branch, score: &'a BranchScore) -> BranchRow<'a> {
    BranchRow {
        score,
        state: branch.state.map(|state| catalog.states[usize::from(state)].code.as_str()),
        municipality: branch.municipality.as_deref(),
        territory: branch.territory.map(crate::domain::Territory::code),
        time_zone: branch.time_zone.as_deref(),
        opened: branch.opened,
        closed: branch.closed,
    }
}
