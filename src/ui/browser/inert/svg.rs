//! Links inside drawings.

use leptos::ev::{KeyboardEvent, MouseEvent};

/// On the server: never called, `None`.
#[must_use]
pub fn link_at(_event: &MouseEvent) -> Option<String> {
    None
}

/// On the server: nothing.
pub fn move_focus(_event: &KeyboardEvent) {}

/// On the server nothing: no key is pressed there.
pub fn move_in_table(_event: &KeyboardEvent) {}

/// On the server it is not known.
#[must_use]
pub fn seen_alone(_variants: [&'static str; 2]) -> Option<usize> {
    None
}

/// On the server nothing.
pub fn when_resized(_then: impl Fn() + 'static) {}
