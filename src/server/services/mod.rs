//! The use cases. Doors take a [`Desk`] for the actor who asks; it asks the store and the live cube.

mod actor;
mod answers;
mod boards;
mod caller;
mod chips;
mod desk;
mod frame;
pub mod imports;
mod live;
pub mod sessions;
pub mod settings;
mod suggest;
mod views;

use std::sync::Arc;

use tokio::task::JoinHandle;

use crate::{
    domain::Cube,
    server::{
        config,
        db::{Db, StoreError},
        state::Clock,
    },
};

pub use crate::server::cache::limits;
pub use actor::Actor;
use answers::Answers;
pub use caller::{Caller, Who};
use desk::Restricted;
pub use desk::{Desk, current};
use live::Live;
pub use sessions::Sessions;

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
    tile_url: Option<String>,
    imports: imports::Running,
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
    /// The database's.
    pub async fn open(db: Db, web: &config::Web, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let live = Live::open(db, web.organization.clone()).await?;
        let inner = Inner {
            live,
            clock,
            answers: Answers::default(),
            restricted: Restricted::default(),
            tile_url: web.tile_url.clone(),
            imports: imports::Running::default(),
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
        let held = self.inner.live.held();
        if held.exists {
            return Ok(None);
        }
        let known = self.db().organizations().await?.into_iter().map(|known| known.slug).collect();
        Ok(Some(Missing { slug: held.slug.clone(), known }))
    }

    /// Slug of the organization being served.
    #[must_use]
    pub fn organization(&self) -> String {
        self.inner.live.held().slug.clone()
    }

    /// The data as they are now: one version, whole.
    #[must_use]
    pub fn cube(&self) -> Arc<Cube> {
        Arc::clone(&self.inner.live.held().cube)
    }

    /// The store, for use cases that change it.
    #[must_use]
    pub fn db(&self) -> &Db {
        self.inner.live.db()
    }
}
