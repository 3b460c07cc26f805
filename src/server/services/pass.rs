//! A *pass* stands in for the session's cookie where a browser keeps none: in Telegram's frame, at times. A page holds it in
//! memory and shows it with each question to a server function; it opens nothing else.
//!
//! Behind it is a session as any other, of which no cookie was ever made: it stands in the profile's list, idles, ends with a
//! sign-out, a new password or a bar, and is asked of the store for every request, as role and scope are.

use std::time::Duration;

use super::{
    Caller, Services,
    sessions::Sessions,
    sign_in::Entrant,
    tokens::{ProofError, Unproven, drawn, person_of},
};
use crate::server::{
    error::ServerError,
    proof::jwt::{self, Grant, Kind},
};

/// How long a pass is good. The page asks for the next one in time.
const LIFE: Duration = Duration::from_secs(15 * 60);

/// What a page gets.
#[derive(Clone, PartialEq, Eq)]
pub struct Pass {
    pub token: String,
    /// Seconds that it is good.
    pub seconds: u64,
}

/// Who showed a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    pub entrant: Entrant,
    /// Slug.
    pub organization: String,
    /// The session's public name.
    pub session: String,
}

impl Services {
    /// Whether a token calls itself a pass.
    #[must_use]
    pub fn claims_to_be_pass(&self, token: &str) -> bool {
        jwt::claims_to_be_pass(token)
    }

    /// A pass of a session that lives.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn pass(&self, passed: &Passed) -> Result<Pass, ServerError> {
        let grant = Grant {
            subject: passed.entrant.person.to_string(),
            organization: passed.organization.clone(),
            id: drawn()?.reveal(),
            family: passed.session.clone(),
            // What may be seen, role and scope say with each request.
            scope: String::new(),
        };
        let token = self.inner.signer.issue(Kind::Pass, &grant, self.now(), LIFE);
        Ok(Pass { token, seconds: LIFE.as_secs() })
    }

    /// Who shows this pass; `used`: by doing something, from there, which keeps the session from idling.
    ///
    /// # Errors
    /// [`ProofError`].
    pub async fn passed(&self, token: &str, used: Option<&Caller>) -> Result<Passed, ProofError> {
        let grant = self.inner.signer.check(Kind::Pass, token, self.now())?.grant;
        let person = person_of(&grant)?;
        let sessions: &Sessions = self.sessions();
        let told = sessions.looks_at(person, &grant.family, used).await;
        let told = told.map_err(|error| ServerError::Other(error.into()))?;
        let (epoch, organization) = told.ok_or(Unproven::Revoked)?;
        Ok(Passed { entrant: Entrant { person, epoch }, organization, session: grant.family })
    }
}
