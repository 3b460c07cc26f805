//! `GET /api/v1/imports`: imports that took something, newest first. A cursor names the last one of its page.

use crate::{
    contract::ImportSummary,
    server::api::{
        ApiError,
        asked::cursor,
        openapi::parameters::{Listed, Worded},
        reading::{Answer, Paging, Reading, Whole},
    },
};

/// Imports that took something, newest first
///
/// It changes without the data, and is kept by nobody.
///
/// # Errors
/// 403 for who may not import.
#[utoipa::path(
    get, path = "/api/v1/imports", operation_id = "listImports", tag = "imports", params(Listed, Worded),
    responses((status = 200, description = "The imports", body = Whole<Vec<ImportSummary>>)),
)]
pub async fn list(reading: Reading) -> Result<Answer, ApiError> {
    let asked = reading.question(&["limit", "cursor"])?;
    asked.unfiltered()?;
    let limit = asked.limit()?;
    let below = asked.cursor::<1>()?.map(|[id]| u32::try_from(id)).transpose().map_err(|_| ApiError::cursor())?;
    let (imports, total) = reading.desk.imports_below(below, limit).await?;
    let last = imports.last().map(|import| import.id).filter(|id| imports.len() == limit as usize && *id > 1);
    let next = last.map(|id| cursor([i64::from(id)]));
    Answer::new(&reading.meta(), None, Paging::new(total, limit, next), imports)
}
