//! A person's own page: what they say of themselves, how they sign in, and where they are signed in.
//!
//! Whatever changes how somebody signs in renews the id of the session that asked: who knew the old one has nothing.

use serde_json::json;
use tower_sessions::Session;

use super::{
    Desk, Services, Sessions, Who,
    audit::Record,
    device::device,
    sessions::{SessionSummary, keys, standing},
    sign_in::Refusal,
};
use crate::{
    contract::{AppError, Factor, Home, Lang, OwnSession, Profile},
    domain::{Action, Role, access::audit::Act},
    server::{
        db::{Person, PersonId},
        error::ServerError,
    },
};

/// Characters of a name.
const NAME: usize = 100;
/// Before the name of what a program was let in by, in the list of sessions.
const PROGRAM: &str = "programa:";

impl Services {
    /// The language that a person chose; none also when the store does not answer: no reason not to let them in.
    pub async fn language_of(&self, person: PersonId) -> Option<Lang> {
        let person = self.db().person(person).await.ok().flatten()?;
        Lang::from_code(&person.language?)
    }
}

impl Desk {
    /// The person who asks.
    pub(super) async fn person(&self) -> Result<Person, ServerError> {
        let Who::Person(id) = self.actor().who else { return Err(ServerError::NotFound("profile")) };
        self.db().person(id).await?.filter(|person| !person.disabled).ok_or_else(|| AppError::SignedOut.into())
    }

    pub(super) fn own_session(&self) -> Result<&Session, ServerError> {
        self.session().ok_or_else(|| AppError::SignedOut.into())
    }

    /// The public name of the session that asks.
    fn here(&self) -> Option<String> {
        self.session()?.id().map(|id| Sessions::handle(&id))
    }

    /// The session that asks goes on under a new id; the name of it. One that was ended meanwhile does not.
    pub(super) async fn renewed(&self) -> Result<String, ServerError> {
        let session = self.own_session()?;
        let (Who::Person(person), Some(here)) = (self.actor().who, self.here()) else {
            return Err(AppError::SignedOut.into());
        };
        if !self.services().sessions().end(person, &here).await? {
            return Err(AppError::SignedOut.into());
        }
        session.cycle_id().await?;
        // Now, so that the new id is known.
        session.save().await?;
        self.here().ok_or_else(|| AppError::SignedOut.into())
    }

    /// The session goes on under a new id where the person has become more than it knew, by another role or by another scope:
    /// who knew the id has nothing.
    ///
    /// # Errors
    /// The store's.
    pub async fn risen(&self) -> Result<(), ServerError> {
        let (Some(session), role) = (self.session(), self.actor().role) else { return Ok(()) };
        let known = session.get::<String>(keys::STANDING).await?;
        let standing = standing(role, &self.actor().scope);
        if known.as_ref() == Some(&standing) {
            return Ok(());
        }
        let before =
            known.as_deref().map(|known| known.split_once(' ').map_or((known, false), |(code, _)| (code, true)));
        // Another scope may be a wider one; whoever sees all already gains none.
        let more = |(before, limited): (Role, bool)| {
            limited || Action::ALL.into_iter().any(|action| role.may(action) && !before.may(action))
        };
        if before.and_then(|(code, limited)| Some((Role::from_code(code)?, limited))).is_none_or(more) {
            match self.renewed().await {
                // Another request of the session was first; this one must not write, or it would hand the old id out.
                Err(ServerError::App(AppError::SignedOut)) => return Ok(()),
                told => told?,
            };
        }
        session.insert(keys::STANDING, standing).await?;
        Ok(())
    }

    /// The session that asks is good in this epoch of its person, too.
    async fn goes_on_in(&self, epoch: i64) -> Result<(), ServerError> {
        let session = self.own_session()?;
        session.insert(keys::EPOCH, epoch).await?;
        Ok(session.save().await?)
    }

    /// `/perfil`. Takes what is shown once out of the session.
    ///
    /// # Errors
    /// [`ServerError::NotFound`] where nobody signs in; the stores'.
    pub async fn profile(&self) -> Result<Profile, ServerError> {
        let person = self.person().await?;
        let homes = self.services().homes(person.id).await?;
        let organizations = homes.into_iter().map(|home| Home {
            here: home.organization == self.organization(),
            slug: home.organization,
            name: home.organization_name,
            role: home.role,
        });
        let codes = match self.session() {
            Some(session) => session.remove(keys::CODES).await?.unwrap_or_default(),
            None => Vec::new(),
        };
        let here = self.here();
        let (passkeys, more_passkeys) = self.passkeys(&person).await?;
        let sessions = self.services().sessions().of(person.id).await?;
        let programs = self.db().families_of(person.id, self.clock().now()).await?;
        let sessions = sessions.into_iter().map(|each| self.own(each, here.as_deref()));
        let programs = programs.into_iter().map(|(name, started)| self.program(&name, started));
        Ok(Profile {
            organizations: organizations.collect(),
            factor: self.factor(&person).await?,
            codes,
            passkeys,
            more_passkeys,
            sessions: sessions.chain(programs).collect(),
            name: person.name,
            login: person.login,
            has_password: person.has_password,
            telegram: person.telegram_id.is_some(),
        })
    }

