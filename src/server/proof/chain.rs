//! The chain of the audit log: every entry carries a hash over its own fields and the hash of the entry before.
//!
//! The hash is HMAC-SHA-256 under a key made of a secret that is not in the database, or plain SHA-256 without one. The two
//! ends, the last entry and the last one that retention removed, are sealed the same way, so that a tail cannot be cut off
//! nor the beginning be declared old.
//!
//! **What it proves.** Who may write to the database and does not have the secret cannot change, insert, remove or reorder
//! entries without [`Check`] naming the place.
//!
//! **What it does not.** Who has the database *and* the secret (the server itself, taken over; whoever runs it) can write
//! another chain that holds. An old copy of the whole database, put back, is a chain that holds, and so is an emptied one:
//! only a head that was noted elsewhere tells. Without a secret anybody who can write can chain anew. And a chain says that
//! entries are as they were written, not that everything was written.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::domain::access::audit::{Chain, End, Entry, Linked, Mark};

/// Hashes and seals; holds the key of now and those before it.
#[derive(Clone, Default)]
pub struct Keys {
    /// Of now.
    key: Option<Vec<u8>>,
    /// In the order of their use.
    former: Vec<Vec<u8>>,
}

/// Without the keys.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({}, {} former)", if self.key.is_some() { "keyed" } else { "plain" }, self.former.len())
    }
}

impl Keys {
    /// With the key of now, and keys that the beginning of the chain may have been made with, oldest first.
    #[must_use]
    pub fn new(key: Option<&[u8]>, former: &[&[u8]]) -> Self {
        Self { key: key.map(<[u8]>::to_vec), former: former.iter().map(|key| key.to_vec()).collect() }
    }

    /// Whether there is a secret behind the hashes.
    #[must_use]
    pub const fn keyed(&self) -> bool {
        self.key.is_some()
    }

    /// All of them, oldest first.
    fn all(&self) -> impl Iterator<Item = Option<&[u8]>> {
        self.former.iter().map(|key| Some(key.as_slice())).chain([self.key.as_deref()])
    }
}

impl Chain for Keys {
    fn hash(&self, entry: &Entry, previous: &str) -> String {
        entry_hash(self.key.as_deref(), entry, previous)
    }

    fn seal(&self, end: End, number: i64, hash: &str) -> String {
        end_seal(self.key.as_deref(), end, number, hash)
    }

    fn sealed(&self, end: End, mark: &Mark) -> bool {
        let fresh = mark.number == 0 && mark.hash == Mark::NOTHING && mark.seal.is_empty();
        fresh || self.all().any(|key| same(&end_seal(key, end, mark.number, &mark.hash), &mark.seal))
    }
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// Fields one after another, each with its length before it, so that no two lists of fields give the same bytes.
struct Fields(Vec<u8>);

impl Fields {
    fn of(purpose: &str) -> Self {
        Self(Vec::with_capacity(512)).text(purpose)
    }

