//! `GET /api/v1/groups/{slug}`: one group, its figures, areas, trend, branches and last supervisions.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::views::{AreaScore, BranchScore, Kpis, SupervisionLine, TrendPoint},
    server::api::{
        ApiError, Desk,
        asked::Asked,
        openapi::parameters::{Filed, FilteredInGroup, Worded},
        reading::{Answer, Named, Reading, Whole},
    },
};

#[derive(Serialize, ToSchema)]
pub struct GroupFigures<'a> {
    slug: &'a str,
    name: &'a str,
    territory: &'a Option<String>,
    position: Option<u32>,
    position_of: u32,
    kpis: &'a Kpis,
    trend: &'a [TrendPoint],
    areas: &'a [AreaScore],
    branches: &'a [BranchScore],
    last: &'a [SupervisionLine],
}

/// One group with its figures, areas, trend, branches and last supervisions
#[utoipa::path(
    get, path = "/api/v1/groups/{slug}", operation_id = "showGroup", tag = "master data",
    params(("slug" = String, Path, description = "The group's slug"), FilteredInGroup, Filed, Worded),
    responses((status = 200, description = "What there is", body = Whole<GroupFigures>)),
)]
pub async fn show(reading: Reading, Named(slug): Named) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        asked.alone("grupo", &asked.filter.groups)?;
        let found = desk.group_of(&slug, &asked.filter).await?;
        let board = &found.dashboard;
        let data = GroupFigures {
            slug: &found.slug,
            name: &found.name,
            territory: &found.territory,
            position: found.position,
            position_of: found.position_of,
            kpis: &board.kpis,
            trend: &board.trend,
            areas: &board.areas,
            branches: &board.branches,
            last: &found.last,
        };
        Answer::new(&board.meta, board.kpis.n, None, data)
    };
    reading.answer(&[], find).await
}
