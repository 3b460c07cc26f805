//! Keys of programs: made by an administrator, shown once, known again by their hash.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    contract::{ApiKeyRow, AppError, KeyDraft, KeyState, KeysPage, MadeKey, OrganizationName, Part, WhoAmI},
    domain::{Action, Day, Role, Scope, access::audit::Act},
    server::{
        db::{Key, KeyId, NewKey},
        error::ServerError,
        proof::{key::ApiKey, random},
    },
};

use super::{
    Actor, Desk, ProofError, Services, Unproven, Who,
    audit::Record,
    once::handed,
    people::{MemberError, check_scope},
    scopes::{self, count},
};

/// Days that a key may live, as they are offered; any number up to the last is taken.
pub const LIFETIMES: [u32; 5] = [30, 90, 180, 365, 730];
/// Characters of a key's name.
const NAME: usize = 80;
/// Keys of an organization that are good at the same time.
const MOST: u32 = 200;
/// Seconds after which a use is told again: not every request writes.
const TOLD: i64 = 60;

/// When this process last told that a key was used.
#[derive(Default)]
pub(super) struct Uses(Mutex<HashMap<KeyId, Timestamp>>);

impl Uses {
    /// Whether a use is to be told now; once true, not again for a minute.
    fn due(&self, id: KeyId, now: Timestamp) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let due = told.get(&id).is_none_or(|last| now.as_second() - last.as_second() >= TOLD);
        if due {
            told.insert(id, now);
        }
        due
    }
}

/// A good key that a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInUse {
    pub id: KeyId,
    pub name: String,
    /// Slug.
    pub organization: String,
    pub role: Role,
    pub scope: Scope,
}

/// What an administrator says of a new key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyForm {
    pub name: String,
    /// Viewer or supervisor: what runs an organization is done by people.
    pub role: Role,
    pub scope: Scope,
    /// From today on.
    pub days: u32,
}

impl Services {
    /// The key of a header's text.
    ///
    /// # Errors
    /// [`ProofError`].
    pub async fn key_of(&self, text: &str) -> Result<KeyInUse, ProofError> {
        let now = self.now();
        let hash = ApiKey::parse(text).ok_or(Unproven::Wrong)?.hash().to_text();
        let Key { id, name, organization, role, scope, expires, revoked, .. } =
            self.db().key_of_hash(&hash).await?.ok_or(Unproven::Wrong)?;
        if revoked.is_some() {
            return Err(Unproven::Revoked.into());
        }
        if now >= expires {
            return Err(Unproven::Expired.into());
        }
        if self.inner.key_uses.due(id, now) {
            let before = now.saturating_sub(SignedDuration::from_secs(TOLD)).unwrap_or(now);
            // The key is good whether or not that can be told.
            if let Err(error) = self.db().key_used(id, now, before).await {
                tracing::warn!(%error, key = id, "the use of a key could not be told");
            }
        }
        Ok(KeyInUse { id, name, organization, role, scope })
    }

    /// The desk of a program.
    ///
    /// # Errors
    /// The database's.
    pub async fn desk_of_key(&self, key: &KeyInUse) -> Result<Desk, ServerError> {
        let KeyInUse { id, name, organization, role, scope } = key.clone();
        self.desk(Actor { who: Who::Key(id), name, organization, role, scope }).await
    }
}

fn unusable(reason: &str) -> ServerError {
    AppError::Unusable { reason: reason.into(), detail: String::new() }.into()
}

impl Desk {
    /// `/administracion/llaves`.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when the role does not grant it; the database's.
    pub async fn keys_page(&self) -> Result<KeysPage, ServerError> {
        self.must(Action::Keys)?;
        let uses = self.db().key_uses().await?;
        let keys = self.db().keys(self.organization()).await?;
        let KeyDraft { form, problem } = handed().unwrap_or_default();
        let catalog = self.cube().catalog();
        Ok(KeysPage {
            keys: keys.into_iter().map(|key| self.key_row(key, &uses)).collect(),
            choices: scopes::choices(catalog),
            covered: scopes::covered(catalog, &form.scope),
            form,
            problem,
            days: LIFETIMES.to_vec(),
            can_make: self.caller().csrf.is_some(),
        })
    }

    /// One key, for the question whether to revoke it.
    ///
    /// # Errors
    /// As [`Desk::keys_page`]; no such key in this organization.
    pub async fn key_page(&self, id: &str) -> Result<ApiKeyRow, ServerError> {
        let key = self.own_key(id).await?;
        Ok(self.key_row(key, &self.db().key_uses().await?))
    }

