//! The active filters in one line; one tap removes.

use leptos::prelude::*;

use super::super::{Glyph, push_icon};
use crate::{
    contract::{Chip, Lang, push_markup},
    domain::{Band, Territory},
    ui::{
        browser::told,
        i18n::{
            common::{self, kind},
            filter::words,
            format, lang,
        },
    },
};

/// Nothing when no filter is active. `clear` is the page's path.
#[component]
pub fn Chips(chips: Vec<Chip>, #[prop(into)] clear: String) -> impl IntoView {
    (!chips.is_empty()).then(|| {
        let words = words();
        let several = chips.len() > 1;
        let mut out = String::with_capacity(400 * (chips.len() + 1));
        chips.iter().for_each(|chip| push_chip(&mut out, chip, &clear));
        if several {
            // Of another form than a chip, which it may take the place of: the focus is not on it then.
            push_markup(&mut out, "<li><span><a class=\"clear\" data-noscroll href=\"", &clear);
            push_markup(&mut out, "\">", words.clear);
            out.push_str("</a></span></li>");
        }
        view! { <ul {..told::kept("class", "chips")} {..told::kept("aria-label", words.active)} {..told::markup(out)}></ul> }
    })
}

fn push_chip(out: &mut String, chip: &Chip, path: &str) {
    let (label, value) = wording(lang(), chip);
    push_markup(out, "<li><a class=\"chip\" data-noscroll href=\"", path);
    push_markup(out, if chip.without.is_empty() { "" } else { "?" }, &chip.without);
    push_markup(out, "\"><span class=\"vh\">", words().remove);
    push_markup(out, " </span><span>", label);
    push_markup(out, " </span><b>", &value);
    out.push_str("</b>");
    push_icon(out, Glyph::Close);
    out.push_str("</a></li>");
}

/// The parameter's word, and its value as people say it.
#[must_use]
pub fn wording(lang: Lang, chip: &Chip) -> (&'static str, String) {
    let words = words();
    let named = || chip.name.clone().unwrap_or_else(|| chip.value.clone());
    match chip.field.as_str() {
        "kind" if chip.value == "all" => (words.kind, words.all_kinds.to_owned()),
        "kind" => (words.kind, kind(&named())),
        "month" => (words.months, format::month(lang, &chip.value)),
        "from" => (words.from, format::day_text(lang, &chip.value)),
        "to" => (words.to, format::day_text(lang, &chip.value)),
        "quarter" => (words.quarters, named()),
        "year" | "period" => (words.period, named()),
        "territory" => (
            words.territory,
            Territory::from_code(&chip.value).map_or_else(named, |t| common::territory(lang, t).into()),
        ),
        "band" => (words.band, Band::from_code(&chip.value).map_or_else(named, |band| common::band(lang, band).into())),
        "estado" => (words.state, named()),
        "grupo" => (words.group, named()),
        "sucursal" => (words.branch, named()),
        "area" => (words.area, named()),
        _ => (words.text, named()),
    }
}
