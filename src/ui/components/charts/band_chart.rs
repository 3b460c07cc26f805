//! Scores by band.

use leptos::prelude::*;

use super::Drawing;
use crate::{
    chart::{BandPart, BandWords, band_bar},
    domain::{Band, views::BandCounts},
    ui::{
        Address,
        components::BandMark,
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
    let rows = parts
        .into_iter()
        .map(|part| {
            let current = address.filter.bands == [part.band];
            let href = tapped(&address, part.band);
            view! {
                <li>
                    <a href=href aria-current=current.then_some("true") data-noscroll="">
                        <BandMark band=part.band/>
                        <b class="num">{format::integer(part.count)}</b>
                        <small class="num">{format::share(part.count, total)}</small>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="band-chart">
            {bar.map(|svg| view! { <Drawing svg/> })}
            <ul>{rows}</ul>
        </div>
    }
}

/// Filters by the band, or frees it where it is what is filtered by.
fn tapped(address: &Address, band: Band) -> String {
    address.with(|filter| filter.bands = if filter.bands == [band] { Vec::new() } else { vec![band] })
}
