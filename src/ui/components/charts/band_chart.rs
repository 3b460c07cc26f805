//! Scores by band.

use leptos::prelude::*;

use super::Drawing;
use crate::{
    chart::{BandPart, BandWords, band_bar},
    contract::push_markup,
    domain::{Band, views::BandCounts},
    ui::{
        Address,
        browser::told,
        components::push_band_mark,
        i18n::{charts, common, format, lang},
    },
};

/// One stacked bar, and below it each band with its count and share. Tapping a band filters by it, or frees it again.
/// `id` sets several of them on a page apart.
#[component]
pub fn BandChart(counts: BandCounts, address: Address, #[prop(default = "bands")] id: &'static str) -> impl IntoView {
    let words = charts::words();
    let parts = BandPart::all(&counts);
    let total: u32 = parts.iter().map(|part| part.count).sum();
    let say = |part: &BandPart| {
        let word = common::band(lang(), part.band);
        [word, ": ", &format::integer(part.count), " (", &format::share(part.count, total), ")"].concat()
    };
    let titles = parts.each_ref().map(say);
    let summary = [words.bands_summary, " ", &titles.join(", ")].concat();
    let bar = band_bar(&parts, id, |band| tapped(&address, band), &BandWords { summary, titles });
    let mut rows = String::with_capacity(2_000);
    for BandPart { band, count, .. } in parts {
        let current = address.filter.bands == [band];
        push_markup(&mut rows, "<li><a data-noscroll href=\"", &tapped(&address, band));
        rows.push_str(if current { "\" aria-current=\"true\">" } else { "\">" });
        push_band_mark(&mut rows, band, true);
        push_markup(&mut rows, "<b class=\"num\">", &format::integer(count));
        push_markup(&mut rows, "</b><small class=\"num\">", &format::share(count, total));
        rows.push_str("</small></a></li>");
    }
    view! {
        <div {..told::kept("class", "band-chart")}>
            {bar.map(|svg| view! { <Drawing svg/> })}
            <ul {..told::markup(rows)}></ul>
        </div>
    }
}

/// Filters by the band, or frees it where it is what is filtered by.
fn tapped(address: &Address, band: Band) -> String {
    address.with(|filter| filter.bands = if filter.bands == [band] { Vec::new() } else { vec![band] })
}
