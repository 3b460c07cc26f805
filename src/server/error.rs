//! What can fail behind the doors, and how it looks from outside.

use crate::{contract::AppError, domain::FilterError};

/// An error inside the server; doors turn it into [`AppError`], a status and a log line.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("{0:?}")]
    Filter(FilterError),
    #[error("no such {0}")]
    NotFound(&'static str),
    #[error(transparent)]
    App(#[from] AppError),
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("store: {0}")]
    Store(#[from] crate::server::db::StoreError),
    #[error("{0:#}")]
    Other(#[from] anyhow::Error),
}

impl From<FilterError> for ServerError {
    fn from(error: FilterError) -> Self {
        Self::Filter(error)
    }
}

impl From<ServerError> for AppError {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Filter(error) => error.into(),
            ServerError::NotFound(what) => Self::NotFound { what: what.into() },
            ServerError::App(error) => error,
            ServerError::Database(error) => {
                tracing::error!(%error, "the database did not answer");
                Self::Unavailable
            }
            ServerError::Store(error) => {
                tracing::error!(%error, "the store did not answer");
                Self::Unavailable
            }
            ServerError::Other(error) => {
                tracing::error!(error = %format!("{error:#}"), "unexpected failure");
                Self::Internal { reference: String::new() }
            }
        }
    }
}