    /// Eight bytes of length, most significant first, then the text's own.
    fn text(mut self, text: &str) -> Self {
        self.0.extend_from_slice(&(text.len() as u64).to_be_bytes());
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    /// A byte that says whether there is one, then as [`Fields::text`].
    fn maybe(mut self, text: Option<&str>) -> Self {
        self.0.push(u8::from(text.is_some()));
        match text {
            Some(text) => self.text(text),
            None => self,
        }
    }

    fn number(mut self, number: i64) -> Self {
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    fn hash(self, key: Option<&[u8]>) -> String {
        let hash: [u8; 32] = match key {
            // HMAC takes keys of any length.
            Some(key) => match Hmac::<Sha256>::new_from_slice(key) {
                Ok(mut mac) => {
                    mac.update(&self.0);
                    mac.finalize().into_bytes().into()
                }
                Err(_) => [0; 32],
            },
            None => Sha256::digest(&self.0).into(),
        };
        data_encoding::HEXLOWER.encode(&hash)
    }
}

/// The hash of an entry, 64 hex digits: over every field and the hash of the entry before.
#[must_use]
pub fn entry_hash(key: Option<&[u8]>, entry: &Entry, previous: &str) -> String {
    let id = entry.agent.id().map(|id| id.to_string());
    Fields::of("falcon audit entry 1")
        .number(entry.number)
        .text(&entry.at)
        .maybe(entry.organization.as_deref())
        .text(entry.agent.code())
        .maybe(id.as_deref())
        .text(&entry.name)
        .text(entry.act.code())
        .text(&entry.target)
        .text(entry.outcome.code())
        .text(&entry.address)
        .text(&entry.correlation)
        .text(&entry.device)
        .maybe(entry.before.as_deref())
        .maybe(entry.after.as_deref())
        .text(previous)
        .hash(key)
}

/// The seal over an end of the chain, 64 hex digits.
#[must_use]
pub fn end_seal(key: Option<&[u8]>, end: End, number: i64, hash: &str) -> String {
    Fields::of("falcon audit end 1").text(end.code()).number(number).text(hash).hash(key)
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("what it says is not what was written: it was altered, or chained with another secret")]
    Altered,
    #[error("it is missing: removed")]
    Missing,
    #[error("it does not follow the entry before it: inserted, reordered, or that one was altered and hashed anew")]
    Misplaced,
    #[error("it stands where retention has removed everything: put back, or inserted")]
    PutBack,
    #[error("it and what follows is missing up to the head: cut off")]
    CutOff,
    #[error("it stands behind the head of the chain: inserted")]
    BehindHead,
    #[error("the head does not hold the hash of the last entry")]
    Head,
    #[error("the seal of the head is not by this secret: the head was altered, or another secret was used")]
    HeadSeal,
    #[error("the seal of the anchor is not by this secret: the anchor was altered, or another secret was used")]
    AnchorSeal,
    #[error("it is not the entry that was noted: the chain is another one")]
    NotNoted,
}

impl Fault {
    /// A stable word for scripts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Missing => "missing",
            Self::Misplaced => "misplaced",
            Self::PutBack => "put_back",
            Self::CutOff => "cut_off",
            Self::BehindHead => "behind_head",
            Self::Head => "head",
            Self::HeadSeal => "head_seal",
            Self::AnchorSeal => "anchor_seal",
            Self::NotNoted => "not_noted",
        }
    }
}

/// The first thing that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {number}: {fault}")]
pub struct Broken {
    pub number: i64,
    pub fault: Fault,
}

/// Walks a chain entry by entry, from its anchor to its head.
#[derive(Debug)]
pub struct Check<'a> {
    keys: Vec<Option<&'a [u8]>>,
    /// The key that the last entry was made with: the chain never goes back to a former one.
    at: usize,
    anchor: i64,
    last: i64,
    hash: String,
}

impl<'a> Check<'a> {
    /// From the anchor on.
    ///
    /// # Errors
    /// [`Fault::AnchorSeal`].
    pub fn new(keys: &'a Keys, anchor: &Mark) -> Result<Self, Broken> {
        if !keys.sealed(End::Anchor, anchor) {
            return Err(Broken { number: anchor.number, fault: Fault::AnchorSeal });
        }
        let keys = keys.all().collect();
        Ok(Self { keys, at: 0, anchor: anchor.number, last: anchor.number, hash: anchor.hash.clone() })
    }

    /// The number and hash of the last entry that held.
    #[must_use]
    pub fn last(&self) -> (i64, &str) {
        (self.last, &self.hash)
    }

    /// Entries that held.
    #[must_use]
    pub const fn count(&self) -> i64 {
        self.last - self.anchor
    }

    /// The next entry, by number.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn next(&mut self, linked: &Linked) -> Result<(), Broken> {
        let number = linked.entry.number;
        let broken = |number, fault| Err(Broken { number, fault });
        if number <= self.anchor {
            return broken(number, Fault::PutBack);
        }
        if number > self.last + 1 {
            return broken(self.last + 1, Fault::Missing);
        }
        if number <= self.last || !same(&linked.previous, &self.hash) {
            return broken(number, Fault::Misplaced);
        }
        let by = |key: &Option<&[u8]>| same(&entry_hash(*key, &linked.entry, &linked.previous), &linked.hash);
        let Some(later) = self.keys[self.at..].iter().position(by) else { return broken(number, Fault::Altered) };
        self.at += later;
        self.last = number;
        self.hash.clone_from(&linked.hash);
        Ok(())
    }

    /// After the last entry: whether it is the head.
    ///
    /// # Errors
    /// What is wrong at the end.
    pub fn end(&self, keys: &Keys, head: &Mark) -> Result<(), Broken> {
        let broken = |number, fault| Err(Broken { number, fault });
        if !keys.sealed(End::Head, head) {
            return broken(head.number, Fault::HeadSeal);
        }
        match self.last.cmp(&head.number) {
            std::cmp::Ordering::Less => broken(self.last + 1, Fault::CutOff),
            std::cmp::Ordering::Greater => broken(head.number + 1, Fault::BehindHead),
            std::cmp::Ordering::Equal if !same(&self.hash, &head.hash) => broken(head.number, Fault::Head),
            std::cmp::Ordering::Equal => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
