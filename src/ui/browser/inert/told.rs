//! Elements with markup that is written as text.

use leptos::{attr::Attribute, html::Div, prelude::NodeRef, tachys::html::element::inner_html};

/// On the server: what the element holds.
#[must_use]
pub fn markup(text: String) -> impl Attribute {
    inner_html(text)
}

/// On the server: never called, nothing.
pub fn write(_node: NodeRef<Div>, _text: String) {}
