//! `GET /api/v1/groups`: groups with an active branch in the selection, best first.

use axum::response::Response;

use crate::{
    domain::views::GroupScore,
    server::{
        api::{
            ApiError, Desk,
            asked::Asked,
            figures,
            openapi::parameters::{Filed, Filtered, Listed, Worded},
            reading::{Answer, Paging, Reading, Whole},
        },
        services::page_of,
    },
};

/// Groups with an active branch in the selection, best first
#[utoipa::path(
    get, path = "/api/v1/groups", operation_id = "listGroups", tag = "master data",
    params(Filtered, Listed, Filed, Worded),
    responses((status = 200, description = "What there is", body = Whole<Vec<GroupScore>>)),
)]
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let found = figures(desk, asked)?;
        let page = asked.page()?;
        let groups = page_of(found.groups.iter().collect(), page);
        let paging = Paging::of(&groups, page.1, asked);
        Answer::new(&found.meta, found.kpis.n, paging, groups.items)
    };
    reading.answer(&["limit", "cursor"], find).await
}
