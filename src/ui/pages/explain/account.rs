//! The account of an average: exact sum ÷ n, and what it was before.

use leptos::prelude::*;

use crate::{
    contract::Frame,
    domain::{Filter, Mean, views::Explain},
    ui::{
        components::{BandMark, Delta, selection},
        i18n::{explain, format},
    },
};

/// See the module.
#[component]
pub fn Account(explain: Explain, frame: Frame) -> impl IntoView {
    let words = explain::words();
    let now = Mean { sum_hundredths: explain.sum_hundredths, n: explain.n };
    let band = frame.bands.band_of(now.sum_hundredths, now.n);
    let rated = explain.supervisions.total;
    // Without an area filter every scored supervision gives one score: the rest have none.
    let unscored = (!explain.meta.by_area && rated > now.n)
        .then(|| view! { <p class="hint">{words.unscored.count(rated - now.n)}</p> });
    let before = explain.previous.map(|previous| {
        let before = Mean { sum_hundredths: previous.sum_hundredths, n: previous.n };
        let period = Filter::parse_query(&previous.period).unwrap_or_default().period;
        view! {
            <p class="account-before">
                <span>{words.before} ": " {selection::period_name(&frame, &period)}</span>
                <span class="account-sum">{sum(before)} " = " {format::score(before)}</span>
                {format::delta_tenths(now, before).map(|tenths| view! { <Delta tenths/> })}
            </p>
        }
    });
    view! {
        <div class="account">
            <p class="account-now">
                <strong class="num"><BandMark band word=false/> {format::score(now)}</strong>
                <span class="account-sum">
                    "= " <span>{format::hundredths(now.sum_hundredths)} " " <small>{words.sum}</small></span>
                    " ÷ " <span>{format::integer(now.n)} " " <small>{words.n.of(now.n)}</small></span>
                </span>
            </p>
            {before}
            <p class="hint">{words.exact}</p>
            {unscored}
        </div>
    }
}

fn sum(mean: Mean) -> String {
    [&format::hundredths(mean.sum_hundredths), " ÷ ", &format::integer(mean.n)].concat()
}