    async fn factor(&self, person: &Person) -> Result<Factor, ServerError> {
        Ok(match self.db().second_factor(person.id).await? {
            None => Factor::Off,
            Some(factor) if factor.confirmed => Factor::On { codes: factor.codes },
            Some(_) => match self.services().begun_factor(person.id, account(person)).await {
                Ok(Some(begun)) => Factor::Begun { secret: begun.secret, qr: begun.qr },
                Ok(None) => Factor::Off,
                Err(Refusal::Failed(error)) => return Err(error),
                Err(other) => return Err(ServerError::Other(other.into())),
            },
        })
    }

    fn own(&self, session: SessionSummary, here: Option<&str>) -> OwnSession {
        let (browser, system) = device(&session.device);
        OwnSession {
            here: here == Some(session.handle.as_str()),
            handle: session.handle,
            browser: browser.map(str::to_owned),
            system: system.map(str::to_owned),
            address: session.address,
            started: self.local(&session.started.to_string()).unwrap_or_default(),
            seen: self.clock().now().duration_since(session.seen).as_secs().max(0),
            program: false,
        }
    }

    /// What a program was let in by.
    fn program(&self, name: &str, started: jiff::Timestamp) -> OwnSession {
        OwnSession {
            handle: [PROGRAM, name].concat(),
            browser: None,
            system: None,
            address: String::new(),
            started: self.local(&started.to_string()).unwrap_or_default(),
            seen: 0,
            here: false,
            program: true,
        }
    }

