//! What proves who somebody is: passwords, codes, links, keys, tokens, and Telegram's word; and that a log is whole.
//!
//! Pure functions. Nothing here reads a clock, a store or the network: instants are parameters, randomness comes in as bytes
//! (from [`random`]), and what must be remembered (a used step, a replayed launch, a hash) is handed back to be stored.
//! What is secret has no readable `Debug` and is compared in constant time.

pub mod chain;
pub mod header;
pub mod jwt;
pub mod key;
pub mod passkey;
pub mod password;
pub mod random;
pub mod recovery;
pub mod seal;
pub mod telegram;
pub mod token;
pub mod totp;

/// A text in base64url without padding (RFC 4648, §5), the form of every token here. One text per value: bits left over
/// must be zero.
const BASE64URL: data_encoding::Encoding = data_encoding::BASE64URL_NOPAD;

/// Exactly `N` bytes from base64url.
fn base64url<const N: usize>(text: &str) -> Option<[u8; N]> {
    BASE64URL.decode(text.as_bytes()).ok()?.try_into().ok()
}
