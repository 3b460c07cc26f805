//! The *live cubes*: the images of organizations that the server answers from, kept fresh by their data versions.
//!
//! Whoever asks gets an `Arc` of one version, whole; a newer one takes its place when it is complete. An organization is
//! read when somebody first asks for it. When the database is gone the held cubes go on answering.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::{
    domain::{Catalog, Cube},
    server::db::{Db, Image, Organization, StoreError},
};

/// How often data versions are looked at: another process's import shows within a second.
const EVERY: Duration = Duration::from_millis(500);
/// The organization shown when nothing was chosen and there is not exactly one.
const FALLBACK: &str = "demo";

/// What is being served of an organization.
pub(super) struct Held {
    pub slug: String,
    /// The organization is in the database.
    pub exists: bool,
    pub cube: Arc<Cube>,
}

pub(super) struct Live {
    db: Db,
    chosen: Option<String>,
    held: RwLock<Shelf>,
    /// One refresh at a time.
    turn: tokio::sync::Mutex<()>,
    lost: AtomicBool,
}

#[derive(Default)]
struct Shelf {
    /// Slug of the organization that a server without sign-in shows.
    shown: String,
    all: BTreeMap<String, Arc<Held>>,
}

impl Live {
    pub async fn open(db: Db, chosen: Option<String>) -> Result<Self, StoreError> {
        let slug = chosen.clone().unwrap_or_else(|| FALLBACK.into());
        let mut shelf = Shelf { shown: slug.clone(), ..Shelf::default() };
        shelf.all.insert(slug.clone(), nothing(&slug)?);
        let live = Self {
            db,
            chosen,
            held: RwLock::new(shelf),
            turn: tokio::sync::Mutex::default(),
            lost: AtomicBool::new(false),
        };
        live.refresh().await?;
        Ok(live)
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The organization that a server without sign-in shows.
    pub fn shown(&self) -> Arc<Held> {
        let shelf = self.held.read().unwrap_or_else(PoisonError::into_inner);
        // The shown one is on the shelf from the start.
        Arc::clone(&shelf.all[&shelf.shown])
    }

    /// The organization of this slug, read now if nobody asked before; `None` when there is none.
    pub async fn of(&self, slug: &str) -> Result<Option<Arc<Held>>, StoreError> {
        if let Some(held) = self.kept(slug) {
            return Ok(Some(held));
        }
        let _turn = self.turn.lock().await;
        if let Some(held) = self.kept(slug) {
            return Ok(Some(held));
        }
        let Some(organization) = self.db.organization(slug).await? else { return Ok(None) };
        let empty = nothing(slug)?;
        self.take(&empty, &organization).await?;
        Ok(self.kept(slug))
    }

    fn kept(&self, slug: &str) -> Option<Arc<Held>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).all.get(slug).map(Arc::clone)
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

    /// Takes over what the database has now of the organizations on the shelf; true when something was newer.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let _turn = self.turn.lock().await;
        let there = self.db.organizations().await?;
        self.settle(&there)?;
        let held: Vec<Arc<Held>> =
            self.held.read().unwrap_or_else(PoisonError::into_inner).all.values().map(Arc::clone).collect();
        let mut newer = false;
        for held in held {
            if let Some(organization) = there.iter().find(|organization| organization.slug == held.slug) {
                newer |= self.take(&held, organization).await?;
            }
        }
        Ok(newer)
    }

    /// Where nothing was chosen and nothing is shown yet, the only organization there is becomes the shown one.
    fn settle(&self, there: &[Organization]) -> Result<(), StoreError> {
        if let [only] = there
            && self.chosen.is_none()
            && !self.shown().exists
            && self.shown().slug != only.slug
        {
            let mut shelf = self.held.write().unwrap_or_else(PoisonError::into_inner);
            let before = std::mem::replace(&mut shelf.shown, only.slug.clone());
            shelf.all.remove(&before);
            shelf.all.insert(only.slug.clone(), nothing(&only.slug)?);
        }
        Ok(())
    }

    /// Takes over one organization's data; true when they were newer than what was held.
    async fn take(&self, held: &Held, organization: &Organization) -> Result<bool, StoreError> {
        let (slug, version) = (&organization.slug, organization.data_version);
        let before = held.cube.catalog().data_version;
        if held.exists && version == before {
            return Ok(false);
        }
        let changes = if held.exists && version > before { self.db.image(slug, before).await? } else { None };
        let cube = match changes {
            Some(image) => updated(Arc::clone(&held.cube), image).await?,
            None => None,
        };
        let cube = match cube {
            Some(cube) => cube,
            // The first time, or after something that an update cannot follow.
            None => match self.db.image(slug, 0).await? {
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
        let newer = Arc::new(Held { slug: slug.clone(), exists: true, cube: Arc::new(cube) });
        self.held.write().unwrap_or_else(PoisonError::into_inner).all.insert(slug.clone(), newer);
        Ok(true)
    }
}

/// A cube without data, for an organization that is not there yet.
fn nothing(slug: &str) -> Result<Arc<Held>, StoreError> {
    let catalog = Catalog { organization: slug.into(), organization_name: slug.into(), ..Catalog::default() };
    let cube = Cube::build(catalog, []).map_err(|_| StoreError::Corrupt("empty catalog"))?;
    Ok(Arc::new(Held { slug: slug.into(), exists: false, cube: Arc::new(cube) }))
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
            cube.update(image.catalog, image.rows, &image.removed).is_ok()
        } else {
            false
        };
        // A count that differs tells of supervisions that were taken out of the table itself.
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
