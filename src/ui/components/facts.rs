//! Facts of a thing in one line each: what, and its value, which may lead on.

use leptos::prelude::*;

/// A fact; without a value it is left out.
pub struct Fact {
    pub name: &'static str,
    pub value: String,
    /// Second line in small print.
    pub note: Option<String>,
    pub href: Option<String>,
}

impl Fact {
    /// A plain fact.
    #[must_use]
    pub fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: value.into(), note: None, href: None }
    }

    /// The fact with a link.
    #[must_use]
    pub fn to(mut self, href: String) -> Self {
        self.href = Some(href);
        self
    }

    /// The fact with small print.
    #[must_use]
    pub fn note(mut self, note: String) -> Self {
        self.note = Some(note);
        self
    }
}

/// A strip of facts.
#[component]
pub fn Facts(facts: Vec<Option<Fact>>) -> impl IntoView {
    let facts = facts.into_iter().flatten().map(|fact| {
        let value = match fact.href {
            Some(href) => view! { <a href=href>{fact.value}</a> }.into_any(),
            None => fact.value.into_any(),
        };
        view! {
            <div>
                <dt>{fact.name}</dt>
                <dd>{value} {fact.note.map(|note| view! { <small>{note}</small> })}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{facts.collect_view()}</dl> }
}
