//! Tokens: a pair of access and refresh token, and what they are checked with.

mod jwks;
mod logout;
mod refresh;
mod telegram;
mod token;

use serde::Serialize;
use utoipa::ToSchema;

use crate::server::services::Pair;

pub use jwks::jwks;
pub use logout::*;
pub use refresh::*;
pub use telegram::*;
pub use token::*;

/// The answer of RFC 6749, §5.1.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    access_token: String,
    /// Good once, for the next pair.
    refresh_token: String,
    token_type: &'static str,
    /// Seconds that the access token lives.
    expires_in: u64,
}

impl From<Pair> for Tokens {
    fn from(Pair { access, refresh, seconds }: Pair) -> Self {
        Self { access_token: access, refresh_token: refresh, token_type: "Bearer", expires_in: seconds }
    }
}
