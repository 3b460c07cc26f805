//! What servers share through Redis: sessions, and how often somebody has asked. A server runs without it.
//!
//! One Redis, no cluster: scripts reach keys that they find. Its `maxmemory-policy` should be `noeviction`: sessions that
//! it drops sign people out, and the list of a person's sessions must not be dropped before them.

pub mod limits;
mod redis;
mod sessions;

pub use redis::Redis;
pub use sessions::{CachedSession, SessionCache};

/// Why Redis could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// It is gone, does not answer in time, or refuses.
    #[error("redis: {0}")]
    Redis(#[from] ::redis::RedisError),
    /// It holds, or was to hold, something that is no session.
    #[error("redis holds an impossible session: {0}")]
    Json(#[from] serde_json::Error),
}
