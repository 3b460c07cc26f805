//! What the bands' shapes mean, with the organization's own limits.

use leptos::prelude::*;

use super::BandMark;
use crate::{
    domain::{Band, BandLimits},
    ui::i18n::{format, lang},
};

/// The four bands, best first.
#[component]
pub fn Legend(limits: BandLimits) -> impl IntoView {
    let short = |limit: u16| format::short(i64::from(limit));
    let from = |limit: u16| ["≥ ", short(limit).as_str()].concat();
    let range = |band| match band {
        Band::Excelente => from(limits.excelente),
        Band::Bueno => from(limits.bueno),
        Band::Regular => from(limits.regular),
        Band::Critico => ["< ", short(limits.regular).as_str()].concat(),
    };
    let bands = Band::ALL.map(|band| view! { <li><BandMark band/> " " <small class="num">{range(band)}</small></li> });
    let label = lang().pick("Bandas", "Bands");
    view! { <ul class="legend" aria-label=label>{bands.collect_view()}</ul> }
}
