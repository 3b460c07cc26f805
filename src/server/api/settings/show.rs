//! `GET /api/v1/settings`: the settings as `falcon settings` writes them, in JSON: scores are percent, dates text.

use crate::server::api::{
    ApiError,
    reading::{Answer, Reading},
};

/// See the module. They are kept by nobody.
///
/// # Errors
/// 403 for who changes no settings.
pub async fn show(reading: Reading) -> Result<Answer, ApiError> {
    reading.question(&[])?.unfiltered()?;
    let settings = reading.desk.settings().await?;
    Answer::new(&reading.meta(), None, None, settings)
}
