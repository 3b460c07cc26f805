//! Who is signed in: sessions in Redis where there is one, else in the database; and the sessions of a person.
//!
//! A store that does not answer is an error ([`session_store::Error::Backend`]: 503, try again) and never "no session":
//! nobody is signed out by it, and nobody gets in.

mod entry;
mod named;

use std::{collections::HashMap, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::desk::digest;
use crate::{
    domain::{Role, Scope},
    server::{
        cache::{CacheError, Redis, SessionCache},
        config,
        db::{Db, PersonId, StoreError},
        state::Clock,
    },
};

use entry::{Entry, second, stored, summary};

/// Names of a session's data.
pub mod keys {
    /// Who has signed in: number of a person. A session that names a person says when it [`STARTED`].
    pub const PERSON: &str = "person";
    /// Slug of the organization that the person looks at.
    pub const ORGANIZATION: &str = "organization";
    /// The person's epoch, in which the session is good.
    pub const EPOCH: &str = "epoch";
    /// What the person is and sees in that organization, as the session knows it: it goes on under a new id when they become
    /// more.
    pub const STANDING: &str = "standing";
    /// Second of the sign-in (Unix), from which the absolute limit counts.
    pub const STARTED: &str = "started";
    /// Second when the person was last seen (Unix).
    pub const SEEN: &str = "seen";
    /// Where the person was last seen from.
    pub const ADDRESS: &str = "address";
    /// What the browser called itself at sign-in.
    pub const DEVICE: &str = "device";
    /// The token that unsafe requests of this session carry.
    pub const CSRF: &str = "csrf";
    /// Recovery codes that were just made: shown once on the profile, and gone.
    pub const CODES: &str = "codes";
}

/// Seconds after which a session is told again that it was seen: not every request writes.
pub const TOUCH: i64 = 60;

/// What stands under [`keys::STANDING`]: the role, and the scope where it has limits; equal for who may do and see the same.
#[must_use]
pub fn standing(role: Role, scope: &Scope) -> String {
    if role.whole() || scope.whole { role.code().into() } else { [role.code(), " ", &digest(scope)].concat() }
}

/// How often a new id is drawn when one is taken; of 128 random bits, none ever is.
const DRAWS: u32 = 8;

/// A session as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSummary {
    /// Names the session to [`Sessions::end`]; not its id, and of no use in a cookie.
    pub handle: String,
    /// What the browser called itself; empty if nothing.
    pub device: String,
    pub address: String,
    pub started: Timestamp,
    pub seen: Timestamp,
}

/// The store of sessions; cheap to clone. See the module.
#[derive(Clone)]
pub struct Sessions {
    inner: Arc<Inner>,
}

struct Inner {
    kept: Kept,
    limits: config::Sessions,
    clock: Arc<dyn Clock>,
}

enum Kept {
    Database(Db),
    Redis(SessionCache),
}

impl Sessions {
    /// Sessions in `redis` where it is given, else in the database.
    #[must_use]
    pub fn new(db: Db, redis: Option<Redis>, limits: config::Sessions, clock: Arc<dyn Clock>) -> Self {
        let kept = redis.map_or_else(|| Kept::Database(db), |redis| Kept::Redis(SessionCache::new(redis)));
        Self { inner: Arc::new(Inner { kept, limits, clock }) }
    }

    /// What tower-sessions is to reckon the idle limit with.
    #[must_use]
    pub fn idle(&self) -> Duration {
        self.inner.limits.idle
    }

    /// The public name of the session with this id: SHA-256 of the id as its cookie has it, in hex.
    #[must_use]
    pub fn handle(id: &Id) -> String {
        HEXLOWER.encode(&Sha256::digest(id.to_string()))
    }

    /// Goes on when the store answers: asked before something is used up that a session is to begin with.
    ///
    /// # Errors
    /// The store's.
    pub async fn answer(&self) -> Result<()> {
        self.kept("", self.now()).await.map(drop)
    }

    /// A person's sessions, the one last seen first.
    ///
    /// # Errors
    /// The store's.
    pub async fn of(&self, person: PersonId) -> Result<Vec<SessionSummary>> {
        let now = self.now();
        let entries: Vec<Entry> = match &self.inner.kept {
            Kept::Database(db) => {
                let rows = db.sessions_of(person, now).await.map_err(backend)?;
                rows.into_iter().map(Entry::try_from).collect::<Result<_>>()?
            }
            Kept::Redis(cache) => cache.of(person, now).await.map_err(cached)?.into_iter().map(Entry::from).collect(),
        };
        let mut list: Vec<_> =
            entries.iter().filter(|entry| self.lives(&entry.data, now)).map(|entry| summary(entry, now)).collect();
        list.sort_by(|a, b| b.seen.cmp(&a.seen).then_with(|| a.handle.cmp(&b.handle)));
        Ok(list)
    }

