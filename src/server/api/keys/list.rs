//! `GET /api/v1/keys`: keys of the organization without the keys themselves, the newest first.

use crate::{
    contract::ApiKeyRow,
    server::api::{
        ApiError,
        openapi::parameters::Worded,
        reading::{Answer, Reading, Whole},
    },
};

/// Keys of the organization without the keys themselves, the newest first
///
/// It changes without the data, and is kept by nobody.
///
/// # Errors
/// 403 for who administers no keys.
#[utoipa::path(
    get, path = "/api/v1/keys", operation_id = "listKeys", tag = "administration", params(Worded),
    responses((status = 200, description = "The keys", body = Whole<Vec<ApiKeyRow>>)),
)]
pub async fn list(reading: Reading) -> Result<Answer, ApiError> {
    reading.question(&[])?.unfiltered()?;
    let keys = reading.desk.keys_page().await?.keys;
    Answer::new(&reading.meta(), None, None, keys)
}
