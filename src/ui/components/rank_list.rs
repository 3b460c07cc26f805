//! A ranking as rows: position, name, band, bar, number, n. Tapping a row filters by it; the arrow opens its own page.

use leptos::prelude::*;

use super::band_outline;
use crate::{
    domain::{BandLimits, Mean},
    ui::{
        browser::told,
        components::rank_row::{Figures, Row, written},
        i18n::{common, format, lang},
    },
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
    let rows: Vec<Row> = items.into_iter().map(|item| row(item, bands, target)).collect();
    view! { <ol {..told::kept("class", class)} {..told::markup(written(&rows))}></ol> }
}

fn row(item: RankItem, bands: BandLimits, target: u16) -> Row {
    let Mean { sum_hundredths, n } = item.mean;
    let figures = item.mean.rounded_hundredths().map(|rounded| {
        let band = bands.band_of(sum_hundredths, n);
        Figures {
            band: (band.code(), band_outline(band), common::band(lang(), band)),
            width: format::hundredths(rounded),
            tick: format!("M{}.{:02} 0v8", target / 100, target % 100),
            score: format::score(item.mean),
            n: ["n ", &format::integer(n)].concat(),
        }
    });
    let label = [common::words().open, " ", &item.name].concat();
    Row {
        position: item.position.map(format::integer).unwrap_or_default(),
        name: item.name,
        detail: item.detail,
        filter: item.filter,
        current: item.current,
        // Nothing is not zero: no bar.
        figures: figures.ok_or_else(|| common::without_score(item.visited)),
        open: item.open.map(|href| (href, label)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_nothing_is_not_zero() {
        let of = |mean: Mean| RankItem {
            position: Some(1),
            name: "<b>A&B</b>".into(),
            detail: None,
            mean,
            visited: true,
            filter: "/?grupo=a&year=2025".into(),
            current: true,
            open: Some("/grupos/a\"b".into()),
        };
        let written = |mean: Mean| written(&[row(of(mean), BandLimits::default(), 9_000)]);
        let scored = written(Mean { sum_hundredths: 17_501, n: 2 });
        for part in [
            "&lt;b&gt;A&amp;B&lt;/b&gt;",
            "href=\"/?grupo=a&amp;year=2025\" aria-current=\"true\"",
            "href=\"/grupos/a&quot;b\"",
            "class=\"bueno\"><path d=\"M5 .8 9.8 9.2H.2z\"/></svg>87.51</b>",
            "<rect height=\"8\" class=\"bueno\" width=\"87.51\"/><path class=\"tick\" d=\"M90.00 0v8\"/>",
            "n 2",
        ] {
            assert!(scored.contains(part), "{part}: {scored}");
        }
        let without = written(Mean { sum_hundredths: 0, n: 0 });
        assert!(without.contains("class=\"pending\"") && !without.contains("class=\"bar\""), "{without}");
    }
}
