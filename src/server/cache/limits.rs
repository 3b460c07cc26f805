//! How often somebody may ask. All servers with one Redis count together; without it, or while it is lost, each counts
//! for itself.
//!
//! The rule is GCRA (a leaky bucket kept as one instant): a limit of `n` per minute is a budget of `n` that refills evenly,
//! one in every `60 s / n`. A caller who has been quiet may send all `n` at once, then one at a time; so a minute that
//! starts with a full budget lets up to `2n` through, and every later one `n`. A refused request costs nothing.

mod local;
pub mod shared;

use std::{num::NonZeroU32, sync::Arc};

use jiff::Timestamp;

use self::local::Local;
use super::Redis;
use crate::server::config::Limits;

/// What a request is counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    Health,
    Read,
    Heavy,
    Write,
    SignIn,
}

impl Class {
    /// Its name in Redis and in headers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Read => "read",
            Self::Heavy => "heavy",
            Self::Write => "write",
            Self::SignIn => "sign_in",
        }
    }
}

/// What came of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    pub allowed: bool,
    /// The budget: requests per minute.
    pub limit: u32,
    /// What is left of it now.
    pub remaining: u32,
    /// Until the budget is whole again, if nothing is asked meanwhile; rounded up.
    pub reset_seconds: u32,
    /// Until the next request is let through; 0 when this one was, else at least 1.
    pub retry_after_seconds: u32,
}

const MINUTE_MICROS: u64 = 60_000_000;

/// Between two requests of an even stream, in microseconds.
fn interval(limit: NonZeroU32) -> u64 {
    MINUTE_MICROS / u64::from(limit.get())
}

fn seconds(micros: u64) -> u32 {
    u32::try_from(micros.div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

impl Decision {
    fn allowed(limit: NonZeroU32, remaining: u32) -> Self {
        let spent = u64::from(limit.get().saturating_sub(remaining));
        Self {
            allowed: true,
            limit: limit.get(),
            remaining,
            reset_seconds: seconds(spent * interval(limit)),
            retry_after_seconds: 0,
        }
    }

    /// `wait`: until the next request would be let through, in microseconds.
    fn refused(limit: NonZeroU32, wait: u64) -> Self {
        Self {
            allowed: false,
            limit: limit.get(),
            remaining: 0,
            reset_seconds: seconds(wait + interval(limit) * u64::from(limit.get() - 1)).max(1),
            retry_after_seconds: seconds(wait).max(1),
        }
    }
}

/// Counts; cheap to clone. See the module.
#[derive(Clone)]
pub struct Limiter {
    inner: Arc<Inner>,
}

struct Inner {
    redis: Option<Redis>,
    limits: Limits,
    local: Local,
}

impl Limiter {
    #[must_use]
    pub fn new(limits: Limits, redis: Option<Redis>) -> Self {
        Self { inner: Arc::new(Inner { redis, limits, local: Local::new() }) }
    }

    /// The budget of a class for each caller; `None`: no limit.
    #[must_use]
    pub fn limit(&self, class: Class) -> Option<NonZeroU32> {
        let limits = &self.inner.limits;
        NonZeroU32::new(match class {
            Class::Health => limits.health,
            Class::Read => limits.read,
            Class::Heavy => limits.heavy,
            Class::Write => limits.write,
            Class::SignIn => limits.sign_in,
        })
    }

    /// Counts a request of the caller that `key` names; `None`: its class has no limit. `now` counts where Redis does not,
    /// which goes by its own clock.
    pub async fn check(&self, class: Class, key: &str, now: Timestamp) -> Option<Decision> {
        let limit = self.limit(class)?;
        if let Some(redis) = &self.inner.redis
            && !redis.is_lost()
        {
            // A failure is told in the log by the connection.
            if let Ok(decision) = shared::check(redis, class, key, limit, None).await {
                return Some(decision);
            }
        }
        Some(self.inner.local.check(class, key, limit, now))
    }
}
