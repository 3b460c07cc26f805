//! Choices of a part's own parameter, as links: they work without scripts and can be shared.

use leptos::prelude::*;

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
    view! {
        <nav class="tabs" aria-label=label>
            {tabs
                .into_iter()
                .map(|tab| {
                    view! {
                        <a href=tab.href aria-current=tab.current.then_some("true") data-noscroll="">
                            {tab.name}
                            {tab.count.map(|count| view! { <small class="num">{count}</small> })}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}
