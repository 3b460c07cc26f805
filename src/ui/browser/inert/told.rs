//! Elements with markup that is written as text.

use std::borrow::Cow;

use leptos::{
    attr::{Attribute, custom::custom_attribute},
    html::Div,
    prelude::NodeRef,
    tachys::html::element::inner_html,
};

/// On the server: what the element holds.
#[must_use]
pub fn markup(text: String) -> impl Attribute {
    inner_html(text)
}

/// On the server: what the element holds now.
#[must_use]
pub fn followed(text: impl Fn() -> Option<String> + Send + Sync + 'static) -> impl Attribute {
    inner_html(text().unwrap_or_default())
}

/// On the server: an attribute as any other.
#[must_use]
pub fn kept(name: &'static str, value: impl Into<Cow<'static, str>>) -> impl Attribute {
    custom_attribute(name, value.into())
}

/// On the server: never called, nothing.
pub fn write(_node: NodeRef<Div>, _text: String) {}
