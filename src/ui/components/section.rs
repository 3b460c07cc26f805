//! A part of a page: a title that says what it shows, its n, and the way to "why".

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::ui::i18n::{common, format};

/// `class` places it in the grid (`span-4`, `span-5`, `span-6`, `span-7`, `span-8`, `span-12`). `by_area` marks that the measure is the
/// score of the filter's areas (rule 10). `why` is the filter's query string for `/porque`. `action` stands at the right.
#[component]
pub fn Section(
    #[prop(into)] title: String,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] n: Option<u32>,
    #[prop(optional)] by_area: bool,
    #[prop(optional, into)] why: Option<String>,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] action: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    let words = common::words();
    view! {
        <section class=["card ", &class].concat() id=id>
            <header class="card-head">
                <h2>{title}</h2>
                <span class="card-of">
                    {by_area.then(|| view! { <span class="tag" title=words.by_area_long>{words.by_area}</span> })}
                    {n.map(|n| view! { <small class="n num">"n "{format::integer(n)}</small> })}
                    {why.map(|query| view! { <WhyLink query/> })}
                </span>
                <div class="card-action">{action.run()}</div>
            </header>
            {note.map(|note| view! { <p class="hint">{note}</p> })}
            {children()}
        </section>
    }
    .into_any()
}

/// ⓘ: the supervisions behind a figure. `query` is the canonical filter query of the figure.
#[component]
pub fn WhyLink(#[prop(into)] query: String) -> impl IntoView {
    let words = common::words();
    let href = if query.is_empty() { "/porque".to_owned() } else { ["/porque?", &query].concat() };
    view! {
        <a class="why" href=href title=words.why_of aria-label=words.why_of>
            <Icon glyph=Glyph::Info/>
        </a>
    }
}
