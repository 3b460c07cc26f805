//! `GET /api/v1/settings`: the settings as `falcon settings` writes them, in JSON: scores are percent, dates text.

use crate::server::{
    api::{
        ApiError,
        openapi::parameters::Worded,
        reading::{Answer, Reading, Whole},
    },
    services::settings::SettingsFile,
};

/// What the organization measures by, as `falcon settings` writes it
///
/// They are kept by nobody.
///
/// # Errors
/// 403 for who changes no settings.
#[utoipa::path(
    get, path = "/api/v1/settings", operation_id = "settings", tag = "administration", params(Worded),
    responses((status = 200, description = "The settings", body = Whole<SettingsFile>)),
)]
pub async fn show(reading: Reading) -> Result<Answer, ApiError> {
    reading.question(&[])?.unfiltered()?;
    let settings = reading.desk.settings().await?;
    Answer::new(&reading.meta(), None, None, settings)
}
