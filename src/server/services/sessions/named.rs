//! Sessions by their public names, for those that no cookie names.

use jiff::Timestamp;
use serde_json::Value;
use tower_sessions::session_store::Result;

use super::{
    Kept, Sessions, TOUCH, backend, cached,
    entry::{Entry, second, stored},
    keys,
};
use crate::server::db::PersonId;

impl Sessions {
    /// The organization that a person looks at in this session of theirs; none when there is no such session. `used`: it is
    /// told, once a minute, that it was seen.
    ///
    /// # Errors
    /// The store's.
    pub async fn looks_at(&self, person: PersonId, handle: &str, used: bool) -> Result<Option<String>> {
        let now = self.now();
        let entry = self.kept(handle, now).await?.filter(|entry| entry.person == Some(person));
        let Some(mut entry) = entry else { return Ok(None) };
        let organization = entry.data.get(keys::ORGANIZATION).and_then(Value::as_str).map(str::to_owned);
        let seen = second(&entry.data, keys::SEEN).unwrap_or_default();
        if used && now.as_second() - seen.as_second() >= TOUCH {
            entry.data.insert(keys::SEEN.into(), now.as_second().into());
            entry.expires = self.limit(&entry.data, now);
            self.overwrite(entry, now).await?;
        }
        Ok(organization)
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
