//! Files in: CSV and XLSX by a profile, rows checked, supervisions out.
//!
//! [`read`] turns a file into rows of text, [`plan`] lays a [`profile`] over its columns, [`rows`] turns rows into
//! visits, branches, skips and rejections, [`taker`] gives them to the store in one transaction, [`run`] leads it all.
//! [`intake`] takes what programs send without a file, by the rules that [`sent`] shares with [`rows`].
//! [`guess`] proposes a profile for a file nobody has described yet.

pub mod args;
pub mod cli;
pub mod date;
pub mod form;
pub mod guess;
pub mod intake;
pub mod long;
pub mod numbers;
pub mod plan;
pub mod preview;
pub mod profile;
pub mod read;
pub mod rejects;
pub mod rows;
pub mod run;
pub mod seen;
pub mod sent;
pub mod shipped;
pub mod taker;
pub mod value;

pub use args::ImportArgs;

use crate::{contract::ImportProblem, server::db::StoreError};

/// Why a file was not taken at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Read(#[from] read::ReadError),
    #[error(transparent)]
    Plan(#[from] plan::PlanError),
    #[error("cannot write: {0}")]
    Io(#[from] std::io::Error),
    #[error("database: {0}")]
    Store(#[from] StoreError),
    #[error("{file}: {error}")]
    InFile { file: String, error: Box<ImportError> },
    #[error("there is no profile {0}: name a shipped or saved one, or a TOML file")]
    NoProfile(String),
    #[error("the profile: {0}")]
    BadProfile(String),
}

impl ImportError {
    /// For the interface, in whose words it is told; `None` when the file is not to blame.
    #[must_use]
    pub fn problem(&self) -> Option<ImportProblem> {
        match self {
            Self::InFile { error, .. } => error.problem(),
            Self::Read(error) => Some(error.problem()),
            Self::Plan(error) => Some(error.problem()),
            Self::NoProfile(_) | Self::BadProfile(_) => Some(ImportProblem::new("profile", "")),
            Self::Io(_) | Self::Store(_) => None,
        }
    }

    fn in_file(self, name: &str) -> Self {
        Self::InFile { file: name.to_owned(), error: Box::new(self) }
    }
}
