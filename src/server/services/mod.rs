//! The use cases. Doors take a [`Desk`] for the actor who asks; it asks the store and the live cube.

mod actor;
mod answers;
pub mod audit;
mod boards;
mod branches;
mod caller;
mod desk;
mod device;
pub mod exports;
mod figures;
mod frame;
pub mod imports;
mod keyring;
mod keys;
mod live;
mod members;
mod once;
mod operations;
mod pass;
mod passkeys;
mod people;
mod profile;
mod reports;
mod requests;
mod scopes;
pub mod sessions;
pub mod settings;
pub mod sign_in;
mod snapshots;
mod supervisions;
mod sweep;
mod tokens;
mod views;

use std::{ops::RangeInclusive, sync::Arc};

use jiff::Timestamp;
use tokio::{sync::Semaphore, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    domain::Cube,
    server::{
        cache::Redis,
        config::{self, Config},
        db::{Db, StoreError},
        proof::chain::Keys,
        state::Clock,
    },
};

pub use super::db::{Membership, Outcome, PersonId};
pub use super::proof::header::{bearer, cookie};
pub use crate::server::cache::limits;
pub use actor::Actor;
use answers::Answers;
pub use branches::{Condition, Put};
pub use caller::{Caller, Who};
use desk::Restricted;
pub use desk::{Desk, current};
pub use figures::{branches_by_name, page_of};
use keyring::Keyring;
pub use keys::{KeyForm, KeyInUse, LIFETIMES};
use limits::Limiter;
use live::Live;
pub use members::{Member, MemberForm};
pub use operations::Named;
pub use pass::{Pass, Passed};
pub use people::{MemberError, NewMember};
pub use reports::Saved;
pub use sessions::Sessions;
use snapshots::Snapshots;
pub use supervisions::Received;
use tokens::Signer;
pub use tokens::{Denied, Pair, ProofError, Unproven};

/// Passwords hashed at once: 19 MiB and a core each.
const HASHING: usize = 2;

/// Reports and pictures drawn at once: each is whole in memory, and takes a core.
const DRAWING: usize = 2;

/// Programs that write at once: of one organization they wait for one another anyhow.
const WRITING: usize = 2;

/// What every request shares: the data, the store, the clock. [`Services::desk`] opens the use cases to an actor.
#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
}

struct Inner {
    live: Live,
    clock: Arc<dyn Clock>,
    answers: Answers,
    restricted: Restricted,
    snapshots: Snapshots,
    tile_url: Option<String>,
    imports: imports::Running,
    security: config::Security,
    keyring: Keyring,
    /// Of the audit log.
    chain: Keys,
    audit_days: u32,
    /// Years that programs may name.
    years: RangeInclusive<i16>,
    sessions: Sessions,
    limiter: Limiter,
    signer: Signer,
    key_uses: keys::Uses,
    /// Turns at hashing passwords.
    hashing: Semaphore,
    /// Turns at drawing files: one goes with the thread that draws.
    drawing: Arc<Semaphore>,
    /// Turns at writing.
    writing: Semaphore,
    /// The server stops: answers that never end do.
    closing: CancellationToken,
}

/// An organization that a server was told to show, and there is none of.
#[derive(Debug)]
pub struct Missing {
    pub slug: String,
    /// Slugs of those that there are.
    pub known: Vec<String>,
}

impl Services {
    /// Reads the organization's data and answers from them; [`Services::watch`] keeps them fresh.
    ///
    /// # Errors
    /// The database's, and the data folder's, which holds the server's secret where the settings do not.
    pub async fn open(db: Db, config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let Config { web, security, .. } = config;
        let keyring = Keyring::open(security.secret.as_ref(), db.folder())?;
        let signer = Signer::new(config, &keyring)?;
        let redis = config.redis.as_ref().map(Redis::open).transpose()?;
        let limiter = Limiter::new(config.limits, redis.clone());
        let sessions = Sessions::new(db.clone(), redis, config.sessions, Arc::clone(&clock));
        let live = Live::open(db, web.organization.clone()).await?;
        let inner = Inner {
            live,
            clock,
            answers: Answers::default(),
            restricted: Restricted::default(),
            snapshots: Snapshots::default(),
            tile_url: web.tile_url.clone(),
            imports: imports::Running::default(),
            security: security.clone(),
            chain: audit::keys(&config.audit, &keyring),
            audit_days: config.audit.days,
            years: config.api.years.clone(),
            keyring,
            sessions,
            limiter,
            signer,
            key_uses: keys::Uses::default(),
            hashing: Semaphore::new(HASHING),
            drawing: Arc::new(Semaphore::new(DRAWING)),
            writing: Semaphore::new(WRITING),
            closing: CancellationToken::new(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Looks every half second for a raised data version, until the task is aborted.
    #[must_use]
    pub fn watch(&self) -> JoinHandle<()> {
        let services = self.clone();
        tokio::spawn(async move { services.inner.live.watch().await })
    }

    /// Takes over what the database has now; true when that was newer. An import of this process need not wait for the watch.
    ///
    /// # Errors
    /// The database's.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        self.inner.live.refresh().await
    }

    /// What to tell a person who starts a server of an organization that is not there.
    ///
    /// # Errors
    /// The database's.
    pub async fn missing(&self) -> Result<Option<Missing>, StoreError> {
        let held = self.inner.live.shown();
        if held.exists {
            return Ok(None);
        }
        let known = self.db().organizations().await?.into_iter().map(|known| known.slug).collect();
        Ok(Some(Missing { slug: held.slug.clone(), known }))
    }

    /// Slug of the organization that a server without sign-in shows.
    #[must_use]
    pub fn organization(&self) -> String {
        self.inner.live.shown().slug.clone()
    }

    /// The shown organization's data as they are now: one version, whole.
    #[must_use]
    pub fn cube(&self) -> Arc<Cube> {
        Arc::clone(&self.inner.live.shown().cube)
    }

    /// Who gets in, and how the server is reached.
    #[must_use]
    pub fn security(&self) -> &config::Security {
        &self.inner.security
    }

    /// How often callers may ask.
    #[must_use]
    pub fn limiter(&self) -> &Limiter {
        &self.inner.limiter
    }

    /// Where sessions are kept.
    #[must_use]
    pub fn sessions(&self) -> &Sessions {
        &self.inner.sessions
    }

    /// Pattern of the map's raster tiles.
    #[must_use]
    pub fn tile_url(&self) -> Option<&str> {
        self.inner.tile_url.as_deref()
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The clock itself, for who works without the services.
    #[must_use]
    pub fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.inner.clock)
    }

    fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    /// The store, for use cases that change it.
    #[must_use]
    pub fn db(&self) -> &Db {
        self.inner.live.db()
    }
}