    /// Makes a key: what is to be shown now, and never again.
    ///
    /// # Errors
    /// As [`Desk::keys_page`]; [`AppError::Unusable`] with the reason `name`, `role`, `scope`, `days` or `many`.
    pub async fn make_key(&self, form: KeyForm) -> Result<MadeKey, ServerError> {
        self.must(Action::Keys)?;
        let name = form.name.trim();
        if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
            return Err(unusable("name"));
        }
        if form.role.whole() {
            return Err(unusable("role"));
        }
        check_scope(self.cube().catalog(), form.role, &form.scope).map_err(|error| match error {
            MemberError::Store(error) => error.into(),
            _ => unusable("scope"),
        })?;
        let longest = LIFETIMES.into_iter().max().unwrap_or_default();
        if form.days == 0 || form.days > longest {
            return Err(unusable("days"));
        }
        let now = self.clock().now();
        if self.good_keys().await? >= MOST {
            return Err(unusable("many"));
        }
        let bytes = anyhow::Error::from;
        let key = ApiKey::new(random::bytes().map_err(bytes)?, random::bytes().map_err(bytes)?);
        let life = SignedDuration::from_hours(24 * i64::from(form.days));
        let new = NewKey {
            organization: self.organization(),
            name,
            visible: &key.visible(),
            hash: &key.hash().to_text(),
            role: form.role,
            scope: &form.scope,
            made_by: match self.actor().who {
                Who::Person(id) => Some(id),
                Who::Anyone | Who::Key(_) => None,
            },
            made: now,
            expires: now.saturating_add(life).unwrap_or(now),
        };
        let id = self.db().add_key(&new).await?;
        // Of 40 random bits: it is drawn again by who asks again.
        let id = id.ok_or_else(|| anyhow::anyhow!("a visible part was drawn twice"))?;
        if let Err(error) = self.key_made(id, new.visible).await {
            self.db().revoke_key(self.organization(), id, now).await?;
            return Err(error);
        }
        Ok(MadeKey { name: name.to_owned(), key: key.reveal() })
    }

    /// Ends a key, from the next request on. One that has ended already stays ended.
    ///
    /// # Errors
    /// As [`Desk::key_page`].
    pub async fn revoke_key(&self, id: &str) -> Result<(), ServerError> {
        let key = self.own_key(id).await?;
        if self.db().revoke_key(self.organization(), key.id, self.clock().now()).await? {
            self.key_revoked(key.id, &key.visible).await?;
        }
        Ok(())
    }

    /// The key that the page being drawn was opened to show; see [`Services::seal_once`].
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when the role does not grant it.
    pub fn made_key(&self) -> Result<Option<MadeKey>, ServerError> {
        self.must(Action::Keys)?;
        Ok(handed())
    }

    /// How many keys of the organization are good.
    pub(super) async fn good_keys(&self) -> Result<u32, ServerError> {
        let now = self.clock().now();
        let keys = self.db().keys(self.organization()).await?;
        Ok(count(keys.iter().filter(|key| key.revoked.is_none() && key.expires > now).count()))
    }

    /// A key of this organization by its number in an address.
    async fn own_key(&self, id: &str) -> Result<Key, ServerError> {
        self.must(Action::Keys)?;
        let none = || ServerError::NotFound("key");
        let id: KeyId = id.parse().map_err(|_| none())?;
        self.db().key(self.organization(), id).await?.ok_or_else(none)
    }

    /// Who asks, as programs are told.
    #[must_use]
    pub fn who_am_i(&self) -> WhoAmI {
        let (actor, catalog) = (self.actor(), self.cube().catalog());
        WhoAmI {
            who: match actor.who {
                Who::Anyone => "anyone",
                Who::Person(_) => "person",
                Who::Key(_) => "key",
            }
            .into(),
            name: actor.name.clone(),
            organization: OrganizationName {
                slug: actor.organization.clone(),
                name: catalog.organization_name.clone(),
            },
            role: actor.role,
            scope: Part { count: count(catalog.branches.len()), of: self.branches() },
        }
    }

    fn key_row(&self, key: Key, uses: &HashMap<KeyId, Timestamp>) -> ApiKeyRow {
        let day = |at: Timestamp| Day::from(at.to_zoned(self.zone()).date()).to_string();
        ApiKeyRow {
            id: key.id,
            scope: scopes::names(self.cube().catalog(), &key.scope),
            state: match key.revoked {
                Some(at) => KeyState::Revoked(day(at)),
                None if self.clock().now() >= key.expires => KeyState::Expired,
                None => KeyState::Good,
            },
            name: key.name,
            visible: key.visible,
            role: key.role,
            made_by: key.made_by,
            made: day(key.made),
            expires: day(key.expires),
            used: uses.get(&key.id).and_then(|at| self.local(&at.to_string())),
        }
    }
}

/// What is to be found again afterwards.
impl Desk {
    /// A key was made. When that cannot be told, it is taken back.
    async fn key_made(&self, id: KeyId, visible: &str) -> Result<(), ServerError> {
        let record = Record::of(Act::KeyMade, format!("{visible} ({id})"));
        self.services().record(self.caller(), Some(self.organization()), record).await
    }

    /// A key was revoked.
    async fn key_revoked(&self, id: KeyId, visible: &str) -> Result<(), ServerError> {
        let record = Record::of(Act::KeyRevoked, format!("{visible} ({id})"));
        self.services().record(self.caller(), Some(self.organization()), record).await
    }
}
