//! A session between its record and the two stores.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;
use tower_sessions::session_store::{Error, Result};

use super::{SessionSummary, keys};
use crate::server::{
    cache::CachedSession,
    db::{PersonId, StoredSession},
};

/// What both stores keep, in whole seconds.
pub(super) struct Entry {
    pub key: String,
    pub person: Option<PersonId>,
    pub data: HashMap<String, Value>,
    pub expires: Timestamp,
}

impl From<CachedSession> for Entry {
    fn from(session: CachedSession) -> Self {
        let CachedSession { key, person, data, expires } = session;
        Self { key, person, data, expires }
    }
}

impl From<Entry> for CachedSession {
    fn from(entry: Entry) -> Self {
        let Entry { key, person, data, expires } = entry;
        Self { key, person, data, expires }
    }
}

impl TryFrom<StoredSession> for Entry {
    type Error = Error;

    fn try_from(session: StoredSession) -> Result<Self> {
        let data = serde_json::from_str(&session.data).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Self { key: session.key, person: session.person, data, expires: session.expires })
    }
}

pub(super) fn stored(entry: Entry, now: Timestamp) -> Result<StoredSession> {
    Ok(StoredSession {
        data: serde_json::to_string(&entry.data).map_err(|error| Error::Encode(error.to_string()))?,
        created: second(&entry.data, keys::STARTED).unwrap_or(now),
        seen: second(&entry.data, keys::SEEN).unwrap_or(now),
        key: entry.key,
        person: entry.person,
        expires: entry.expires,
    })
}

pub(super) fn summary(entry: &Entry, now: Timestamp) -> SessionSummary {
    let text = |name: &str| entry.data.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let started = second(&entry.data, keys::STARTED).unwrap_or(now);
    SessionSummary {
        handle: entry.key.clone(),
        device: text(keys::DEVICE),
        address: text(keys::ADDRESS),
        started,
        seen: second(&entry.data, keys::SEEN).unwrap_or(started),
    }
}

/// The instant of a second among the data.
pub(super) fn second(data: &HashMap<String, Value>, name: &str) -> Option<Timestamp> {
    Timestamp::from_second(data.get(name)?.as_i64()?).ok()
}
