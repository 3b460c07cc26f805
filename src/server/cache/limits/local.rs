//! Counting in this process, by `governor`.

use std::{
    num::NonZeroU32,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, Reference},
    middleware::StateInformationMiddleware,
    nanos::Nanos,
    state::keyed::DashMapStateStore,
};
use jiff::Timestamp;

use super::{Class, Decision, interval};

/// How often callers whose budget is whole again are forgotten.
const FORGET_MICROS: i64 = 60_000_000;

type Counter = RateLimiter<String, DashMapStateStore<String>, Told, StateInformationMiddleware>;

/// A counter for each class, made when first needed.
pub struct Local {
    time: Told,
    counters: [OnceLock<Counter>; 5],
    forgotten: AtomicI64,
}

impl Local {
    pub fn new() -> Self {
        Self { time: Told::default(), counters: Default::default(), forgotten: AtomicI64::new(i64::MIN) }
    }

    /// Counts a request.
    pub fn check(&self, class: Class, key: &str, limit: NonZeroU32, now: Timestamp) -> Decision {
        self.time.tell(now);
        self.forget(now);
        let counter = self.counters[class as usize].get_or_init(|| {
            let quota = Quota::with_period(Duration::from_micros(interval(limit)))
                .map_or_else(|| Quota::per_minute(limit), |quota| quota.allow_burst(limit));
            RateLimiter::dashmap_with_clock(quota, self.time.clone()).with_middleware()
        });
        match counter.check_key(&key.to_owned()) {
            Ok(state) => Decision::allowed(limit, state.remaining_burst_capacity()),
            Err(not_until) => {
                let wait = not_until.wait_time_from(self.time.now());
                Decision::refused(limit, u64::try_from(wait.as_micros()).unwrap_or(u64::MAX))
            }
        }
    }

    /// Once in a minute: else every address that ever asked would be held.
    fn forget(&self, now: Timestamp) {
        let (now, last) = (now.as_microsecond(), self.forgotten.load(Ordering::Relaxed));
        let due = last == i64::MIN || now.abs_diff(last) >= FORGET_MICROS.unsigned_abs();
        if due && self.forgotten.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            for counter in self.counters.iter().filter_map(OnceLock::get) {
                counter.retain_recent();
                counter.shrink_to_fit();
            }
        }
    }

    #[cfg(test)]
    fn held(&self) -> usize {
        self.counters.iter().filter_map(OnceLock::get).map(RateLimiter::len).sum()
    }
}

/// The time that has passed, as far as it was told; it never goes back.
#[derive(Clone, Debug, Default)]
struct Told(Arc<Mutex<Passed>>);

#[derive(Debug, Default)]
struct Passed {
    /// Microsecond last told.
    last: Option<i64>,
    passed: u64,
}

/// Requests tell instants a little out of order; a clock that goes back by more was set, and goes on from there.
const SET_BACK_MICROS: i64 = 1_000_000;

impl Told {
    fn tell(&self, now: Timestamp) {
        let now = now.as_microsecond();
        let mut time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = *time.last.get_or_insert(now);
        if now > last {
            time.passed += now.abs_diff(last);
            time.last = Some(now);
        } else if last - now > SET_BACK_MICROS {
            time.last = Some(now);
        }
    }
}

impl Clock for Told {
    type Instant = Instant;

    fn now(&self) -> Instant {
        Instant(self.0.lock().unwrap_or_else(PoisonError::into_inner).passed)
    }
}

/// Microseconds of [`Told`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Instant(u64);

impl Reference for Instant {
    fn duration_since(&self, earlier: Self) -> Nanos {
        Duration::from_micros(self.0.saturating_sub(earlier.0)).into()
    }

    fn saturating_sub(&self, duration: Nanos) -> Self {
        Self(self.0.checked_sub(micros(duration)).unwrap_or(self.0))
    }
}

impl std::ops::Add<Nanos> for Instant {
    type Output = Self;

    fn add(self, duration: Nanos) -> Self {
        Self(self.0.saturating_add(micros(duration)))
    }
}

fn micros(duration: Nanos) -> u64 {
    duration.as_u64() / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: NonZeroU32 = NonZeroU32::new(10).unwrap();

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_700_000_000_000 + millis).unwrap()
    }

    /// How many of `asked` requests at this millisecond are let through.
    fn allowed(local: &Local, key: &str, asked: usize, millis: i64) -> usize {
        (0..asked).filter(|_| local.check(Class::Read, key, TEN, at(millis)).allowed).count()
    }

    #[test]
    fn a_whole_budget_goes_at_once_and_refills_evenly() {
        let local = Local::new();
        let first = local.check(Class::Read, "a", TEN, at(0));
        let told = Decision { allowed: true, limit: 10, remaining: 9, reset_seconds: 6, retry_after_seconds: 0 };
        assert_eq!(first, told);
        assert_eq!(allowed(&local, "a", 20, 0), 9);
        let refused = local.check(Class::Read, "a", TEN, at(0));
        let told = Decision { allowed: false, limit: 10, remaining: 0, reset_seconds: 60, retry_after_seconds: 6 };
        assert_eq!(refused, told, "what is refused costs nothing");
        assert_eq!(allowed(&local, "a", 5, 5_999), 0);
        assert_eq!(allowed(&local, "a", 5, 6_000), 1);
        assert_eq!(allowed(&local, "a", 5, 18_000), 2);
        assert_eq!(allowed(&local, "a", 50, 600_000), 10, "no more than a budget is saved");
    }

    #[test]
    fn callers_and_classes_are_counted_apart() {
        let local = Local::new();
        assert_eq!(allowed(&local, "a", 20, 0), 10);
        assert_eq!(allowed(&local, "b", 20, 0), 10);
        assert!(local.check(Class::Write, "a", TEN, at(0)).allowed);
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let local = Local::new();
        assert_eq!(allowed(&local, "a", 20, 3_600_000), 10);
        assert_eq!(allowed(&local, "a", 20, 0), 0);
        assert_eq!(allowed(&local, "a", 20, 6_000), 1);
    }

    #[test]
    fn quiet_callers_are_forgotten() {
        let local = Local::new();
        for number in 0..1_000 {
            local.check(Class::Read, &number.to_string(), TEN, at(number));
        }
        assert_eq!(local.held(), 1_000);
        local.check(Class::Read, "late", TEN, at(70_000));
        assert_eq!(local.held(), 1);
    }
}
