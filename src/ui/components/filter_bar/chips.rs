//! The active filters in one line; one tap removes.

use leptos::prelude::*;

use super::super::{Glyph, Icon};
use crate::{
    contract::{Chip, Lang},
    domain::{Band, Territory},
    ui::{
        i18n::{
            common::{self, kind},
            filter::words,
            format, lang,
        },
        use_address,
    },
};

/// Nothing when no filter is active.
#[component]
pub fn Chips(chips: Vec<Chip>, #[prop(into)] clear: String) -> impl IntoView {
    (!chips.is_empty()).then(|| {
        let words = words();
        let several = chips.len() > 1;
        view! {
            <ul class="chips" aria-label=words.active>
                {chips.into_iter().map(|chip| view! { <li>{one(chip)}</li> }).collect_view()}
                {several.then(|| view! { <li><a class="clear" href=clear data-noscroll="">{words.clear}</a></li> })}
            </ul>
        }
    })
}

fn one(chip: Chip) -> impl IntoView {
    let words = words();
    let path = use_address().with_untracked(|address| address.path.clone());
    let (label, value) = wording(lang(), &chip);
    let href = if chip.without.is_empty() { path } else { [&path, "?", &chip.without].concat() };
    view! {
        <a class="chip" href=href data-noscroll="">
            <span class="vh">{words.remove}" "</span>
            <span>{label}" "</span>
            <b>{value}</b>
            <Icon glyph=Glyph::Close/>
        </a>
    }
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
