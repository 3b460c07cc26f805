//! Sessions in Redis: a value for each, which Redis lets expire, and for each person the set of theirs.
//!
//! `session:{key}` holds JSON, `person:{id}:sessions` holds keys scored by the second of their expiry. The set may name
//! sessions that are gone or have another person's; whoever goes by it looks at the session itself.

use std::{collections::HashMap, sync::LazyLock};

use jiff::Timestamp;
use redis::Script;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CacheError, Redis};

/// A session; what its data mean is not known here.
#[derive(Clone, Debug, PartialEq)]
pub struct CachedSession {
    /// SHA-256 of the id, 64 hex digits: the id itself is never stored.
    pub key: String,
    /// Who has signed in.
    pub person: Option<i64>,
    pub data: HashMap<String, Value>,
    /// Whole seconds count.
    pub expires: Timestamp,
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<i64>,
    expires: i64,
    data: &'a HashMap<String, Value>,
}

#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    person: Option<i64>,
    expires: i64,
    data: HashMap<String, Value>,
}

/// Keys: the session, and when somebody has signed in the person's set. Arguments: `NX` for a new session or `XX` for one
/// that must be there, value, seconds to live, the session's key, second of expiry, the present second.
static WRITE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if not redis.call('SET', KEYS[1], ARGV[2], ARGV[1], 'EX', ARGV[3]) then return 0 end
         if KEYS[2] then
             redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[6])
             redis.call('ZADD', KEYS[2], ARGV[5], ARGV[4])
             if redis.call('TTL', KEYS[2]) < tonumber(ARGV[3]) then redis.call('EXPIRE', KEYS[2], ARGV[3]) end
         end
         return 1",
    )
});

/// Key: the session. Arguments: the session's key, start and end of the name of a person's set, and whose it must be
/// (empty: anybody's).
static END: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local value = redis.call('GET', KEYS[1])
         if not value then return 0 end
         local person = cjson.decode(value).person
         if ARGV[4] ~= '' and person ~= tonumber(ARGV[4]) then return 0 end
         if person then redis.call('ZREM', ARGV[2] .. string.format('%.0f', person) .. ARGV[3], ARGV[1]) end
         return redis.call('DEL', KEYS[1])",
    )
});

/// Key: a person's set. Arguments: start of the name of a session, the one to keep (or empty), the person.
static END_ALL: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local ended = 0
         for _, key in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
             if key ~= ARGV[2] then
                 local value = redis.call('GET', ARGV[1] .. key)
                 if value and cjson.decode(value).person == tonumber(ARGV[3]) then
                     ended = ended + redis.call('DEL', ARGV[1] .. key)
                 end
                 redis.call('ZREM', KEYS[1], key)
             end
         end
         return ended",
    )
});

/// See the module; cheap to clone.
#[derive(Clone, Debug)]
pub struct SessionCache {
    redis: Redis,
}

impl SessionCache {
    #[must_use]
    pub const fn new(redis: Redis) -> Self {
        Self { redis }
    }

    /// Adds a session; false when the key is taken, and nothing is changed.
    ///
    /// # Errors
    /// Redis's.
    pub async fn create(&self, session: &CachedSession, now: Timestamp) -> Result<bool, CacheError> {
        self.write("NX", session, now).await
    }

    /// Writes a session that is there; false when it has ended, and nothing is changed.
    ///
    /// # Errors
    /// Redis's.
    pub async fn save(&self, session: &CachedSession, now: Timestamp) -> Result<bool, CacheError> {
        self.write("XX", session, now).await
    }

    async fn write(&self, when: &str, session: &CachedSession, now: Timestamp) -> Result<bool, CacheError> {
        let (expires, now) = (session.expires.as_second(), now.as_second());
        let value = serde_json::to_string(&Written { person: session.person, expires, data: &session.data })?;
        let mut script = WRITE.prepare_invoke();
        script.key(self.session_key(&session.key));
        if let Some(person) = session.person {
            script.key(self.person_key(person));
        }
        script.arg(when).arg(value).arg((expires - now).max(1)).arg(&session.key).arg(expires).arg(now);
        Ok(self.redis.script(&script).await?)
    }

    /// The session of this key, unless it has expired.
    ///
    /// # Errors
    /// Redis's.
    pub async fn load(&self, key: &str, now: Timestamp) -> Result<Option<CachedSession>, CacheError> {
        let value: Option<String> = self.redis.command(redis::cmd("GET").arg(self.session_key(key))).await?;
        Ok(value.map(|value| read(key, &value)).transpose()?.filter(|session| session.expires > now))
    }

    /// A person's sessions that have not expired, in no order.
    ///
    /// # Errors
    /// Redis's.
    pub async fn of(&self, person: i64, now: Timestamp) -> Result<Vec<CachedSession>, CacheError> {
        let mut range = redis::cmd("ZRANGEBYSCORE");
        range.arg(self.person_key(person)).arg(format!("({}", now.as_second())).arg("+inf");
        let keys: Vec<String> = self.redis.command(&range).await?;
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut get = redis::cmd("MGET");
        for key in &keys {
            get.arg(self.session_key(key));
        }
        let values: Vec<Option<String>> = self.redis.command(&get).await?;
        let mut sessions = Vec::new();
        for (key, value) in keys.iter().zip(values) {
            if let Some(value) = value {
                sessions.push(read(key, &value)?);
            }
        }
        sessions.retain(|session| session.person == Some(person) && session.expires > now);
        Ok(sessions)
    }

    /// Ends a session, with `person` only if it is theirs; false when there is no such one.
    ///
    /// # Errors
    /// Redis's.
    pub async fn end(&self, key: &str, person: Option<i64>) -> Result<bool, CacheError> {
        let mut script = END.prepare_invoke();
        script.key(self.session_key(key)).arg(key).arg(self.redis.key("person:")).arg(":sessions");
        script.arg(person.map_or_else(String::new, |person| person.to_string()));
        Ok(self.redis.script(&script).await?)
    }

    /// Ends a person's sessions but the one named; says how many.
    ///
    /// # Errors
    /// Redis's.
    pub async fn end_all(&self, person: i64, but: Option<&str>) -> Result<u64, CacheError> {
        let mut script = END_ALL.prepare_invoke();
        script.key(self.person_key(person)).arg(self.session_key("")).arg(but.unwrap_or_default()).arg(person);
        Ok(self.redis.script(&script).await?)
    }

    fn session_key(&self, key: &str) -> String {
        self.redis.key(&format!("session:{key}"))
    }

    fn person_key(&self, person: i64) -> String {
        self.redis.key(&format!("person:{person}:sessions"))
    }
}

fn read(key: &str, value: &str) -> Result<CachedSession, serde_json::Error> {
    let Read { person, expires, data } = serde_json::from_str(value)?;
    let expires = Timestamp::from_second(expires).map_err(serde::de::Error::custom)?;
    Ok(CachedSession { key: key.to_owned(), person, data, expires })
}
