//! A *desk* is the services as one actor may use them: every use case is a method of it, so nothing is asked for nobody.
//!
//! Its cube holds the actor's branches and no others: figures, lists, maps, rankings, suggestions and single supervisions
//! are all answered from it, and a branch outside the scope does not exist.

use std::{fmt::Write as _, sync::Arc};

use moka::sync::Cache;
use sha2::{Digest, Sha256};
use tower_sessions::Session;

use super::{Actor, Caller, Inner, Missing, Services, Who, audit::Record, sign_in::Entrant};
use crate::{
    contract::AppError,
    domain::{Action, Cube, Day, Scope, access::audit::Act},
    server::{
        db::{Db, StoreError},
        error::ServerError,
        state::Clock,
    },
};

/// Bytes of restricted cubes that are kept.
const KEPT: u64 = 64 << 20;

/// See the module. Made by [`Services::desk`] for one request; cheap to clone.
#[derive(Clone)]
pub struct Desk {
    services: Services,
    actor: Arc<Actor>,
    caller: Arc<Caller>,
    /// In which the actor asks; none on a server without sign-in, and for programs.
    session: Option<Session>,
    cube: Arc<Cube>,
    /// Branches of the whole organization.
    branches: u32,
    /// Tells answers of different data or scopes apart.
    key: Arc<str>,
}

/// Cubes of limited scopes, by organization, data version and scope.
pub(super) struct Restricted(Cache<String, Arc<Cube>>);

impl Default for Restricted {
    fn default() -> Self {
        let weigh = |_: &String, cube: &Arc<Cube>| u32::try_from(cube.bytes()).unwrap_or(u32::MAX).max(10_000);
        Self(Cache::builder().max_capacity(KEPT).weigher(weigh).build())
    }
}

impl Services {
    /// What an actor may use, over the data as they are now.
    ///
    /// # Errors
    /// When there is no such organization, the database does not answer, or the role grants not even reading.
    pub async fn desk(&self, actor: Actor) -> Result<Desk, ServerError> {
        actor.must(Action::Read)?;
        let held = self.inner.live.of(&actor.organization).await?.ok_or(ServerError::NotFound("organization"))?;
        let whole = Arc::clone(&held.cube);
        let version = whole.catalog().data_version;
        let branches = u32::try_from(whole.catalog().branches.len()).unwrap_or(u32::MAX);
        let mut key = format!("{}\0{version}\0", held.slug);
        let cube = if actor.sees_all() {
            whole
        } else {
            key.push_str(&digest(&actor.scope));
            self.restricted(&key, whole, actor.scope.clone()).await?
        };
        Ok(Desk {
            services: self.clone(),
            actor: Arc::new(actor),
            caller: Arc::default(),
            session: None,
            cube,
            branches,
            key: key.into(),
        })
    }

    async fn restricted(&self, key: &str, whole: Arc<Cube>, scope: Scope) -> Result<Arc<Cube>, ServerError> {
        let kept = &self.inner.restricted.0;
        if let Some(cube) = kept.get(key) {
            return Ok(cube);
        }
        // Off the request threads: of a million area scores it takes some tens of milliseconds.
        let made = tokio::task::spawn_blocking(move || whole.restrict(&scope.kept(whole.catalog()))).await;
        let cube = Arc::new(made.map_err(|error| ServerError::Other(error.into()))?);
        kept.insert(key.to_owned(), Arc::clone(&cube));
        Ok(cube)
    }

    /// The desk of a person who has signed in, in one of their organizations.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] when they are no longer of it, or barred, or another epoch of theirs has begun; the database's.
    pub async fn desk_of(&self, entrant: Entrant, organization: &str) -> Result<Desk, ServerError> {
        let Entrant { person, epoch } = entrant;
        let membership = self.db().membership(person, organization).await?.filter(|held| held.epoch == epoch);
        let membership = membership.ok_or(AppError::SignedOut)?;
        self.desk(Actor::member(person, membership)).await
    }

    /// The desk of a server without sign-in.
    ///
    /// # Errors
    /// None at present.
    pub async fn open_desk(&self) -> Result<Desk, ServerError> {
        self.desk(Actor::anyone(&self.organization())).await
    }
}

/// Equal scopes have equal digests.
pub(super) fn digest(scope: &Scope) -> String {
    let bytes = serde_json::to_vec(scope).unwrap_or_default();
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The desk of the request being served.
///
/// # Errors
/// [`AppError::Internal`] outside a request.
pub fn current() -> Result<Desk, AppError> {
    leptos::prelude::use_context::<Desk>()
        .ok_or_else(|| ServerError::Other(anyhow::anyhow!("asked for a desk outside of a request")).into())
}

impl Desk {
    /// Who asks.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The same desk, asked by this caller.
    #[must_use]
    pub fn called_by(mut self, caller: Caller) -> Self {
        self.caller = Arc::new(caller);
        self
    }

    /// The same desk, asked in this session.
    #[must_use]
    pub fn in_session(mut self, session: Option<Session>) -> Self {
        self.session = session;
        self
    }

    /// The session in which the actor asks.
    pub(super) fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// From where and by which program the actor asks.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// That something is not there. Where it is, outside of the actor's scope, the audit log tells that they asked for it (by
    /// this path); beside the answer, which takes as long for what is nowhere.
    pub(super) async fn absent(
        &self,
        noun: &'static str,
        path: String,
        is_there: impl Fn(&Cube) -> bool,
    ) -> ServerError {
        if !self.actor.sees_all()
            && let Ok(Some(held)) = self.services.inner.live.of(self.organization()).await
            && is_there(&held.cube)
        {
            let desk = self.clone();
            tokio::spawn(async move {
                // Not binding: what goes wrong stands in the server's log.
                let _ = desk.tell(Record::of(Act::Refused, path).refused()).await;
            });
        }
        ServerError::NotFound(noun)
    }

    /// Branches of the whole organization, of which the cube holds the actor's.
    pub(super) fn branches(&self) -> u32 {
        self.branches
    }

    /// The actor's part of the data, one version, whole; the same as long as the desk is used.
    #[must_use]
    pub fn cube(&self) -> &Arc<Cube> {
        &self.cube
    }

    /// Slug of the organization.
    #[must_use]
    pub fn organization(&self) -> &str {
        &self.actor.organization
    }

    /// Goes on when the actor's role grants the action.
    pub(super) fn must(&self, action: Action) -> Result<(), ServerError> {
        self.actor.must(action)
    }

    /// The services behind the desk.
    #[must_use]
    pub fn services(&self) -> &Services {
        &self.services
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.services.inner
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn db(&self) -> &Db {
        self.services.db()
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.services.inner.clock
    }

    /// Takes over what the database has now.
    pub(super) async fn refresh(&self) -> Result<bool, StoreError> {
        self.services.refresh().await
    }

    /// The organization that the server was told to show, when there is none of that name.
    pub(super) async fn missing(&self) -> Result<Option<Missing>, StoreError> {
        if self.actor.who != Who::Anyone {
            return Ok(None);
        }
        self.services.missing().await
    }

    /// An instant as a clock in the organization's zone shows it, `YYYY-MM-DDTHH:MM`.
    pub(super) fn local(&self, instant: &str) -> Option<String> {
        let at = instant.parse::<jiff::Timestamp>().ok()?.to_zoned(self.zone());
        Some(at.strftime("%Y-%m-%dT%H:%M").to_string())
    }

    pub(super) fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.cube.catalog().settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }

    /// Today in the organization's time zone; in UTC when the zone is unknown.
    pub(super) fn today(&self) -> Day {
        Day::from(self.clock().now().to_zoned(self.zone()).date())
    }
}