    /// Ends one of the person's own sessions; false when they have no such one.
    ///
    /// # Errors
    /// The store's.
    pub async fn end(&self, person: PersonId, handle: &str) -> Result<bool> {
        match &self.inner.kept {
            Kept::Database(db) => db.end_session(handle, Some(person)).await.map_err(backend),
            Kept::Redis(cache) => cache.end(handle, Some(person)).await.map_err(cached),
        }
    }

    /// Ends a person's sessions everywhere, but the one named; says how many.
    ///
    /// # Errors
    /// The store's.
    pub async fn end_all(&self, person: PersonId, but: Option<&str>) -> Result<u64> {
        match &self.inner.kept {
            Kept::Database(db) => db.end_sessions_of(person, but).await.map_err(backend),
            Kept::Redis(cache) => cache.end_all(person, but).await.map_err(cached),
        }
    }

    /// Removes what has expired, and says how many; Redis does so itself.
    ///
    /// # Errors
    /// The store's.
    pub async fn sweep(&self) -> Result<u64> {
        match &self.inner.kept {
            Kept::Database(db) => db.sweep_sessions(self.now()).await.map_err(backend),
            Kept::Redis(_) => Ok(0),
        }
    }

    fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The absolute limit, if somebody has signed in.
    fn last(&self, data: &HashMap<String, Value>) -> Option<Timestamp> {
        second(data, keys::STARTED).map(|started| after(started, self.inner.limits.longest))
    }

    fn lives(&self, data: &HashMap<String, Value>, now: Timestamp) -> bool {
        self.last(data).is_none_or(|last| last > now)
    }

    /// What both limits allow a session that is seen now.
    fn limit(&self, data: &HashMap<String, Value>, now: Timestamp) -> Timestamp {
        after(now, self.inner.limits.idle).min(self.last(data).unwrap_or(Timestamp::MAX))
    }

    /// A record as it is kept: no longer than it asks for, and than both limits allow.
    fn entry(&self, record: &Record, now: Timestamp) -> Result<Entry> {
        let person = record.data.get(keys::PERSON).and_then(Value::as_i64);
        let last = self.last(&record.data);
        if person.is_some() && last.is_none() {
            // It would have no absolute limit.
            return Err(Error::Encode("a session of a person says when it started".into()));
        }
        let asked = Timestamp::from_nanosecond(record.expiry_date.unix_timestamp_nanos()).unwrap_or(Timestamp::MAX);
        let expires = asked.min(self.limit(&record.data, now));
        let expires = Timestamp::from_second(expires.as_second()).unwrap_or(expires);
        Ok(Entry { key: Self::handle(&record.id), person, data: record.data.clone(), expires })
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let now = self.now();
        for _ in 0..DRAWS {
            let entry = self.entry(record, now)?;
            if entry.expires <= now {
                return Ok(());
            }
            let created = match &self.inner.kept {
                Kept::Database(db) => db.create_session(&stored(entry, now)?).await.map_err(backend)?,
                Kept::Redis(cache) => cache.create(&entry.into(), now).await.map_err(cached)?,
            };
            if created {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free session id was found".into()))
    }

    /// Changes nothing when the session has ended meanwhile: a request in flight must not bring it back.
    async fn save(&self, record: &Record) -> Result<()> {
        let now = self.now();
        let entry = self.entry(record, now)?;
        if entry.expires <= now {
            return self.delete(&record.id).await;
        }
        self.overwrite(entry, now).await
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(entry) = self.kept(&Self::handle(id), self.now()).await? else { return Ok(None) };
        let expiry_date = OffsetDateTime::from_unix_timestamp(entry.expires.as_second())
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data: entry.data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let key = Self::handle(id);
        match &self.inner.kept {
            Kept::Database(db) => db.end_session(&key, None).await.map_err(backend).map(drop),
            Kept::Redis(cache) => cache.end(&key, None).await.map_err(cached).map(drop),
        }
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = match &self.inner.kept {
            Kept::Database(_) => "database",
            Kept::Redis(_) => "Redis",
        };
        f.debug_struct("Sessions").field("kept", &kept).field("limits", &self.inner.limits).finish()
    }
}

fn after(start: Timestamp, length: Duration) -> Timestamp {
    SignedDuration::try_from(length).ok().and_then(|length| start.checked_add(length).ok()).unwrap_or(Timestamp::MAX)
}

fn backend(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}

fn cached(error: CacheError) -> Error {
    match error {
        CacheError::Redis(error) => Error::Backend(format!("redis: {error}")),
        CacheError::Json(error) => Error::Decode(error.to_string()),
    }
}
