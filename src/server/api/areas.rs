//! `GET /api/v1/areas`: areas with a rated score, best first.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError,
    openapi::parameters::{Filed, Filtered, Listed, Worded},
    reading::{Answer, Paging, Reading, Whole},
};
use crate::{domain::views::AreaScore, server::services::page_of};

/// An area's figures, and whether the organization holds it for critical.
#[derive(Serialize, ToSchema)]
pub(super) struct Area {
    #[serde(flatten)]
    score: AreaScore,
    critical: bool,
}

/// Areas with a rated score, best first
#[utoipa::path(
    get, path = "/api/v1/areas", operation_id = "areas", tag = "master data",
    params(Filtered, Listed, Filed, Worded),
    responses((status = 200, description = "What there is", body = Whole<Vec<Area>>)),
)]
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &super::Desk, asked: &super::Asked| {
        let found = super::figures(desk, asked)?;
        let page = asked.page()?;
        let critical = desk.cube().critical_slugs();
        let areas =
            found.areas.iter().map(|score| Area { critical: critical.contains(&score.slug), score: score.clone() });
        let areas = page_of(areas.collect(), page);
        let paging = Paging::of(&areas, page.1, asked);
        Answer::new(&found.meta, found.kpis.n, paging, areas.items)
    };
    reading.answer(&["limit", "cursor"], find).await
}
