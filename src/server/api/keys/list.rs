//! `GET /api/v1/keys`: keys of the organization without the keys themselves, the newest first.

use crate::server::api::{
    ApiError,
    reading::{Answer, Reading},
};

/// See the module. It changes without the data, and is kept by nobody.
///
/// # Errors
/// 403 for who administers no keys.
pub async fn list(reading: Reading) -> Result<Answer, ApiError> {
    reading.question(&[])?.unfiltered()?;
    let keys = reading.desk.keys_page().await?.keys;
    Answer::new(&reading.meta(), None, None, keys)
}
