//! *Snapshots*: the actor's part of the data as a page keeps it in the browser, to answer from.
//!
//! Whoever sees all of an organization gets what is newer than what they hold; a limited scope comes whole again, since
//! a branch may have come into it or gone out of it.

use std::fmt::Write as _;

use bytes::Bytes;
use data_encoding::BASE64;
use moka::sync::Cache;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use super::{Desk, Services, Who, desk::digest};
use crate::{
    domain::{Cube, Day},
    screens::Around,
    server::{db::Image, error::ServerError},
};

/// Bytes of snapshots that are kept while they are fetched.
const KEPT: u64 = 64 << 20;
/// Months that a small device keeps, the present one included.
const SMALL_MONTHS: i32 = 24;
/// Bytes of a part, at most.
const PART: usize = 1 << 20;

/// Snapshots that are being fetched, by key.
pub(super) struct Snapshots(Cache<String, Bytes>);

impl Default for Snapshots {
    fn default() -> Self {
        let weigh = |_: &String, bytes: &Bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(KEPT).weigher(weigh).build())
    }
}

/// What a page is told before it fetches anything.
#[derive(Debug, Serialize)]
pub struct SnapshotHead {
    /// Whose it is: person, organization. Opaque.
    pub owner: String,
    /// What of the organization it is: another one replaces what is held. Opaque.
    pub scope: String,
    /// Of these data, this scope and this form.
    pub key: String,
    /// Version of the data.
    pub version: i64,
    /// What is newer than an older version can be had alone.
    pub grows: bool,
    pub bytes: usize,
    /// Today and the zone of the organization: the browser counts days as the server does.
    pub today: String,
    pub zone: String,
    /// The first day of what is there, where it is not all: a small device's.
    pub since: Option<String>,
    /// What stands around the data ([`Around`] in postcard, base64).
    pub around: String,
}

/// Short, and tells nothing of what went in.
fn opaque(parts: &[&str]) -> String {
    let hash = Sha256::digest(parts.join("\0"));
    hash.iter().take(16).fold(String::with_capacity(32), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Services {
    /// Cancelled when the server stops.
    #[must_use]
    pub fn closing(&self) -> &CancellationToken {
        &self.inner.closing
    }

    /// Version of an organization's data as they are served; `None` when there is no such organization.
    pub async fn data_version(&self, organization: &str) -> Option<i64> {
        let held = self.inner.live.of(organization).await.ok()??;
        Some(held.cube.catalog().data_version)
    }
}

impl Desk {
    /// Tells one person in one organization from another, to their own browser.
    #[must_use]
    pub fn owner(&self) -> String {
        let who = match self.actor().who {
            Who::Person(id) => id.to_string(),
            _ => String::new(),
        };
        opaque(&["owner", &who, self.organization()])
    }

    /// Of all of the data, or of what is since a day.
    fn snapshot_key(&self, since: Option<Day>) -> String {
        let since = since.map_or_else(String::new, |day| day.to_string());
        opaque(&["snapshot", env!("CARGO_PKG_VERSION"), self.key(), &since])
    }

    /// Where a small device's data begin; nothing, where there is nothing before.
    fn small_since(&self) -> Option<Day> {
        let (year, month, _) = self.today().ymd();
        let months = i32::from(year) * 12 + i32::from(month) - SMALL_MONTHS;
        let year = i16::try_from(months.div_euclid(12)).ok()?;
        let day = Day::from_ymd(year, i8::try_from(months.rem_euclid(12) + 1).ok()?, 1)?;
        self.cube().rows().next().is_some_and(|first| first.day < day).then_some(day)
    }

    /// What a page is told before it fetches anything.
    ///
    /// # Errors
    /// When the snapshot could not be made.
    pub async fn snapshot_head(&self, small: bool) -> Result<SnapshotHead, ServerError> {
        let since = if small { self.small_since() } else { None };
        let bytes = self.snapshot(since).await?;
        // What forms carry is of the session, and is not kept.
        let mut around = self.around().await;
        if let Some(me) = &mut around.me {
            me.csrf.clear();
        }
        let scope = if self.actor().sees_all() { String::new() } else { digest(&self.actor().scope) };
        Ok(SnapshotHead {
            owner: self.owner(),
            scope: opaque(&["scope", &scope]),
            key: self.snapshot_key(since),
            version: self.cube().catalog().data_version,
            // What is newer may be about something older.
            grows: self.actor().sees_all() && since.is_none(),
            since: since.map(|day| day.to_string()),
            bytes: bytes.len(),
            today: self.today().to_string(),
            zone: self.cube().catalog().settings.time_zone.clone(),
            around: BASE64.encode(&packed(&around)?),
        })
    }

    async fn snapshot(&self, since: Option<Day>) -> Result<Bytes, ServerError> {
        let (key, kept) = (self.snapshot_key(since), &self.inner().snapshots.0);
        if let Some(bytes) = kept.get(&key) {
            return Ok(bytes);
        }
        let cube = self.cube().clone();
        let encode = move || match since {
            Some(day) => cube.since(day).encode(),
            None => cube.encode(),
        };
        let made = tokio::task::spawn_blocking(move || Bytes::from(encode())).await;
        let bytes = made.map_err(|error| ServerError::Other(error.into()))?;
        kept.insert(key, bytes.clone());
        Ok(bytes)
    }

    /// Some bytes of the snapshot of this key, from this one on; `None` when the data or the scope are others now, or there are no
    /// such bytes.
    ///
    /// # Errors
    /// When the snapshot could not be made.
    pub async fn snapshot_part(&self, key: &str, from: usize, count: usize) -> Result<Option<Bytes>, ServerError> {
        let forms = [None, self.small_since()];
        let Some(since) = forms.into_iter().find(|since| key == self.snapshot_key(*since)) else { return Ok(None) };
        let bytes = self.snapshot(since).await?;
        if from >= bytes.len() || !(1..=PART).contains(&count) {
            return Ok(None);
        }
        Ok(Some(bytes.slice(from..bytes.len().min(from + count))))
    }

    /// What is newer than a version of the data: the number of supervisions that were removed, those numbers (32 bits each,
    /// little-endian), and a snapshot of the changed ones with the whole catalog. `None` where it comes whole instead.
    ///
    /// # Errors
    /// The database's.
    pub async fn newer(&self, since: i64) -> Result<Option<Bytes>, ServerError> {
        if !self.actor().sees_all() || since < 1 || since > self.cube().catalog().data_version {
            return Ok(None);
        }
        let Some(image) = self.db().image(self.organization(), since).await? else { return Ok(None) };
        let made = tokio::task::spawn_blocking(move || changed(image)).await;
        Ok(Some(made.map_err(|error| ServerError::Other(error.into()))??))
    }
}

fn changed(Image { catalog, rows, removed, .. }: Image) -> Result<Bytes, ServerError> {
    let cube = Cube::build(catalog, rows)
        .map_err(|error| ServerError::Other(anyhow::anyhow!("a part of a cube: {error:?}")))?;
    let count = u32::try_from(removed.len()).map_err(|error| ServerError::Other(error.into()))?;
    let mut bytes = count.to_le_bytes().to_vec();
    removed.iter().for_each(|id| bytes.extend_from_slice(&id.to_le_bytes()));
    bytes.extend_from_slice(&cube.encode());
    Ok(bytes.into())
}

fn packed(around: &Around) -> Result<Vec<u8>, ServerError> {
    postcard::to_allocvec(around).map_err(|error| ServerError::Other(error.into()))
}
