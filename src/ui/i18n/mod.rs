//! Spanish and English: words as plain static structs, a file per page so that pages grow apart.
//!
//! The language of a page does not change while it lives (choosing another reloads it), so words are `&'static`
//! and nothing about them is reactive.

pub mod audit;
pub mod board;
pub mod charts;
pub mod common;
pub mod door;
pub mod drill;
pub mod explain;
pub mod export;
pub mod filter;
pub mod history;
pub mod import;
pub mod indicators;
pub mod keys;
pub mod more;
pub mod people;
pub mod profile;
pub mod reference;
pub mod reports;
pub mod scope;
pub mod settings;

use leptos::prelude::use_context;

pub use crate::contract::{Lang, Preferences, format};

/// The page's preferences; the defaults outside a page.
#[must_use]
pub fn preferences() -> Preferences {
    use_context().unwrap_or_default()
}

/// A noun as it stands after a count: of one, or of any other number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    pub one: &'static str,
    pub many: &'static str,
}

impl Noun {
    /// The form that fits `count`.
    #[must_use]
    pub fn of(self, count: impl Into<i64>) -> &'static str {
        if count.into() == 1 { self.one } else { self.many }
    }

    /// The count and the noun: `1 supervisión`, `1,234 supervisiones`.
    #[must_use]
    pub fn count(self, count: impl Into<i64>) -> String {
        let count = count.into();
        [&format::integer(count), " ", self.of(count)].concat()
    }
}

/// A noun of both forms.
const fn noun(one: &'static str, many: &'static str) -> Noun {
    Noun { one, many }
}

/// The page's language.
#[must_use]
pub fn lang() -> Lang {
    preferences().lang
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_agrees_with_its_count() {
        let visits = noun("supervisión", "supervisiones");
        assert_eq!([visits.count(0), visits.count(1)], ["0 supervisiones", "1 supervisión"]);
        assert_eq!(visits.count(1_234_u32), "1,234 supervisiones");
    }
}
