//! Signing in: what proves who somebody is, and how often it may be tried.
//!
//! A wrong login, a wrong password, a person without one and a barred person get the same answer after the same work.

mod code;
mod links;
mod password;
mod telegram;
mod throttle;

pub use code::NewFactor;
pub use links::{INVITATION_HOURS, Link};
pub use telegram::{Stranger, Told};

use crate::server::db::{Membership, PersonId, StoreError};

use super::Services;

/// How far a first proof leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proven {
    /// In.
    Person(PersonId),
    /// A code of the second factor is asked for.
    NeedsCode(PersonId),
}

/// Why somebody is not let in.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Login, password, code or link: wrong, used or gone.
    #[error("wrong")]
    Wrong,
    /// Too many failures under this account or from this address.
    #[error("wait {seconds} s")]
    Wait { seconds: u32 },
    /// The chosen password is too weak.
    #[error("weak password")]
    Weak(crate::server::proof::password::Weakness),
    /// Telegram's word does not hold: the reason is for the log.
    #[error("telegram: {0}")]
    Telegram(crate::server::proof::telegram::TelegramError),
    /// No bot is set up here.
    #[error("no bot")]
    NoBot,
    #[error(transparent)]
    Failed(#[from] crate::server::error::ServerError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Services {
    /// The organizations of a person, by name; the first is where they start.
    ///
    /// # Errors
    /// The database's.
    pub async fn homes(&self, person: PersonId) -> Result<Vec<Membership>, StoreError> {
        self.db().memberships(person).await
    }
}
