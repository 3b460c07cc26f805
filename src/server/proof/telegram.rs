//! Telegram's word for who somebody is: initData of a Mini App ([`LaunchData`]), and what the Login Widget sends
//! ([`WidgetData`]). The two are different types with different secrets; neither is ever taken for the other.
//!
//! Sources: <https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app> (and "for Third-Party Use"
//! below it), <https://core.telegram.org/widgets/login#checking-authorization>.
//!
//! Both are good once: the caller stores [`Seen`] and refuses what it has stored before.

use std::{fmt, time::Duration};

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

mod fields;
mod launch;
mod widget;

use fields::Fields;
pub use launch::{Launch, LaunchData, PublicKey, User};
pub use widget::{WidgetData, WidgetUser};

/// Bytes of a query string that is looked at. Telegram's are below 2 KiB.
pub const MAX_BYTES: usize = 8 * 1024;

/// Why Telegram's data proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TelegramError {
    /// More than [`MAX_BYTES`].
    #[error("more than {MAX_BYTES} bytes")]
    TooLong,
    /// Not a query string, not UTF-8, a key of other letters, a control character, or a field that has not its form.
    #[error("malformed")]
    Malformed,
    /// A key twice: two readers could read two things.
    #[error("the field {0} comes twice")]
    DuplicateKey(String),
    /// No `hash`.
    #[error("no hash")]
    NoHash,
    /// `hash` was not made from these fields with this bot's token.
    #[error("wrong hash")]
    WrongHash,
    /// No `signature`, or an empty one.
    #[error("no signature")]
    NoSignature,
    /// `signature` was not made over these fields, for this bot, with this key.
    #[error("wrong signature")]
    WrongSignature,
    /// No `auth_date`.
    #[error("no auth_date")]
    NoDate,
    /// Older than [`Freshness::max_age`].
    #[error("too old")]
    Stale,
    /// Further ahead than [`Freshness::max_ahead`].
    #[error("from the future")]
    Future,
    /// Genuine, but of nobody: a launch from a keyboard or an inline query, or a user without an id below 2^52.
    #[error("no user")]
    NoUser,
}

/// How far `auth_date` may lie from now; both ends are still taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    pub max_age: Duration,
    pub max_ahead: Duration,
}

/// An hour old, a minute ahead.
impl Default for Freshness {
    fn default() -> Self {
        Self { max_age: Duration::from_secs(3600), max_ahead: Duration::from_secs(60) }
    }
}

impl Freshness {
    /// `auth_date` in seconds since 1970, looked at from `now`.
    fn check(&self, fields: &Fields, now: Timestamp) -> Result<Timestamp, TelegramError> {
        let text = fields.get("auth_date").ok_or(TelegramError::NoDate)?;
        let digits = (1..=12).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
        let second = text.parse().ok().filter(|_| digits).ok_or(TelegramError::Malformed)?;
        let date = Timestamp::from_second(second).map_err(|_| TelegramError::Malformed)?;
        let age = now.duration_since(date);
        let limit = |limit| SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX);
        if age > limit(self.max_age) {
            return Err(TelegramError::Stale);
        }
        if -age > limit(self.max_ahead) {
            return Err(TelegramError::Future);
        }
        Ok(date)
    }

    /// What to remember of data of this date.
    fn seen(&self, sort: &[u8], text: &str, date: Timestamp) -> Seen {
        let key = Sha256::new().chain_update(sort).chain_update(text).finalize().into();
        // A second more: what is still fresh must not be forgotten.
        let life = self.max_age.saturating_add(Duration::from_secs(1));
        Seen { key, until: date.saturating_add(life).unwrap_or(Timestamp::MAX) }
    }
}

/// What the caller stores so that the same data signs in once. The key is made of the fields alone, without their order,
/// their encoding, `hash` and `signature`: nothing that a sender can change keeps the data valid and changes the key, and
/// both forms of initData have the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub key: [u8; 32],
    /// From here on the data is stale by itself, and the key may be forgotten.
    pub until: Timestamp,
}

/// The token that `@BotFather` gave, `123456789:AA…`, as the two secrets that are made of it.
#[derive(Clone)]
pub struct BotToken {
    id: u64,
    launch: [u8; 32],
    widget: [u8; 32],
}

impl BotToken {
    /// `None` for what does not look like a bot's token: an id, a colon, at least 30 letters, digits, `-` or `_`.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.split_once(':')?;
        let fits = secret.len() >= 30 && secret.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_');
        let id = id.parse().ok().filter(|_| fits && id.bytes().all(|c| c.is_ascii_digit()))?;
        Some(Self {
            id,
            launch: mac(b"WebAppData", text).finalize().into_bytes().into(),
            widget: Sha256::digest(text).into(),
        })
    }

    /// The bot's id, which the third-party form names.
    pub const fn id(&self) -> u64 {
        self.id
    }
}

impl fmt::Debug for BotToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BotToken({}:…)", self.id)
    }
}

/// HMAC-SHA-256, fed with `message`.
fn mac(key: &[u8], message: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message.as_bytes());
    mac
}

/// Does `hash` (64 small hexadecimal digits) belong to the message? Compared in constant time.
fn check_hash(fields: &Fields, secret: &[u8; 32], message: &str) -> Result<(), TelegramError> {
    let hash = fields.get("hash").ok_or(TelegramError::NoHash)?;
    let hash = data_encoding::HEXLOWER.decode(hash.as_bytes()).map_err(|_| TelegramError::WrongHash)?;
    mac(secret, message).verify_slice(&hash).map_err(|_| TelegramError::WrongHash)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "123456789:AAfalconFalconFalconFalconFalcon_-0";

    #[test]
    fn a_bots_token() {
        let token = BotToken::parse(TOKEN).expect("a token");
        assert_eq!((token.id(), format!("{token:?}").as_str()), (123_456_789, "BotToken(123456789:…)"));
        for text in
            ["", ":", "123456789", "123456789:short", "+1:AAfalconFalconFalconFalconFalcon_-0", &format!("{TOKEN} ")]
        {
            assert!(BotToken::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn dates() {
        let check = |date: &str, now: i64, millis: i64| {
            let now = Timestamp::from_millisecond(now * 1000 + millis).expect("an instant");
            let fields = Fields::parse(&format!("auth_date={date}")).expect("fields");
            Freshness::default().check(&fields, now).map(|date| date.as_second())
        };
        assert_eq!(check("10000", 10_000, 0), Ok(10_000));
        assert_eq!(check("10000", 13_600, 0), Ok(10_000));
        assert_eq!(check("10000", 13_600, 1), Err(TelegramError::Stale));
        assert_eq!(check("10000", 9_940, 0), Ok(10_000));
        assert_eq!(check("10000", 9_940, -1), Err(TelegramError::Future));
        for text in ["", "+10000", "-1", "1e4", "10000.0", " 10000", "١٠٠٠٠", "9999999999999", "999999999999"] {
            assert_eq!(check(text, 10_000, 0), Err(TelegramError::Malformed), "{text:?}");
        }
        let none = Fields::parse("a=1").expect("fields");
        assert_eq!(Freshness::default().check(&none, Timestamp::UNIX_EPOCH), Err(TelegramError::NoDate));
    }

    #[test]
    fn what_is_fresh_is_remembered() {
        let date = Timestamp::from_second(10_000).expect("an instant");
        let seen = Freshness::default().seen(b"x", "a=1", date);
        assert_eq!(seen.until.as_second(), 13_601);
        assert_ne!(seen.key, Freshness::default().seen(b"y", "a=1", date).key);
    }
}
