//! A *caller* is the other end of a request: from where it came, by which program, and as whom.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use data_encoding::HEXLOWER;
use jiff::Timestamp;

use crate::server::{
    db::PersonId,
    proof::{random, token::Token},
};

/// As whom a request comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Who {
    /// Nobody has signed in.
    #[default]
    Anyone,
    /// A person.
    Person(PersonId),
    /// A program, by the number of its API key.
    Key(i64),
}

/// As the store names it: `person 7`.
impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.write_str("anyone"),
            Self::Person(id) => write!(f, "person {id}"),
            Self::Key(id) => write!(f, "key {id}"),
        }
    }
}

/// See the module. The web puts one into the extensions of every request; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The other end of the connection; behind proxies that the settings name, the address that they tell of.
    pub address: IpAddr,
    /// When the request came.
    pub at: Timestamp,
    /// Found again in the log, in the audit log and in the answer's `X-Request-Id`.
    pub correlation: Arc<str>,
    /// The name and port that the server was asked by, as the browser has them in its address.
    pub host: Arc<str>,
    /// What the program calls itself (`User-Agent`), cut to 200 characters.
    pub device: Arc<str>,
    pub who: Who,
    /// What the forms of the caller's session carry against forgery from other sites; none without a session.
    pub csrf: Option<Arc<str>>,
    /// The session was begun by a launch of Telegram's: its pages are shown there.
    pub in_telegram: bool,
}

impl Caller {
    /// What a request is found again by: 16 hex digits.
    #[must_use]
    pub fn new_correlation() -> String {
        random::bytes::<8>().map(|bytes| HEXLOWER.encode(&bytes)).unwrap_or_default()
    }

    /// What a program calls its own request by, where it is fit for a log: 8 to 64 letters, digits, `-`, `_` and `.`.
    #[must_use]
    pub fn own_correlation(told: &str) -> Option<String> {
        let fit = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        ((8..=64).contains(&told.len()) && told.bytes().all(fit)).then(|| told.to_owned())
    }

    /// What the forms of a new session carry.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new_csrf() -> anyhow::Result<String> {
        Ok(Token::new(random::bytes()?).reveal())
    }
}

impl Default for Caller {
    /// This machine, for commands and tests.
    fn default() -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            at: Timestamp::UNIX_EPOCH,
            correlation: "".into(),
            host: "".into(),
            device: "".into(),
            who: Who::Anyone,
            csrf: None,
            in_telegram: false,
        }
    }
}
