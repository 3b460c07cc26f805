//! Uploads and imports: a file is kept in the data folder, looked at, corrected, taken, and its result read.

mod draft;
mod results;
mod take;
mod upload;

pub use take::Running;

use crate::{
    contract::AppError,
    server::{error::ServerError, import::profile::Profile},
};

/// Largest upload.
pub const UPLOAD_LIMIT_MB: u32 = 256;

/// A code for the interface; the technical text stays in the log.
fn unusable(reason: &str, error: &impl std::fmt::Display) -> ServerError {
    tracing::info!(%error, reason, "an upload cannot be used");
    AppError::Unusable { reason: reason.to_owned(), detail: String::new() }.into()
}

fn to_toml(profile: &Profile) -> Result<String, ServerError> {
    profile.to_toml().map_err(|error| ServerError::Other(anyhow::anyhow!(error)))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ServerError> + Send + 'static,
) -> Result<T, ServerError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ServerError::Other(error.into()))?
}
