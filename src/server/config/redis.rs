//! Where Redis is, if anywhere: with it, servers share sessions and limits.

use anyhow::bail;

use super::Secret;

/// A Redis that this server may use.
#[derive(Clone, Debug)]
pub struct Redis {
    /// `REDIS_URL`, or the file that `REDIS_URL_FILE` names: `redis://[user:password@]host[:port][/database]`.
    pub url: Secret,
    /// `FALCON_REDIS_PREFIX`, default `falcon:`: what every key starts with, so that others may use the same Redis.
    pub prefix: String,
}

/// What keys start with when nothing is said.
const PREFIX: &str = "falcon:";

impl Redis {
    /// The section; `None` when no Redis is named.
    ///
    /// # Errors
    /// Names the variable that does not make sense; never tells the address, which may hold a password.
    pub(super) fn read(source: &super::Source) -> anyhow::Result<Option<Self>> {
        let Some(url) = source.secret("REDIS_URL")? else { return Ok(None) };
        let prefix = source.var("FALCON_REDIS_PREFIX").unwrap_or_else(|| PREFIX.to_owned());
        Self::new(url, prefix.trim()).map(Some)
    }

    /// Checks an address and a prefix.
    ///
    /// # Errors
    /// As [`Redis::read`].
    pub fn new(url: Secret, prefix: &str) -> anyhow::Result<Self> {
        if url.reveal().starts_with("rediss:") {
            bail!("REDIS_URL asks for TLS, which is not built in: use redis:// in a network of your own, or a tunnel");
        }
        if redis::Client::open(url.reveal()).is_err() {
            bail!("REDIS_URL must look like redis://user:password@host:6379/0 or unix:///path/to/socket");
        }
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_' | b'.');
        if prefix.is_empty() || prefix.len() > 40 || !prefix.bytes().all(plain) {
            bail!("FALCON_REDIS_PREFIX={prefix} must be 1 to 40 letters, digits, and : - _ .");
        }
        Ok(Self { url, prefix: prefix.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redis(url: &str, prefix: &str) -> Result<Redis, String> {
        Redis::new(Secret::new(url.into()), prefix).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn an_address_is_checked_and_never_told() {
        assert!(redis("redis://:hunter2@cache:6379/1", PREFIX).is_ok());
        for wrong in
            ["cache:6379:hunter2", "http://:hunter2@cache", "rediss://:hunter2@cache", "redis://:hunter2@cache/x"]
        {
            let told = redis(wrong, PREFIX).unwrap_err();
            assert!(told.contains("REDIS_URL") && !told.contains("hunter2"), "{told}");
        }
        let told = format!("{:?}", redis("redis://:hunter2@cache", PREFIX).unwrap());
        assert!(!told.contains("hunter2"), "{told}");
    }

    #[test]
    fn a_prefix_is_short_and_plain() {
        assert!(redis("redis://cache", "shop-7:").is_ok());
        for wrong in ["", "two words", "{slot}", &"x".repeat(41)] {
            assert!(redis("redis://cache", wrong).is_err(), "{wrong}");
        }
    }
}
