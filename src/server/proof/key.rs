//! API keys: `fk_` + eight characters that may be seen + `_` + a secret, as in `fk_7h2kq9xd_Jq…`.
//!
//! The visible part names the key in lists and logs and finds it in the store; the secret is shown once. The prefix lets
//! scanners of leaked secrets know a key when they see one.

use std::fmt;

use super::{
    recovery::CROCKFORD,
    token::{Purpose, Token, TokenHash},
};

/// What every key starts with.
const PREFIX: &str = "fk_";

/// Characters of the visible part after the prefix: 40 random bits, enough to tell keys apart.
const ID: usize = 8;

/// A key as its holder has it.
#[derive(Clone)]
pub struct ApiKey {
    id: String,
    secret: Token,
}

impl ApiKey {
    /// From random bytes: five for the visible part, 32 for the secret.
    pub fn new(id: [u8; 5], secret: [u8; 32]) -> Self {
        Self { id: CROCKFORD.encode(&id), secret: Token::new(secret) }
    }

    /// From the text that a request carries; `None` for what is no key.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_at_checked(ID)?;
        // The alphabet as it is written: reading it generously belongs to codes that people copy by hand.
        if !id.bytes().all(|c| CROCKFORD.specification().symbols.as_bytes().contains(&c)) {
            return None;
        }
        Some(Self { id: id.to_owned(), secret: Token::parse(secret.strip_prefix('_')?)? })
    }

    /// `fk_` and eight characters of `0-9 a-z` without `i l o u`: may be shown, logged and looked up.
    pub fn visible(&self) -> String {
        format!("{PREFIX}{}", self.id)
    }

    /// The whole key, shown once, never stored.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}_{}", self.id, self.secret.reveal())
    }

    /// What is stored beside the visible part: of the whole text, so that a secret belongs to its visible part.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(Purpose::Key, self.reveal().as_bytes())
    }
}

/// Without the secret.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({}…)", self.visible())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_shown() {
        let key = ApiKey::new([0, 1, 2, 3, 255], [9; 32]);
        let text = key.reveal();
        assert_eq!(text.len(), 3 + 8 + 1 + 43);
        assert!(text.starts_with(&format!("{}_", key.visible())));
        let read = ApiKey::parse(&text).expect("its own text");
        assert_eq!((read.visible(), read.hash()), (key.visible(), key.hash()));
        assert_eq!(format!("{key:?}"), format!("ApiKey({}…)", key.visible()));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let text = ApiKey::new([1; 5], [9; 32]).reveal();
        let upper = text[3..].to_uppercase();
        for other in [
            "",
            "fk_",
            "fk_ñññññññ",
            &text[1..],
            &text[..text.len() - 1],
            &format!("{text} "),
            &format!("fk_{upper}"),
            &text.replacen("fk_0", "fk_o", 1),
            &text.replacen("fk_0", "fk_-", 1),
        ] {
            assert!(ApiKey::parse(other).is_none(), "{other:?}");
        }
    }

    #[test]
    fn a_secret_belongs_to_its_visible_part() {
        assert_ne!(ApiKey::new([1; 5], [9; 32]).hash(), ApiKey::new([2; 5], [9; 32]).hash());
        assert_ne!(ApiKey::new([1; 5], [9; 32]).hash(), ApiKey::new([1; 5], [8; 32]).hash());
    }
}
