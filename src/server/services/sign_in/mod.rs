//! Signing in: what proves who somebody is, and how often it may be tried.
//!
//! A wrong login, a wrong password, a person without one and a barred person get the same answer after the same work.

mod code;
mod links;
mod passkey;
mod password;
mod telegram;
mod throttle;

pub use crate::server::proof::password::Weakness;
pub use code::NewFactor;
pub use links::{INVITATION_HOURS, Link};
pub(super) use passkey::ON_PROFILE;
pub use passkey::{Opened, Unopened};
pub use telegram::{Stranger, Told};
pub(super) use throttle::FORGET;

use crate::server::db::{Membership, Person, PersonId, StoreError};

use super::Services;

/// Who proved who they are, and when: what begins with it is good in that epoch of theirs alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entrant {
    pub person: PersonId,
    pub epoch: i64,
}

impl From<&Person> for Entrant {
    fn from(person: &Person) -> Self {
        Self { person: person.id, epoch: person.epoch }
    }
}

/// How far a first proof leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proven {
    /// In.
    Person(Entrant),
    /// A code of the second factor is asked for.
    NeedsCode(Entrant),
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
    Weak(Weakness),
    /// Telegram's word does not hold: the reason is for the log.
    #[error("telegram: {0}")]
    Telegram(crate::server::proof::telegram::TelegramError),
    /// A passkey does not hold, came too late, or there are none here.
    #[error("passkey")]
    Passkey,
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
    /// Whether a person's second factor is asked for.
    ///
    /// # Errors
    /// The database's.
    pub async fn needs_code(&self, person: PersonId) -> Result<bool, StoreError> {
        Ok(self.db().second_factor(person).await?.is_some_and(|factor| factor.confirmed))
    }

    /// A person known to Telegram alone asks the organization that this server shows to be let in.
    ///
    /// # Errors
    /// The database's.
    pub async fn ask_access(&self, stranger: &Stranger, note: &str) -> Result<(), StoreError> {
        let note: String = note.trim().chars().take(300).collect();
        let note = (!note.is_empty()).then_some(note.as_str());
        let Stranger { telegram_id, name, username } = stranger;
        let now = self.now();
        self.db().ask_access(&self.organization(), *telegram_id, name, username.as_deref(), note, now).await?;
        Ok(())
    }

    /// The organizations of a person, by name; the first is where they start.
    ///
    /// # Errors
    /// The database's.
    pub async fn homes(&self, person: PersonId) -> Result<Vec<Membership>, StoreError> {
        self.db().memberships(person).await
    }
}
