//! People of an organization: who is in it, as what, and of which branches they know.

use crate::{
    domain::{Catalog, Role, Scope},
    server::{
        db::{Membership, NewPerson, Person, PersonId, StoreError, login},
        error::ServerError,
        proof::{password::Verdict, random, recovery::Code},
    },
};

use super::{Services, sign_in::Refusal};

/// Somebody to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMember {
    /// User name or e-mail address; none for who comes by Telegram alone.
    pub login: Option<String>,
    pub name: String,
    pub telegram_id: Option<i64>,
    pub role: Role,
    pub scope: Scope,
}

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    #[error("a login has 3 to 200 characters without spaces")]
    Login,
    #[error("the name is missing")]
    Name,
    #[error("a {} needs a scope: groups, branches, states or territories", .0.code())]
    NoScope(Role),
    #[error("there is no {part} {code}")]
    NoSuch { part: &'static str, code: String },
    #[error("the login and the Telegram account are two people's")]
    Two,
    #[error("there is no organization {0}")]
    NoOrganization(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether a login is one.
fn fits(text: &str) -> bool {
    let text = login(text);
    (3..=200).contains(&text.chars().count()) && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Whether the parts of a scope are there.
pub(super) fn check_scope(catalog: &Catalog, role: Role, scope: &Scope) -> Result<(), MemberError> {
    if role.whole() {
        return Ok(());
    }
    if scope.is_empty() {
        return Err(MemberError::NoScope(role));
    }
    let missing = |part, codes: &[String], known: &dyn Fn(&str) -> bool| {
        let wrong = codes.iter().find(|code| !known(code));
        wrong.map_or(Ok(()), |code| Err(MemberError::NoSuch { part, code: code.clone() }))
    };
    missing("group", &scope.groups, &|code| catalog.groups.iter().any(|group| group.slug == code))?;
    missing("branch", &scope.branches, &|code| catalog.branches.iter().any(|branch| branch.code == code))?;
    missing("state", &scope.states, &|code| catalog.states.iter().any(|state| state.code == code))
}

impl Services {
    /// Lets somebody in: a new person, or one who is here already and then becomes what is said. Returns their number, and
    /// whether they are new.
    ///
    /// # Errors
    /// [`MemberError`]; then nothing was written.
    pub async fn add_member(&self, organization: &str, new: &NewMember) -> Result<(PersonId, bool), MemberError> {
        if new.login.as_deref().is_some_and(|login| !fits(login)) || (new.login.is_none() && new.telegram_id.is_none())
        {
            return Err(MemberError::Login);
        }
        let name: String = new.name.trim().chars().take(100).collect();
        if name.is_empty() {
            return Err(MemberError::Name);
        }
        let held = self.inner.live.of(organization).await?;
        let held = held.ok_or_else(|| MemberError::NoOrganization(organization.to_owned()))?;
        check_scope(held.cube.catalog(), new.role, &new.scope)?;
        let person = NewPerson { login: new.login.clone(), name, telegram_id: new.telegram_id, password: None };
        let (id, fresh) = match self.db().add_person(&person, self.now()).await? {
            Some(id) => (id, true),
            None => (self.known(new).await?, false),
        };
        if !self.db().set_membership(organization, id, new.role, &new.scope).await? {
            return Err(MemberError::NoOrganization(organization.to_owned()));
        }
        Ok((id, fresh))
    }

    /// The number of the person who has this login.
    ///
    /// # Errors
    /// The store's.
    pub async fn person_of_login(&self, login: &str) -> Result<Option<PersonId>, StoreError> {
        Ok(self.db().person_of_login(login).await?.map(|(person, _)| person.id))
    }

    /// Everybody in an organization, by name.
    ///
    /// # Errors
    /// The store's.
    pub async fn members(&self, organization: &str) -> Result<Vec<(Person, Membership)>, StoreError> {
        self.db().members(organization).await
    }

    /// Whether there is anybody at all.
    ///
    /// # Errors
    /// The store's.
    pub async fn anybody(&self) -> Result<bool, StoreError> {
        self.db().anybody().await
    }

    /// The person who has this login or this Telegram account.
    async fn known(&self, new: &NewMember) -> Result<PersonId, MemberError> {
        let by_login = match &new.login {
            Some(login) => self.db().person_of_login(login).await?.map(|(person, _)| person.id),
            None => None,
        };
        let by_telegram = match new.telegram_id {
            Some(id) => self.db().person_of_telegram(id).await?.map(|person| person.id),
            None => None,
        };
        match (by_login, by_telegram) {
            (Some(one), Some(other)) if one != other => Err(MemberError::Two),
            (Some(id), _) | (None, Some(id)) => Ok(id),
            (None, None) => Err(MemberError::Two),
        }
    }

    /// Four groups of four letters and digits (80 random bits), for who cannot choose for themselves.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn drawn_password(&self) -> anyhow::Result<String> {
        Ok(Code::new(random::bytes()?).reveal().to_lowercase())
    }

    /// Whether this is the password behind a login; for commands, not for doors.
    ///
    /// # Errors
    /// The store's.
    pub async fn password_is(&self, login: &str, password: &str) -> anyhow::Result<bool> {
        let hash = self.db().person_of_login(login).await?.and_then(|(_, hash)| hash);
        Ok(hash.is_some() && self.verify(password, hash).await? != Verdict::Wrong)
    }

    /// Sets a password that was made for a person, without the rule for chosen ones, and ends their sessions.
    ///
    /// # Errors
    /// The store's.
    pub async fn set_made_password(&self, person: PersonId, password: &str) -> Result<(), ServerError> {
        let hash = self.hash(password).await.map_err(|refusal| match refusal {
            Refusal::Failed(error) => error,
            other => ServerError::Other(other.into()),
        })?;
        self.db().set_password(person, &hash).await?;
        self.sessions().end_all(person, None).await.map_err(|error| ServerError::Other(error.into()))?;
        self.end_tokens_of(person).await?;
        Ok(())
    }
}
