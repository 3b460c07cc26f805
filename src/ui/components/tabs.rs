//! Choices of a part's own parameter, as links: they work without scripts and can be shared.

use leptos::prelude::*;

use crate::{contract::push_markup, ui::browser::told};

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub name: String,
    pub href: String,
    pub current: bool,
    /// Shown beside the name.
    pub count: Option<String>,
}

impl Tab {
    /// A choice without a count.
    #[must_use]
    pub fn new(name: impl Into<String>, href: String, current: bool) -> Self {
        Self { name: name.into(), href, current, count: None }
    }
}

/// `label` says what is chosen.
#[component]
pub fn Tabs(#[prop(into)] label: String, tabs: Vec<Tab>) -> impl IntoView {
    let mut out = String::with_capacity(120 * tabs.len());
    for Tab { name, href, current, count } in &tabs {
        push_markup(&mut out, "<a data-noscroll href=\"", href);
        push_markup(&mut out, if *current { "\" aria-current=\"true\">" } else { "\">" }, name);
        if let Some(count) = count {
            push_markup(&mut out, "<small class=\"num\">", count);
            out.push_str("</small>");
        }
        out.push_str("</a>");
    }
    view! { <nav {..told::kept("class", "tabs")} {..told::kept("aria-label", label)} {..told::markup(out)}></nav> }
}
