//! Sessions by their public names, for those that no cookie names.

use jiff::Timestamp;
use serde_json::Value;
use tower_sessions::session_store::Result;

use super::{
    Kept, Sessions, TOUCH, backend, cached,
    entry::{Entry, second, stored},
    keys,
};
use crate::server::{db::PersonId, services::Caller};

impl Sessions {
    /// The person's epoch and the organization that they look at in this session of theirs; none when there is no such
    /// session. `used`: it is told, once a minute, that it was seen, and from where.
    ///
    /// # Errors
    /// The store's.
    pub async fn looks_at(
        &self,
        person: PersonId,
        handle: &str,
        used: Option<&Caller>,
    ) -> Result<Option<(i64, String)>> {
        let now = self.now();
        let entry = self.kept(handle, now).await?.filter(|entry| entry.person == Some(person));
        let Some(mut entry) = entry else { return Ok(None) };
        let organization = entry.data.get(keys::ORGANIZATION).and_then(Value::as_str).map(str::to_owned);
        let seen = second(&entry.data, keys::SEEN).unwrap_or_default();
        let epoch = entry.data.get(keys::EPOCH).and_then(Value::as_i64);
        if let Some(caller) = used
            && now.as_second() - seen.as_second() >= TOUCH
        {
            entry.data.insert(keys::SEEN.into(), now.as_second().into());
            entry.data.insert(keys::ADDRESS.into(), caller.address.to_string().into());
            entry.data.insert(keys::DEVICE.into(), (*caller.device).into());
            entry.expires = self.limit(&entry.data, now);
            self.overwrite(entry, now).await?;
        }
        Ok(epoch.zip(organization))
    }

    /// The session of this name that lives.
    pub(super) async fn kept(&self, handle: &str, now: Timestamp) -> Result<Option<Entry>> {
        let entry = match &self.inner.kept {
            Kept::Database(db) => db.session(handle, now).await.map_err(backend)?.map(Entry::try_from).transpose()?,
            Kept::Redis(cache) => cache.load(handle, now).await.map_err(cached)?.map(Entry::from),
        };
        Ok(entry.filter(|entry| self.lives(&entry.data, now)))
    }

    /// Writes a session that is there.
    pub(super) async fn overwrite(&self, entry: Entry, now: Timestamp) -> Result<()> {
        let saved = match &self.inner.kept {
            Kept::Database(db) => db.save_session(&stored(entry, now)?, now).await.map_err(backend)?,
            Kept::Redis(cache) => cache.save(&entry.into(), now).await.map_err(cached)?,
        };
        if !saved {
            tracing::debug!("a session ended while a request of it ran");
        }
        Ok(())
    }
}
