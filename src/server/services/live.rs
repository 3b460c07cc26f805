//! The *live cube*: the image of one organization that the server answers from, kept fresh by its data version.
//!
//! Whoever asks gets an `Arc` of one version, whole; a newer one takes its place when it is complete. When the database is
//! gone the held cube goes on answering.

use std::{
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::{
    domain::{Catalog, Cube},
    server::db::{Db, Image, StoreError},
};

/// How often the data version is looked at: another process's import shows within a second.
const EVERY: Duration = Duration::from_millis(500);
/// The organization shown when nothing was chosen and there is not exactly one.
const FALLBACK: &str = "demo";

/// What is being served.
pub(super) struct Held {
    pub slug: String,
    /// The organization is in the database.
    pub exists: bool,
    pub cube: Arc<Cube>,
}

pub(super) struct Live {
    db: Db,
    chosen: Option<String>,
    held: RwLock<Arc<Held>>,
    /// One refresh at a time.
    turn: tokio::sync::Mutex<()>,
    lost: AtomicBool,
}

impl Live {
    pub async fn open(db: Db, chosen: Option<String>) -> Result<Self, StoreError> {
        let slug = chosen.clone().unwrap_or_else(|| FALLBACK.into());
        let cube = Arc::new(nothing(&slug)?);
        let held = RwLock::new(Arc::new(Held { slug, exists: false, cube }));
        let live = Self { db, chosen, held, turn: tokio::sync::Mutex::default(), lost: AtomicBool::new(false) };
        live.refresh().await?;
        Ok(live)
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    pub fn held(&self) -> Arc<Held> {
        Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Refreshes for ever. A database that does not answer is told once, and so is its return.
    pub async fn watch(&self) {
        let mut ticks = tokio::time::interval(EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match self.refresh().await {
                Ok(_) => {
                    if self.lost.swap(false, Ordering::Relaxed) {
                        tracing::info!("the database answers again");
                    }
                }
                Err(error) => {
                    if !self.lost.swap(true, Ordering::Relaxed) {
                        tracing::error!(%error, "the database does not answer; serving the data already read");
                    }
                }
            }
        }
    }

    /// Takes over what the database has now; true when that was newer.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let _turn = self.turn.lock().await;
        let held = self.held();
        let Some((slug, version)) = self.present(&held).await? else { return Ok(false) };
        let same = held.exists && held.slug == slug;
        let before = held.cube.catalog().data_version;
        if same && version == before {
            return Ok(false);
        }
        let changes = if same && version > before { self.db.image(&slug, before).await? } else { None };
        let cube = match changes {
            Some(image) => updated(Arc::clone(&held.cube), image).await?,
            None => None,
        };
        let cube = match cube {
            Some(cube) => cube,
            // The first time, or after something that an update cannot follow.
            None => match self.db.image(&slug, 0).await? {
                Some(image) => built(image).await?,
                None => return Ok(false),
            },
        };
        tracing::info!(
            organization = slug,
            data_version = cube.catalog().data_version,
            supervisions = cube.supervisions(),
            "data taken over"
        );
        let newer = Arc::new(Held { slug, exists: true, cube: Arc::new(cube) });
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = newer;
        Ok(true)
    }

    /// The organization to serve and its data version; `None` while there is none.
    async fn present(&self, held: &Held) -> Result<Option<(String, i64)>, StoreError> {
        if let Some(organization) = self.db.organization(&held.slug).await? {
            return Ok(Some((organization.slug, organization.data_version)));
        }
        if self.chosen.is_some() {
            return Ok(None);
        }
        let mut all = self.db.organizations().await?;
        Ok(if all.len() == 1 { all.pop().map(|only| (only.slug, only.data_version)) } else { None })
    }
}

/// A cube without data, for an organization that is not there yet.
fn nothing(slug: &str) -> Result<Cube, StoreError> {
    let catalog = Catalog { organization: slug.into(), organization_name: slug.into(), ..Catalog::default() };
    Cube::build(catalog, []).map_err(|_| StoreError::Corrupt("empty catalog"))
}

/// Builds off the request threads.
async fn built(image: Image) -> Result<Cube, StoreError> {
    let build = move || Cube::build(image.catalog, image.rows);
    match tokio::task::spawn_blocking(build).await {
        Ok(Ok(cube)) => Ok(cube),
        Ok(Err(error)) => {
            tracing::error!(?error, "the stored supervisions do not make a cube");
            Err(StoreError::Corrupt("supervision"))
        }
        Err(_) => Err(StoreError::Corrupt("image")),
    }
}

/// The held cube with what changed; `None` when that cannot be told from the changes alone.
async fn updated(held: Arc<Cube>, image: Image) -> Result<Option<Cube>, StoreError> {
    let whole = image.supervisions;
    let update = move || {
        let mut cube = Cube::clone(&held);
        let done = if grown(held.catalog(), &image.catalog) {
            cube.update(image.catalog, image.rows, &[]).is_ok()
        } else {
            false
        };
        // A count that differs tells of supervisions that were taken away.
        (done && u64::from(cube.supervisions()) == whole).then_some(cube)
    };
    tokio::task::spawn_blocking(update).await.map_err(|_| StoreError::Corrupt("image"))
}

/// Whether the catalog's lists only grew at their ends, by what identifies each entry.
fn grown(before: &Catalog, after: &Catalog) -> bool {
    fn starts<T>(before: &[T], after: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
        before.len() <= after.len() && before.iter().zip(after).all(|(a, b)| same(a, b))
    }
    starts(&before.kinds, &after.kinds, |a, b| a == b)
        && starts(&before.areas, &after.areas, |a, b| a == b)
        && starts(&before.supervisors, &after.supervisors, |a, b| a == b)
        && starts(&before.groups, &after.groups, |a, b| a.slug == b.slug)
        && starts(&before.states, &after.states, |a, b| a.code == b.code)
        && starts(&before.branches, &after.branches, |a, b| a.code == b.code)
}
