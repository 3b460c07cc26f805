//! Forms that apply without reloading the page.

use leptos::{
    ev::{Event, FocusEvent, KeyboardEvent, MouseEvent},
    html::{Form, Input},
    prelude::NodeRef,
};

/// On the server: never called, `None`.
#[must_use]
pub fn query_of(_event: &Event) -> Option<String> {
    None
}

/// On the server: never called, `None`.
#[must_use]
pub fn touched(_form: NodeRef<Form>) -> Option<String> {
    None
}

/// On the server: never called, yes.
#[must_use]
pub fn dates_in_order(_said: &str) -> bool {
    true
}

/// On the server nothing is.
#[must_use]
pub fn is_open(_event: &Event) -> bool {
    false
}

/// On the server: nothing.
pub fn close_when_left(_event: &FocusEvent) {}

/// On the server: nothing.
pub fn focus_menu(_event: &MouseEvent) {}

/// On the server: nothing.
pub fn close_on_escape(_event: &KeyboardEvent) {}

/// On the server: nothing.
pub fn close_on_link(_event: &MouseEvent) {}

/// On the server: never called, no.
#[must_use]
pub fn left(_event: &FocusEvent) -> bool {
    false
}

/// On the server: never called, no.
#[must_use]
pub fn on_link(_event: &MouseEvent) -> bool {
    false
}

/// On the server: never called, nothing.
#[must_use]
pub fn text(_field: NodeRef<Input>) -> String {
    String::new()
}

/// On the server: nothing.
pub fn write(_field: NodeRef<Input>, _text: &str) {}

/// On the server: never called, no.
#[must_use]
pub fn walk(_event: &KeyboardEvent) -> bool {
    false
}
