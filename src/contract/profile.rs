//! `/perfil`: a person's own page.

use serde::{Deserialize, Serialize};

use crate::domain::Role;

/// What a person sees of themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    pub name: String,
    /// What they type to sign in; none for who comes by Telegram alone.
    pub login: Option<String>,
    pub has_password: bool,
    /// Telegram vouches for them.
    pub telegram: bool,
    /// By name; one of them is looked at.
    pub organizations: Vec<Home>,
    pub factor: Factor,
    /// Recovery codes that were just made. They come once, and with no other answer.
    pub codes: Vec<String>,
    /// The oldest first.
    pub passkeys: Vec<OwnPasskey>,
    /// Another passkey can be made: there is room, and the server has a name that browsers make them for.
    pub more_passkeys: bool,
    /// The one last seen first.
    pub sessions: Vec<OwnSession>,
}

/// Passkeys of one person.
pub const MOST_PASSKEYS: usize = 20;

/// An organization that a person belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub slug: String,
    pub name: String,
    pub role: Role,
    /// The one looked at.
    pub here: bool,
}

/// The second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Factor {
    Off,
    /// In the making: a first code confirms it.
    Begun {
        /// Base 32, for typing.
        secret: String,
        /// The same as a picture: SVG of ours.
        qr: String,
    },
    On {
        /// Recovery codes that are left.
        codes: u32,
    },
}

/// A passkey of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPasskey {
    pub id: i64,
    pub name: String,
    /// As a clock in the organization's zone showed it, `YYYY-MM-DDTHH:MM`.
    pub made: String,
    /// Seconds since it last opened the door; none: never yet.
    pub used: Option<i64>,
}

/// A session of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// Names it to the form that ends it; of no use in a cookie.
    pub handle: String,
    /// `Chrome`; none when it is not one that is known.
    pub browser: Option<String>,
    /// `Android`; likewise.
    pub system: Option<String>,
    pub address: String,
    /// As a clock in the organization's zone showed it, `YYYY-MM-DDTHH:MM`.
    pub started: String,
    /// Seconds since it was last seen.
    pub seen: i64,
    /// The one that asks.
    pub here: bool,
    /// A program's, by tokens of the API: it has no address of its own, and it is not told when it is seen.
    pub program: bool,
}
