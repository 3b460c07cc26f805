//! A band as a shape of its own colour, and its word.

use leptos::prelude::*;

use crate::{
    domain::Band,
    ui::i18n::{common, lang},
};

/// The shape's outline in a box of 10 by 10: ● ▲ ◆ ■, best first.
#[must_use]
pub const fn outline(band: Band) -> &'static str {
    match band {
        Band::Excelente => "M5 .5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z",
        Band::Bueno => "M5 .8 9.8 9.2H.2z",
        Band::Regular => "M5 0 10 5 5 10 0 5z",
        Band::Critico => "M1 1h8v8H1z",
    }
}

/// Shape and word; with `word` false the word is for screen readers alone.
#[component]
pub fn BandMark(band: Band, #[prop(default = true)] word: bool) -> impl IntoView {
    view! { <span class="band-mark" inner_html=inside(band, word)></span> }
}

/// As text ([`crate::ui::browser::told`]).
pub fn push_band_mark(out: &mut String, band: Band, word: bool) {
    for part in ["<span class=\"band-mark\">", &inside(band, word), "</span>"] {
        out.push_str(part);
    }
}

fn inside(band: Band, word: bool) -> String {
    [
        "<svg class=\"",
        band.code(),
        "\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path d=\"",
        outline(band),
        if word { "\"/></svg><span class=\"word\">" } else { "\"/></svg><span class=\"vh\">" },
        common::band(lang(), band),
        "</span>",
    ]
    .concat()
}
