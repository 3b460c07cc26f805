//! `GET /api/v1/me`: as whom the server knows the caller. It changes without the data, and is kept by nobody.

use crate::server::api::{
    ApiError,
    reading::{Answer, Reading},
};

/// See the module.
pub async fn show(reading: Reading) -> Result<Answer, ApiError> {
    reading.question(&[])?.unfiltered()?;
    Answer::new(&reading.meta(), None, None, reading.desk.who_am_i())
}
