//! Signing in by a passkey: nothing is typed, the device says who it is. A passkey stands for password and second factor at
//! once, because devices are told to verify their holder and the answer is refused where they did not.
//!
//! What was asked lies in the session and is good for one answer within five minutes, whichever server it comes to.
//! Nothing is throttled by account here: a signature cannot be guessed, and failing on purpose must lock nobody out.

use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tower_sessions::Session;

use super::{Entrant, Refusal};
use crate::server::{
    db::PersonId,
    error::ServerError,
    proof::passkey::{Answer, Party, PasskeyError, Question},
    services::{Caller, Services},
};

/// How long an answer may take.
const WITHIN: SignedDuration = SignedDuration::from_mins(5);

/// Where a session holds what was asked at the door, and on the profile.
const AT_DOOR: &str = "passkey_door";
pub(in crate::server::services) const ON_PROFILE: &str = "passkey_profile";

/// What a session holds of a question.
#[derive(Serialize, Deserialize)]
struct Asked {
    asked: String,
    /// Seconds (Unix).
    until: i64,
}

/// Whose passkey opened the door, and what they call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub entrant: Entrant,
    pub name: String,
}

/// A passkey that did not open, and whose it would have been, where that is known.
#[derive(Debug)]
pub struct Unopened {
    pub person: Option<PersonId>,
    pub refusal: Refusal,
}

impl From<Refusal> for Unopened {
    fn from(refusal: Refusal) -> Self {
        Self { person: None, refusal }
    }
}

impl From<PasskeyError> for Refusal {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Kept(_) => Self::Failed(ServerError::Other(error.into())),
            error => {
                tracing::warn!(%error, "a passkey does not hold");
                Self::Passkey
            }
        }
    }
}

impl Services {
    /// The site that passkeys are made for: the public address, or on the own machine `localhost` as the caller asked for
    /// it. None under a number: browsers know no passkeys there.
    pub(in crate::server::services) fn party(&self, caller: &Caller) -> Option<Party> {
        match &self.security().public_url {
            Some(url) => Party::new(&url.origin),
            None => {
                let host = caller.host.to_ascii_lowercase();
                let name = host.split(':').next().unwrap_or_default();
                (name == "localhost").then(|| Party::new(&format!("http://{host}"))).flatten()
            }
        }
    }

    /// Whether passkeys open this server by the name that the caller knows it by.
    #[must_use]
    pub fn has_passkeys(&self, caller: &Caller) -> bool {
        self.party(caller).is_some()
    }

    /// Asks the caller's device for a passkey: what `navigator.credentials.get` is to be called with.
    ///
    /// # Errors
    /// [`Refusal::Passkey`] where there are none; the store's.
    pub async fn ask_passkey(&self, caller: &Caller, session: &Session) -> Result<Value, Refusal> {
        let question = self.party(caller).ok_or(Refusal::Passkey)?.ask()?;
        self.keep_asked(session, AT_DOOR, question).await
    }

    /// Looks at what a device answered.
    ///
    /// # Errors
    /// [`Refusal::Passkey`] for every way of being wrong; the store's.
    pub async fn prove_passkey(&self, caller: &Caller, session: &Session, answer: &str) -> Result<Opened, Unopened> {
        let asked = self.take_asked(session, AT_DOOR).await?;
        let party = self.party(caller).ok_or(Refusal::Passkey)?;
        let answer = Answer::read(answer).map_err(Refusal::from)?;
        let Some(held) = self.db().passkey_of_credential(&answer.credential).await.map_err(Refusal::from)? else {
            return Err(Refusal::Passkey.into());
        };
        let person = Some(held.person);
        let wrong = |refusal: Refusal| Unopened { person, refusal };
        if HEXLOWER.encode(&answer.handle) != held.handle {
            return Err(wrong(Refusal::Passkey));
        }
        let key = match party.check(&asked, &answer, &held.key) {
            Ok(key) => key,
            Err(error) => {
                if matches!(error, PasskeyError::Copied) {
                    tracing::warn!(
                        person,
                        passkey = held.id,
                        "there is a copy of a passkey, or somebody plays with one"
                    );
                }
                return Err(wrong(error.into()));
            }
        };
        let known = self.db().person(held.person).await.map_err(Refusal::from)?;
        // Nor does who is of no organization any more: the answer tells nobody that there was such a person.
        let homeless = self.homes(held.person).await.map_err(Refusal::from)?.is_empty();
        let known = known.filter(|known| !known.disabled && !homeless);
        let entrant = Entrant::from(&known.ok_or_else(|| wrong(Refusal::Passkey))?);
        let counted = self.db().use_passkey(held.id, &held.key, &key, self.now()).await;
        if !counted.map_err(Refusal::from)? {
            return Err(wrong(Refusal::Passkey));
        }
        Ok(Opened { entrant, name: held.name })
    }

    /// Keeps what was asked in the session, in place of what was asked before.
    pub(in crate::server::services) async fn keep_asked(
        &self,
        session: &Session,
        place: &str,
        question: Question,
    ) -> Result<Value, Refusal> {
        let until = self.now().saturating_add(WITHIN).unwrap_or(Timestamp::MAX).as_second();
        let asked = Asked { asked: question.asked, until };
        session.insert(place, asked).await.map_err(ServerError::from)?;
        Ok(question.options)
    }

    /// What was asked, for the one answer to it.
    pub(in crate::server::services) async fn take_asked(
        &self,
        session: &Session,
        place: &str,
    ) -> Result<String, Refusal> {
        let asked: Option<Asked> = session.remove(place).await.map_err(ServerError::from)?;
        let now = self.now();
        let asked = asked.filter(|asked| now.as_second() < asked.until).ok_or(Refusal::Passkey)?;
        // Two answers at once both find it in the session: the mark is set once.
        let mark = format!("passkey:{}", HEXLOWER.encode(&Sha256::digest(&asked.asked)));
        let until = now.saturating_add(WITHIN).unwrap_or(Timestamp::MAX);
        if self.db().use_once(&mark, until).await? { Ok(asked.asked) } else { Err(Refusal::Passkey) }
    }
}
