//! A part of a page: a title that says what it shows, its n, and the way to "why".

use leptos::prelude::*;

use super::{Glyph, push_icon};
use crate::{
    contract::push_markup,
    ui::{
        browser::{later::later, told},
        i18n::{common, format},
    },
};

/// A link at the right of a part's title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionLink {
    pub href: String,
    pub text: String,
    /// The page stays where it is scrolled to.
    pub stays: bool,
    /// It looks like a button: it begins something.
    pub button: bool,
}

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
    #[prop(optional_no_strip)] action: Option<SectionLink>,
    children: Children,
) -> impl IntoView {
    let head = head(&title, n, by_area, why.as_deref(), action);
    later(move || {
        view! {
            <section {..told::kept("class", ["card ", &class].concat())} id=id>
                <header {..told::kept("class", "card-head")} {..told::markup(head)}></header>
                {note.map(|note| view! { <p {..told::kept("class", "hint")}>{note}</p> })}
                {children()}
            </section>
        }
        .into_any()
    })
    .into_any()
}

fn head(title: &str, n: Option<u32>, by_area: bool, why: Option<&str>, action: Option<SectionLink>) -> String {
    let mut out = String::with_capacity(600);
    push_markup(&mut out, "<h2>", title);
    out.push_str("</h2><span class=\"card-of\">");
    if by_area {
        push_by_area(&mut out);
    }
    if let Some(n) = n {
        push_markup(&mut out, "<small class=\"n num\">n ", &format::integer(n));
        out.push_str("</small>");
    }
    if let Some(query) = why {
        push_why(&mut out, query);
    }
    out.push_str("</span><div class=\"card-action\">");
    if let Some(SectionLink { href, text, stays, button }) = action {
        out.push_str(if button { "<a class=\"button\"" } else { "<a class=\"more-link\"" });
        out.push_str(if stays { " data-noscroll" } else { "" });
        push_markup(&mut out, " href=\"", &href);
        push_markup(&mut out, "\">", &text);
        out.push_str("</a>");
    }
    out.push_str("</div>");
    out
}

/// Says that areas are measured.
pub fn push_by_area(out: &mut String) {
    let words = common::words();
    push_markup(out, "<span class=\"tag\" title=\"", words.by_area_long);
    push_markup(out, "\">", words.by_area);
    out.push_str("</span>");
}

/// ⓘ: the supervisions behind a figure. `query` is the canonical filter query of the figure.
pub fn push_why(out: &mut String, query: &str) {
    let label = common::words().why_of;
    push_markup(
        out,
        if query.is_empty() { "<a class=\"why\" href=\"/porque" } else { "<a class=\"why\" href=\"/porque?" },
        query,
    );
    push_markup(out, "\" title=\"", label);
    push_markup(out, "\" aria-label=\"", label);
    out.push_str("\">");
    push_icon(out, Glyph::Info);
    out.push_str("</a>");
}
