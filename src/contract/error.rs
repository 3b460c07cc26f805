//! The one error type that crosses the wire.

use serde::{Deserialize, Serialize};

use crate::domain::{FilterError, filter::FilterReason};

/// What went wrong, as a stable code the interface turns into a sentence. Never holds internal text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// A parameter is wrong: 400.
    #[error("{field}={value}: {reason:?}")]
    Input { field: String, value: String, reason: FilterReason },
    /// Nobody has signed in, or no longer: 401.
    #[error("signed out")]
    SignedOut,
    /// Not this role's to do: 403.
    #[error("forbidden")]
    Forbidden,
    /// There is no such thing: 404.
    #[error("no such {what}")]
    NotFound { what: String },
    /// Too large for this door: 413.
    #[error("larger than {limit_mb} MB")]
    TooLarge { limit_mb: u32 },
    /// The file or its mapping cannot be taken, with a stable reason code and its arguments: 422.
    #[error("{reason}: {detail}")]
    Unusable { reason: String, detail: String },
    /// More than the limit of its class; as many seconds later there is room again: 429.
    #[error("too many, again in {seconds} s")]
    TooMany { seconds: u32 },
    /// The database is gone or busy; trying again helps: 503.
    #[error("unavailable")]
    Unavailable,
    /// The network between page and server is gone; never sent by the server.
    #[error("offline")]
    Offline,
    /// A bug; `reference` is what a person quotes: 500.
    #[error("internal error {reference}")]
    Internal { reference: String },
}

impl AppError {
    /// The HTTP status of this error.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Input { .. } => 400,
            Self::SignedOut => 401,
            Self::Forbidden => 403,
            Self::NotFound { .. } => 404,
            Self::TooLarge { .. } => 413,
            Self::Unusable { .. } => 422,
            Self::TooMany { .. } => 429,
            Self::Unavailable | Self::Offline => 503,
            Self::Internal { .. } => 500,
        }
    }
}

impl From<FilterError> for AppError {
    fn from(error: FilterError) -> Self {
        Self::Input { field: error.field, value: error.value, reason: error.reason }
    }
}
