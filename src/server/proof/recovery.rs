//! Recovery codes: ten, each good once, for who has lost the second factor.
//!
//! A code is 80 random bits in the alphabet of Crockford's base 32 (digits and letters without I, L, O, U), in four groups
//! of four: `7H2K-Q9XD-40MV-BT8C`. It is read generously: small letters, any spaces or hyphens, O as 0, I and L as 1.
//!
//! Stored as SHA-256 with the account's own salt-like prefix, not by a slow hash: a slow hash makes guessing of what people
//! choose dear, and nobody chose these. 2^80 guesses are out of reach at any speed, and ten slow hashes per attempt would be
//! an attack on ourselves.

use std::{fmt, sync::LazyLock};

use data_encoding::{Encoding, Specification};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// How many a person gets at a time.
pub const COUNT: usize = 10;

/// Random bytes of a code.
pub const BYTES: usize = 10;

/// Crockford's base 32 in small letters; whole groups of five bytes, so nothing is ever padded.
pub(super) static CROCKFORD: LazyLock<Encoding> = LazyLock::new(|| {
    let mut alphabet = Specification::new();
    alphabet.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    alphabet.encoding().expect("32 different symbols")
});

/// A code as its holder has it.
#[derive(Clone)]
pub struct Code([u8; BYTES]);

impl Code {
    /// From random bytes.
    pub const fn new(random: [u8; BYTES]) -> Self {
        Self(random)
    }

    /// From what a person typed; `None` for what is no code.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut plain = String::with_capacity(16);
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            plain.push(match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                c if c.is_ascii_alphanumeric() && plain.len() < 16 => c,
                _ => return None,
            });
        }
        CROCKFORD.decode(plain.as_bytes()).ok()?.try_into().ok().map(Self)
    }

    /// The text that is shown once: four groups of four.
    pub fn reveal(&self) -> String {
        let text = CROCKFORD.encode(&self.0).to_ascii_uppercase();
        [&text[..4], &text[4..8], &text[8..12], &text[12..]].join("-")
    }

    /// What is stored. `account` is whatever names the account and never changes: the same code of two people has two
    /// hashes.
    pub fn hash(&self, account: &str) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"falcon recovery\0")
            .chain_update(account)
            .chain_update([0])
            .chain_update(self.0)
            .finalize()
            .into()
    }

    /// Which of the account's stored hashes this code is; the caller removes it. Looks at all of them in any case.
    pub fn find(&self, account: &str, stored: &[[u8; 32]]) -> Option<usize> {
        let hash = self.hash(account);
        let mut found = None;
        for (at, other) in stored.iter().enumerate() {
            if bool::from(hash.ct_eq(other)) {
                found = Some(at);
            }
        }
        found
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_readable() {
        let code = Code::new([0x00, 0x44, 0x32, 0x14, 0xc7, 0xff, 0xff, 0xff, 0xff, 0xff]);
        let text = code.reveal();
        assert_eq!(text, "0123-4567-ZZZZ-ZZZZ");
        assert!(text.chars().all(|c| !"ILOU".contains(c)));
        assert_eq!(format!("{code:?}"), "Code(…)");
    }

    #[test]
    fn a_code_is_read_generously() {
        let code = Code::new([0x00, 0x44, 0x32, 0x14, 0xc7, 0xff, 0xff, 0xff, 0xff, 0xff]).hash("ana");
        for typed in [
            "0123-4567-ZZZZ-ZZZZ",
            "01234567zzzzzzzz",
            " o123 4567-zzzzzzzz\n",
            "OI23-4567-zzzz-zzzz",
            "0L234567ZZZZZZZZ",
        ] {
            assert_eq!(Code::parse(typed).map(|code| code.hash("ana")), Some(code), "{typed:?}");
        }
        let long = "0".repeat(10_000);
        for typed in
            ["", "0123-4567-ZZZZ-ZZZ", "0123-4567-ZZZZ-ZZZZZ", "0123-4567-ZZZZ-ZZZU", "0123-4567-ZZZZ-ZZZñ", &long]
        {
            assert!(Code::parse(typed).is_none(), "{typed:?}");
        }
    }

    #[test]
    fn a_code_is_found_among_its_accounts_own() {
        let codes: Vec<_> = (0..COUNT as u8).map(|i| Code::new([i; BYTES])).collect();
        let stored: Vec<_> = codes.iter().map(|code| code.hash("ana")).collect();
        for (at, code) in codes.iter().enumerate() {
            assert_eq!(code.find("ana", &stored), Some(at));
            assert_eq!(code.find("eva", &stored), None);
        }
        assert_eq!(Code::new([99; BYTES]).find("ana", &stored), None);
        assert_eq!(codes[0].find("ana", &[]), None);
    }
}
