//! `GET /api/v1/supervisions/{id}`: one visit with its areas, and points and distance where the store has them.

use axum::{extract::Path, response::Response};

use crate::{
    domain::views::Meta,
    server::api::{
        ApiError, Desk,
        asked::Asked,
        reading::{Answer, Reading},
    },
};

/// See the module.
pub async fn show(Path(id): Path<String>, reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let found = desk.supervision(id.parse().map_err(|_| ApiError::not_found())?).await?;
        let meta = Meta {
            filter: asked.filter.to_query(),
            data_version: found.data_version,
            last_import: found.last_import.clone(),
            ..Meta::default()
        };
        Answer::new(&meta, u32::from(found.score.is_some()), None, &found)
    };
    reading.answer(&[], find).await
}
