//! Uploads and imports: a file is kept in the data folder, looked at, corrected, taken, and its result read.

mod command;
mod draft;
mod results;
mod take;
mod upload;

pub use command::note;
pub use take::Running;

use crate::{
    contract::{AppError, ImportProblem},
    server::{
        error::ServerError,
        import::{ImportError, profile::Profile},
    },
};

/// Largest upload.
pub const UPLOAD_LIMIT_MB: u32 = 256;

/// A code for the interface; the technical text stays in the log.
fn unusable(error: impl Into<ImportError>) -> ServerError {
    let error = error.into();
    match error.problem() {
        Some(ImportProblem { code, detail }) => {
            tracing::info!(%error, reason = code, "an upload cannot be used");
            AppError::Unusable { reason: code, detail }.into()
        }
        None => ServerError::Other(error.into()),
    }
}

/// A profile that was kept.
fn kept(toml: &str) -> Result<Profile, ServerError> {
    Profile::draft(toml).map_err(|error| unusable(ImportError::BadProfile(error)))
}

fn to_toml(profile: &Profile) -> Result<String, ServerError> {
    profile.to_toml().map_err(|error| ServerError::Other(anyhow::anyhow!(error)))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ServerError> + Send + 'static,
) -> Result<T, ServerError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ServerError::Other(error.into()))?
}
