//! The scores around the median and around the tenth percentile.

use leptos::prelude::*;

use super::head;
use crate::{
    contract::Frame,
    domain::views::{Figure, Quantile, Spread},
    ui::{
        Address,
        components::{Empty, Section, Visits},
        i18n::{board, explain, format, lang},
    },
};

/// See the module.
pub fn page(spread: Spread, frame: &Frame, address: &Address) -> impl IntoView + use<> {
    let (words, limits) = (explain::words(), frame.bands);
    let (n, by_area) = (spread.n, spread.meta.by_area);
    let part = |title, quantile: Option<Quantile>| {
        quantile.map(|Quantile { value, ranks, lines, .. }| {
            let title = [title, ": ", &format::quantile(value)].concat();
            view! {
                <Section title class="span-6" n by_area note=explain::ranks(lang(), ranks, n)>
                    <Visits lines limits/>
                </Section>
            }
        })
    };
    let parts = (part(board::words().median, spread.median), part(board::words().p10, spread.p10));
    let body = if n == 0 {
        view! { <Empty title=words.empty/> }.into_any()
    } else {
        let all = address.clone().set("cifra", "").own("orden", "worst");
        view! {
            <div class="grid">{parts.0} {parts.1}</div>
            <p><a class="more-link" href=all>{words.all_sorted}</a></p>
        }
        .into_any()
    };
    view! {
        {head(Figure::Median, by_area, address)}
        {body}
    }
}
