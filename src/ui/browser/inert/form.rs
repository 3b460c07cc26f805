//! Forms that apply without reloading the page.

use leptos::ev::{Event, FocusEvent, KeyboardEvent, MouseEvent};

/// On the server: never called, `None`.
#[must_use]
pub fn query_of(_event: &Event) -> Option<String> {
    None
}

/// On the server: nothing.
pub fn close_when_left(_event: &FocusEvent) {}

/// On the server: nothing.
pub fn close_on_escape(_event: &KeyboardEvent) {}

/// On the server: nothing.
pub fn close_on_link(_event: &MouseEvent) {}

/// On the server: nothing.
pub fn clear_search(_event: &MouseEvent) {}

/// On the server: nothing.
pub fn walk(_event: &KeyboardEvent) {}
