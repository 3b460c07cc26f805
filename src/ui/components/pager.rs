//! Pages of a longer list, as links.

use leptos::prelude::*;

use super::{Glyph, push_icon};
use crate::{
    contract::push_markup,
    ui::{
        Address,
        browser::told,
        i18n::{common, format},
    },
};

/// Nothing when everything fits on one page. The page number is the address's own parameter `pagina`.
#[component]
pub fn Pager(address: Address, page: u32, per_page: u32, total: u32) -> impl IntoView {
    let last = total.div_ceil(per_page.max(1)).max(1);
    (last > 1).then(|| {
        let words = common::words();
        let link = |page: u32| address.own("pagina", &if page > 1 { page.to_string() } else { String::new() });
        let previous = (page > 1).then(|| link(page - 1));
        let next = (page < last).then(|| link(page + 1));
        let first = (page - 1) * per_page + 1;
        let end = (page * per_page).min(total);
        let mut out = String::with_capacity(700);
        push_step(&mut out, "prev", previous, words.previous, Glyph::Previous);
        push_markup(&mut out, "<span class=\"num\">", &format::integer(first));
        push_markup(&mut out, "–", &format::integer(end));
        push_markup(&mut out, " ", words.of);
        push_markup(&mut out, " ", &format::integer(total));
        out.push_str("</span>");
        push_step(&mut out, "next", next, words.next, Glyph::Next);
        view! { <nav {..told::kept("class", "pager")} {..told::kept("aria-label", words.page)} {..told::markup(out)}></nav> }
    })
}

/// A page further, or back; nowhere it is not to be pressed.
fn push_step(out: &mut String, rel: &str, href: Option<String>, label: &str, glyph: Glyph) {
    push_markup(out, "<a class=\"button icon-button\" data-noscroll rel=\"", rel);
    match href {
        Some(href) => push_markup(out, "\" href=\"", &href),
        None => out.push_str("\" role=\"link\" aria-disabled=\"true"),
    }
    push_markup(out, "\" aria-label=\"", label);
    out.push_str("\">");
    push_icon(out, glyph);
    out.push_str("</a>");
}
