//! `GET /api/v1/supervisions/{id}`: one visit with its areas, and points and distance where the store has them.

use axum::response::Response;

use super::number;
use crate::{
    domain::views::{Meta, SupervisionView},
    server::api::{
        ApiError, Desk,
        asked::Asked,
        openapi::parameters::{FiledWhole, Worded},
        reading::{Answer, Named, Reading, Whole},
    },
};

/// One supervision with its areas
#[utoipa::path(
    get, path = "/api/v1/supervisions/{id}", operation_id = "showSupervision", tag = "supervisions",
    params(("id" = u32, Path, description = "Number of the supervision"), FiledWhole, Worded),
    responses((status = 200, description = "The supervisions", body = Whole<SupervisionView>)),
)]
pub async fn show(reading: Reading, Named(id): Named) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        asked.unfiltered()?;
        let found = desk.supervision(number(&id)?).await?;
        let meta = Meta { data_version: found.data_version, last_import: found.last_import.clone(), ..Meta::default() };
        Answer::new(&meta, u32::from(found.score.is_some()), None, &found)
    };
    reading.answer(&[], find).await
}
