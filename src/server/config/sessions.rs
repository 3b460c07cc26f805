//! How long a session lives.

use std::time::Duration;

/// Both limits hold: whichever comes first ends the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sessions {
    /// `FALCON_SESSION_IDLE_MINUTES`, default 30: since the person was last seen.
    pub idle: Duration,
    /// `FALCON_SESSION_DAYS`, default 7: since the sign-in, however busy the person is.
    pub longest: Duration,
}

const MINUTE: u32 = 60;
const DAY: u32 = 24 * 60 * MINUTE;

impl Default for Sessions {
    fn default() -> Self {
        Self::of(30, 7)
    }
}

impl Sessions {
    fn of(idle_minutes: u32, days: u32) -> Self {
        let seconds = |number: u32, each: u32| Duration::from_secs(u64::from(number) * u64::from(each));
        Self { idle: seconds(idle_minutes, MINUTE), longest: seconds(days, DAY) }
    }

    /// # Errors
    /// Names the variable that does not make sense.
    pub(super) fn read(source: &super::Source) -> anyhow::Result<Self> {
        let idle = source.number("FALCON_SESSION_IDLE_MINUTES", 1..=1440)?;
        Ok(Self::of(idle, source.number("FALCON_SESSION_DAYS", 1..=90)?))
    }
}
