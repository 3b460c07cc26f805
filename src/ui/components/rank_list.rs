//! A ranking as rows: position, name, band, bar, number, n. Tapping a row filters by it; the arrow opens its own page.

use leptos::prelude::*;

use super::{BandMark, Bar, Glyph, Icon};
use crate::{
    domain::{BandLimits, Mean},
    ui::i18n::{common, format},
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankItem {
    /// `None`: without a score in the selection.
    pub position: Option<u32>,
    pub name: String,
    /// Second line.
    pub detail: Option<String>,
    pub mean: Mean,
    /// Without a score: visited in the period all the same; else pending (rule 6).
    pub visited: bool,
    /// Sets the filter.
    pub filter: String,
    /// The row is what the filter already selects.
    pub current: bool,
    /// Its own page.
    pub open: Option<String>,
}

/// Rows in the given order. `target` in hundredths.
#[component]
pub fn RankList(items: Vec<RankItem>, bands: BandLimits, target: u16) -> impl IntoView {
    // Rows that open nothing keep no room for it.
    let class = if items.iter().any(|item| item.open.is_some()) { "rank" } else { "rank closed" };
    view! {
        <ol class=class>
            {items.into_iter().map(|item| row(item, bands, target)).collect_view()}
        </ol>
    }
    .into_any()
}

fn row(item: RankItem, bands: BandLimits, target: u16) -> impl IntoView {
    let words = common::words();
    let band = (item.mean.n > 0).then(|| bands.band_of(item.mean.sum_hundredths, item.mean.n));
    let open_label = [words.open, " ", &item.name].concat();
    let numbers = match band {
        Some(band) => view! {
            <Bar mean=item.mean bands target/>
            <span class="figures">
                <BandMark band word=false/>
                <b class="score num">{format::score(item.mean)}</b>
            </span>
            <small class="n num">"n "{format::integer(item.mean.n)}</small>
        }
        .into_any(),
        // Nothing is not zero: no bar.
        None => view! { <span class="pending">{common::without_score(item.visited)}</span> }.into_any(),
    };
    view! {
        <li>
            <span class="pos num">{item.position.map(format::integer)}</span>
            <a class="who" href=item.filter aria-current=item.current.then_some("true") data-noscroll="">
                <span class="name">{item.name}</span>
                {item.detail.map(|detail| view! { <small>{detail}</small> })}
            </a>
            {numbers}
            {item.open.map(|href| view! {
                <a class="open" href=href aria-label=open_label><Icon glyph=Glyph::Next/></a>
            })}
        </li>
    }
}