    /// Sets the person's name and language.
    ///
    /// # Errors
    /// [`AppError::Unusable`] (`name`) when there is nothing of a name; the store's.
    pub async fn set_about(&self, name: &str, lang: Option<Lang>) -> Result<(), ServerError> {
        let person = self.person().await?;
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME).collect();
        if name.chars().all(|c| c.is_control() || c.is_whitespace()) {
            return Err(AppError::Unusable { reason: "name".into(), detail: String::new() }.into());
        }
        let language = lang.map(Lang::code).or(person.language.as_deref());
        if (name.as_str(), language) == (person.name.as_str(), person.language.as_deref()) {
            return Ok(());
        }
        let before = json!({ "name": person.name, "language": person.language });
        let record = Record::of(Act::PersonChanged, "").changed(before, json!({ "name": name, "language": language }));
        // Before: a name does not change unrecorded.
        self.tell(record).await?;
        self.db().set_about(person.id, &name, language).await?;
        Ok(())
    }

    /// From now on the session looks at another organization of the person.
    ///
    /// # Errors
    /// [`ServerError::NotFound`] when the person is not of it; the stores'.
    pub async fn switch_organization(&self, slug: &str) -> Result<(), ServerError> {
        let person = self.person().await?;
        let membership = self.db().membership(person.id, slug).await?.ok_or(ServerError::NotFound("organization"))?;
        let session = self.own_session()?;
        session.insert(keys::STANDING, standing(membership.role, &membership.scope)).await?;
        session.insert(keys::ORGANIZATION, membership.organization).await?;
        self.renewed().await.map(drop)
    }

    /// Another password in place of the present one. The person's other sessions end.
    ///
    /// # Errors
    /// [`Refusal::Wrong`] for the present one, [`Refusal::Wait`], [`Refusal::Weak`]; the stores'.
    pub async fn change_password(&self, present: &str, chosen: &str) -> Result<(), Refusal> {
        let person = self.confirmed(present).await?;
        let hash = self.services().hash_chosen(&person, chosen).await?;
        let here = self.renewed().await?;
        // Before, too: where sessions cannot be ended now, the password stays as it was.
        self.services().sessions().end_all(person.id, Some(&here)).await.map_err(ServerError::from)?;
        self.goes_on_in(self.db().set_password(person.id, &hash).await?).await?;
        self.services().sessions().end_all(person.id, Some(&here)).await.map_err(ServerError::from)?;
        self.services().end_tokens_of(person.id).await?;
        let record = Record::of(Act::PasswordChanged, "");
        self.services().record(self.caller(), Some(self.organization()), record).await?;
        Ok(())
    }

    /// The person who asks, who has typed their password again.
    async fn confirmed(&self, password: &str) -> Result<Person, Refusal> {
        let person = self.person().await?;
        self.services().confirm_password(self.caller(), &person, password).await?;
        Ok(person)
    }

    /// Begins a second factor, which asks for nothing yet. The password is typed again: a session that somebody else got hold
    /// of must not lock its person out.
    ///
    /// # Errors
    /// As [`Desk::change_password`]; [`Refusal::Wrong`] when there is one, or no password that it could stand beside.
    pub async fn begin_factor(&self, password: &str) -> Result<(), Refusal> {
        let person = self.confirmed(password).await?;
        if !person.has_password {
            return Err(Refusal::Wrong);
        }
        self.services().new_factor(person.id, account(&person)).await.map(drop)
    }

    /// Forgets a second factor that was begun.
    ///
    /// # Errors
    /// The store's.
    pub async fn drop_factor(&self) -> Result<(), ServerError> {
        let person = self.person().await?;
        self.db().drop_begun_factor(person.id).await?;
        Ok(())
    }

    /// The first code of the app: the second factor counts, and the profile shows its recovery codes once.
    ///
    /// # Errors
    /// [`Refusal::Wrong`], [`Refusal::Wait`]; the stores'.
    pub async fn confirm_factor(&self, typed: &str) -> Result<(), Refusal> {
        let person = self.person().await?;
        let codes = self.services().confirm_factor(self.caller(), person.id, typed).await?;
        if let Err(error) = self.tell(Record::of(Act::SecondFactorSet, "")).await {
            self.db().remove_second_factor(person.id).await?;
            return Err(error.into());
        }
        self.show_once(codes).await.map_err(Refusal::Failed)
    }

    /// New recovery codes in place of the old, shown once by the profile.
    ///
    /// # Errors
    /// As [`Desk::change_password`].
    pub async fn renew_codes(&self, password: &str) -> Result<(), Refusal> {
        let person = self.confirmed(password).await?;
        let codes = self.services().new_recovery_codes(person.id).await?;
        self.tell(Record::of(Act::RecoveryCodesMade, "")).await?;
        self.show_once(codes).await.map_err(Refusal::Failed)
    }

    /// Takes the second factor away.
    ///
    /// # Errors
    /// As [`Desk::change_password`].
    pub async fn remove_factor(&self, password: &str) -> Result<(), Refusal> {
        let person = self.confirmed(password).await?;
        // Before: a factor does not go unrecorded.
        self.tell(Record::of(Act::SecondFactorRemoved, "")).await?;
        self.db().remove_second_factor(person.id).await?;
        self.renewed().await?;
        Ok(())
    }

    async fn show_once(&self, codes: Vec<String>) -> Result<(), ServerError> {
        self.own_session()?.insert(keys::CODES, codes).await?;
        self.renewed().await.map(drop)
    }

    /// Ends one of the person's sessions; true when it was the one that asks.
    ///
    /// # Errors
    /// The stores'.
    pub async fn end_session(&self, handle: &str) -> Result<bool, ServerError> {
        let person = self.person().await?;
        let own = self.here().as_deref() == Some(handle);
        let ended = if own {
            self.own_session()?.flush().await?;
            true
        } else if let Some(name) = handle.strip_prefix(PROGRAM) {
            self.db().end_family_of(person.id, name).await?
        } else {
            self.services().sessions().end(person.id, handle).await?
        };
        if ended {
            self.tell(Record::of(Act::SessionsEnded, "")).await?;
        }
        Ok(own)
    }

    /// Ends the person's sessions but the one that asks.
    /// Says how many.
    ///
    /// # Errors
    /// The stores'.
    pub async fn end_other_sessions(&self) -> Result<u64, ServerError> {
        let person = self.person().await?;
        // Under a new id first: of two that do so at once one goes on, and what the other writes is of no session.
        let here = self.renewed().await?;
        self.goes_on_in(self.db().next_epoch(person.id).await?).await?;
        let sessions = self.services().sessions().end_all(person.id, Some(&here)).await?;
        // What a program was let in by is a session too.
        let programs = self.services().end_tokens_of(person.id).await?;
        self.tell(Record::of(Act::SessionsEnded, "")).await?;
        Ok(sessions + programs)
    }

    /// Signs the person out everywhere, here too.
    ///
    /// # Errors
    /// The stores'.
    pub async fn end_every_session(&self) -> Result<(), ServerError> {
        let person = self.person().await?;
        self.db().next_epoch(person.id).await?;
        self.services().sessions().end_all(person.id, None).await?;
        self.services().end_tokens_of(person.id).await?;
        self.own_session()?.flush().await?;
        self.tell(Record::of(Act::SessionsEnded, "")).await
    }
}

/// What an authenticator app shows beside our name.
fn account(person: &Person) -> &str {
    person.login.as_deref().unwrap_or(&person.name)
}
