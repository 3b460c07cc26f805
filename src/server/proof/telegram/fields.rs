//! A query string, read strictly: what Telegram signs is the decoded text, and two readers must not read two things in it.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{MAX_BYTES, TelegramError};

/// Decoded fields, sorted by key.
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Reads `key=value&…` as a form encodes it (`%` and two digits, `+` for a space).
    ///
    /// Keys are small letters, digits and `_`, and no value holds a control character: else a line end in a value could pass
    /// for the end of its field in the signed text, which joins `key=value` by line ends.
    pub(super) fn parse(query: &str) -> Result<Self, TelegramError> {
        if query.len() > MAX_BYTES {
            return Err(TelegramError::TooLong);
        }
        let mut fields = BTreeMap::new();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').ok_or(TelegramError::Malformed)?;
            let (key, value) = (decode(key)?, decode(value)?);
            let letter = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
            if key.is_empty() || !key.bytes().all(letter) || value.chars().any(char::is_control) {
                return Err(TelegramError::Malformed);
            }
            match fields.entry(key) {
                Entry::Occupied(entry) => return Err(TelegramError::DuplicateKey(entry.key().clone())),
                Entry::Vacant(entry) => entry.insert(value),
            };
        }
        Ok(Self(fields))
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// What stands in an optional field.
    pub(super) fn owned(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    /// `key=value` by line ends, in the order of the keys, without some of them.
    pub(super) fn joined(&self, without: &[&str]) -> String {
        let kept = self.0.iter().filter(|(key, _)| !without.contains(&key.as_str()));
        kept.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("\n")
    }
}

fn decode(text: &str) -> Result<String, TelegramError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|c| char::from(c).to_digit(16));
                match (digit(), digit()) {
                    (Some(high), Some(low)) => (high * 16 + low) as u8,
                    _ => return Err(TelegramError::Malformed),
                }
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| TelegramError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(query: &str) -> Result<String, TelegramError> {
        Fields::parse(query).map(|fields| fields.joined(&["hash"]))
    }

    #[test]
    fn fields_are_decoded_and_sorted() {
        assert_eq!(
            joined("user=%7B%22a%22%3A1%7d&chat=x+y%2B%20z&hash=0&auth_date=").as_deref(),
            Ok("auth_date=\nchat=x y+ z\nuser={\"a\":1}")
        );
        assert_eq!(joined("a=b=c").as_deref(), Ok("a=b=c"));
    }

    #[test]
    fn a_key_comes_once() {
        assert_eq!(joined("a=1&b=2&a=1"), Err(TelegramError::DuplicateKey("a".into())));
        assert_eq!(joined("a=1&%61=2"), Err(TelegramError::DuplicateKey("a".into())));
        assert_eq!(joined("hash=1&hash=1"), Err(TelegramError::DuplicateKey("hash".into())));
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        for query in [
            "",
            "a",
            "&a=1",
            "a=1&",
            "a=1&&b=2",
            "=1",
            "a=%",
            "a=%4",
            "a=%4g",
            "a=%+1",
            "a=%ff",
            "a%0Ab=1",
            "a=1%0Ab=2",
            "a=1%00",
            "a=1%C2%85",
            "a%3Db=c",
            "A=1",
            "a[]=1",
            "a =1",
            "\u{f1}=1",
        ] {
            assert_eq!(joined(query), Err(TelegramError::Malformed), "{query:?}");
        }
        let long = format!("a={}", "b".repeat(MAX_BYTES - 2));
        assert!(joined(&long).is_ok());
        assert_eq!(joined(&(long + "b")), Err(TelegramError::TooLong));
    }
}
