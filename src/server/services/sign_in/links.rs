//! One-time links: an invitation, and a new password for who forgot theirs. An administrator makes them and hands them over.

use jiff::SignedDuration;

use crate::server::{
    db::{Person, PersonId},
    error::ServerError,
    proof::{
        random,
        token::{Purpose, Token},
    },
    services::Services,
};

use super::Refusal;

/// Hours that a link is good for.
pub const INVITATION_HOURS: i64 = 24;

/// What a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    Invitation,
    Reset,
}

impl Link {
    const fn purpose(self) -> Purpose {
        match self {
            Self::Invitation => Purpose::Invitation,
            Self::Reset => Purpose::Reset,
        }
    }

    /// The word of the table and of the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// The link of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Invitation, Self::Reset].into_iter().find(|link| link.code() == code)
    }
}

impl Services {
    /// Makes a link for a person, in place of earlier ones: the secret part of its address, shown once.
    ///
    /// # Errors
    /// The store's.
    pub async fn make_link(&self, link: Link, person: PersonId) -> Result<String, ServerError> {
        let token = Token::new(random::bytes().map_err(anyhow::Error::from)?);
        let now = self.clock().now();
        let until = now.saturating_add(SignedDuration::from_hours(INVITATION_HOURS)).unwrap_or(now);
        self.db().add_link(&token.hash(link.purpose()).to_text(), link.code(), person, now, until).await?;
        Ok(token.reveal())
    }

    /// Whose link this is, while it is good.
    ///
    /// # Errors
    /// [`Refusal::Wrong`] when it is not.
    pub async fn link_of(&self, link: Link, text: &str) -> Result<Person, Refusal> {
        let token = Token::parse(text).ok_or(Refusal::Wrong)?;
        let person = self.db().link(&token.hash(link.purpose()).to_text(), self.clock().now()).await?;
        match person {
            Some(person) => self.db().person(person).await?.ok_or(Refusal::Wrong),
            None => Err(Refusal::Wrong),
        }
    }

    /// Uses a link up to choose a password. The caller ends the person's sessions.
    ///
    /// # Errors
    /// [`Refusal::Wrong`], [`Refusal::Weak`]; a weak choice leaves the link good.
    pub async fn redeem(&self, link: Link, text: &str, chosen: &str) -> Result<Person, Refusal> {
        let person = self.link_of(link, text).await?;
        let hash = self.hash_chosen(&person, chosen).await?;
        let token = Token::parse(text).ok_or(Refusal::Wrong)?;
        // Before, too: where sessions cannot be ended now, the link stays good and the password as it was.
        self.end_all_of(person.id).await?;
        let redeemed = self.db().redeem_link(&token.hash(link.purpose()).to_text(), &hash, self.clock().now()).await?;
        let Some((id, epoch)) = redeemed.filter(|(id, _)| *id == person.id) else { return Err(Refusal::Wrong) };
        self.end_all_of(id).await?;
        Ok(Person { epoch, ..person })
    }

    /// Ends what a person is signed in by, everywhere. What is under way the next epoch ends, which the caller began.
    ///
    /// # Errors
    /// The stores'.
    pub(in crate::server::services) async fn end_all_of(&self, person: PersonId) -> Result<(), ServerError> {
        self.sessions().end_all(person, None).await?;
        self.end_tokens_of(person).await?;
        Ok(())
    }
}
