//! Random tokens: one-time links, and bearers of a session where cookies are refused.
//!
//! A token is 256 random bits; whoever has it is let in. The store keeps its SHA-256: with 256 bits there is nothing to
//! guess from the hash, so no slow hash is needed (a password's reason for one is that people choose it). The hash is made
//! for one [`Purpose`], so that a token of one sort is never another, even if two sorts lay in one table.

use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{BASE64URL, base64url};

/// What a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A one-time link by which a person joins.
    Invitation,
    /// A one-time link by which a person chooses a new password.
    Reset,
    /// A session that travels in a header.
    Session,
    /// An API key (see [`super::key`]).
    Key,
    /// The name of a refresh token (see [`super::jwt`]).
    Refresh,
}

impl Purpose {
    /// What the hash starts with; ends in a zero byte, which no token holds.
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Invitation => b"falcon invitation\0",
            Self::Reset => b"falcon reset\0",
            Self::Session => b"falcon session\0",
            Self::Key => b"falcon key\0",
            Self::Refresh => b"falcon refresh\0",
        }
    }
}

/// 256 random bits.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// Characters of the text: 256 bits in base64url.
    pub const LENGTH: usize = 43;

    /// From random bytes.
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// From the text that a link or a header carries; `None` for what is no token.
    pub fn parse(text: &str) -> Option<Self> {
        base64url(text).map(Self)
    }

    /// The text that is given away: [`Token::LENGTH`] characters of `A-Z a-z 0-9 - _`. It is shown or sent, never stored.
    pub fn reveal(&self) -> String {
        BASE64URL.encode(&self.0)
    }

    /// What is stored.
    pub fn hash(&self, purpose: Purpose) -> TokenHash {
        TokenHash::of(purpose, self.reveal().as_bytes())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 of a token and its purpose. Looking a hash up in an index tells by its time nothing about the token: who sends
/// tokens cannot steer the first bytes of their hashes.
#[derive(Clone, Copy)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    pub(super) fn of(purpose: Purpose, text: &[u8]) -> Self {
        Self(Sha256::new().chain_update(purpose.label()).chain_update(text).finalize().into())
    }

    /// As it was stored.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// For the store.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// For a store that keeps text: 43 characters of base64url.
    pub fn to_text(&self) -> String {
        BASE64URL.encode(&self.0)
    }
}

/// In constant time.
impl PartialEq for TokenHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for TokenHash {}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_token() {
        let token = Token::new([0xfb; 32]);
        let text = token.reveal();
        assert_eq!(text.len(), Token::LENGTH);
        assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{text}");
        let read = Token::parse(&text).expect("its own text");
        assert_eq!(read.hash(Purpose::Session), token.hash(Purpose::Session));
    }

    #[test]
    fn one_text_per_token() {
        let text = Token::new([0xfb; 32]).reveal();
        let last = &text[..42];
        for other in
            ["", &text[..42], &format!("{text}="), &format!(" {text}"), &format!("{text}A"), &format!("{last}-")]
        {
            assert!(Token::parse(other).is_none(), "{other:?}");
        }
    }

    #[test]
    fn a_token_of_one_sort_is_not_another() {
        let token = Token::new([7; 32]);
        let sorts = [Purpose::Invitation, Purpose::Reset, Purpose::Session, Purpose::Key, Purpose::Refresh];
        for (i, a) in sorts.iter().enumerate() {
            for (j, b) in sorts.iter().enumerate() {
                assert_eq!(token.hash(*a) == token.hash(*b), i == j, "{a:?} {b:?}");
            }
        }
        assert_ne!(token.hash(Purpose::Reset), Token::new([8; 32]).hash(Purpose::Reset));
    }

    #[test]
    fn nothing_secret_is_printed() {
        let token = Token::new([7; 32]);
        assert_eq!(format!("{token:?} {:?}", token.hash(Purpose::Key)), "Token(…) TokenHash(…)");
    }

    #[test]
    fn the_hash_is_what_it_says() {
        // printf 'falcon reset\0AAAA…' | sha256sum, with the 43 letters A of a token of zeros.
        let expected = Sha256::digest([b"falcon reset\0".as_slice(), &[b'A'; 43]].concat());
        let hash = Token::new([0; 32]).hash(Purpose::Reset);
        assert_eq!(hash.as_bytes()[..], expected[..]);
        assert_eq!(TokenHash::from_bytes(*hash.as_bytes()), hash);
        assert_eq!(base64url(&hash.to_text()), Some(*hash.as_bytes()));
    }
}
