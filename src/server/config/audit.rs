//! The audit log: how long it is kept, and by which secret it is chained.

use super::{Secret, Source, security::strong};

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// `FALCON_AUDIT_DAYS`, default 730: older entries are removed; 0 keeps all.
    pub days: u32,
    /// `FALCON_AUDIT_KEY`: the secret behind the chain's hashes, at least 32 characters; without it the server's own
    /// (`FALCON_SECRET`). Worth having apart: it then need not change when the other does.
    pub key: Option<Secret>,
    /// `FALCON_AUDIT_KEY_BEFORE`: the secret before that one, by which the beginning of the chain still verifies.
    pub key_before: Option<Secret>,
}

const DAYS: u32 = 730;

impl Default for Audit {
    fn default() -> Self {
        Self { days: DAYS, key: None, key_before: None }
    }
}

impl Audit {
    /// # Errors
    /// Names the variable that does not make sense.
    pub(super) fn read(source: &Source) -> anyhow::Result<Self> {
        let key = source.secret("FALCON_AUDIT_KEY")?;
        if let Some(key) = &key {
            strong("FALCON_AUDIT_KEY", key.reveal())?;
        }
        Ok(Self {
            days: source.number("FALCON_AUDIT_DAYS", 0..=36_500)?,
            key,
            key_before: source.secret("FALCON_AUDIT_KEY_BEFORE")?,
        })
    }
}
