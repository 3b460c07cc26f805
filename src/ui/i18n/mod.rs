//! Spanish and English: words as plain static structs, a file per page so that pages grow apart.
//!
//! The language of a page does not change while it lives (choosing another reloads it), so words are `&'static`
//! and nothing about them is reactive.

pub mod board;
pub mod charts;
pub mod common;
pub mod drill;
pub mod explain;
pub mod filter;
pub mod format;
pub mod history;
pub mod import;
pub mod indicators;
pub mod more;

use leptos::prelude::use_context;

pub use crate::contract::{Lang, Preferences};

/// The page's preferences; the defaults outside a page.
#[must_use]
pub fn preferences() -> Preferences {
    use_context().unwrap_or_default()
}

/// The page's language.
#[must_use]
pub fn lang() -> Lang {
    preferences().lang
}
