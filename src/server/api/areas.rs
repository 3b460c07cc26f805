//! `GET /api/v1/areas`: areas with a rated score, best first.

use axum::response::Response;
use serde::Serialize;

use super::{
    ApiError,
    reading::{Answer, Paging, Reading},
};
use crate::{domain::views::AreaScore, server::services::page_of};

/// An area's figures, and whether the organization holds it for critical.
#[derive(Serialize)]
struct Area {
    #[serde(flatten)]
    score: AreaScore,
    critical: bool,
}

/// See the module.
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
