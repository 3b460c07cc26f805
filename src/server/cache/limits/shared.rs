//! Counting in Redis: one script, done at one go, by Redis's clock.

use std::{num::NonZeroU32, sync::LazyLock};

use jiff::Timestamp;
use redis::{RedisResult, Script};

use super::{Class, Decision, interval};
use crate::server::cache::Redis;

/// Key: a caller's instant (microsecond at which the budget is whole again). Arguments: microseconds between two requests
/// of an even stream, the budget, and in tests the present microsecond. Answers 1 and what remains, or 0 and the
/// microseconds to wait.
///
/// An instant further off than a whole budget was written by a clock that has since been set back: it is forgotten.
static GCRA: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local interval, budget = tonumber(ARGV[1]), tonumber(ARGV[2])
         local now = tonumber(ARGV[3])
         if not now then
             local time = redis.call('TIME')
             now = time[1] * 1000000 + time[2]
         end
         local full = interval * budget
         local whole = tonumber(redis.call('GET', KEYS[1]) or now)
         if whole < now or whole > now + full then whole = now end
         local room = full - interval - (whole - now)
         if room < 0 then return {0, -room} end
         whole = whole + interval
         redis.call('SET', KEYS[1], string.format('%.0f', whole), 'PX', math.ceil((whole - now) / 1000))
         return {1, math.floor(room / interval)}",
    )
});

/// Counts a request. `now` is for tests; `None` asks Redis's clock, which is one for all servers.
///
/// # Errors
/// Redis's.
pub async fn check(
    redis: &Redis,
    class: Class,
    key: &str,
    limit: NonZeroU32,
    now: Option<Timestamp>,
) -> RedisResult<Decision> {
    let mut script = GCRA.prepare_invoke();
    script.key(redis.key(&["limit:", class.name(), ":", key].concat())).arg(interval(limit)).arg(limit.get());
    if let Some(now) = now {
        script.arg(now.as_microsecond());
    }
    let (allowed, number): (bool, u64) = redis.script(&script).await?;
    let remaining = || u32::try_from(number).unwrap_or(u32::MAX);
    Ok(if allowed { Decision::allowed(limit, remaining()) } else { Decision::refused(limit, number) })
}
