//! How many requests of a class one caller may send in a minute.

/// Requests per minute; 0: as many as they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// `FALCON_LIMIT_HEALTH`, default 1000: questions whether the process answers.
    pub health: u32,
    /// `FALCON_LIMIT_READ`, default 120: pages and server functions that read.
    pub read: u32,
    /// `FALCON_LIMIT_HEAVY`, default 20: exports.
    pub heavy: u32,
    /// `FALCON_LIMIT_WRITE`, default 60: whatever changes something.
    pub write: u32,
    /// `FALCON_LIMIT_SIGN_IN`, default 10: attempts to sign in.
    pub sign_in: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { health: 1000, read: 120, heavy: 20, write: 60, sign_in: 10 }
    }
}

impl Limits {
    /// # Errors
    /// Names the variable that does not make sense.
    pub(super) fn read(source: &super::Source) -> anyhow::Result<Self> {
        let number = |name| source.number(name, 0..=1_000_000);
        Ok(Self {
            health: number("FALCON_LIMIT_HEALTH")?,
            read: number("FALCON_LIMIT_READ")?,
            heavy: number("FALCON_LIMIT_HEAVY")?,
            write: number("FALCON_LIMIT_WRITE")?,
            sign_in: number("FALCON_LIMIT_SIGN_IN")?,
        })
    }
}
