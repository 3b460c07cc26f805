//! `GET /api/v1/groups`: groups with an active branch in the selection, best first.

use axum::response::Response;

use crate::server::{
    api::{
        ApiError, Desk,
        asked::Asked,
        figures,
        reading::{Answer, Paging, Reading},
    },
    services::page_of,
};

/// See the module.
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
