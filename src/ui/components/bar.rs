//! A mean as a thin bar from 0 to 100 with the target as a line across.

use leptos::prelude::*;

use crate::{
    domain::{BandLimits, Mean},
    ui::i18n::format,
};

/// Drawn without inline styles, so that it needs no exception in the content policy. The number stands beside it:
/// screen readers skip the bar. `target` in hundredths.
#[component]
pub fn Bar(mean: Mean, bands: BandLimits, #[prop(optional)] target: Option<u16>) -> impl IntoView {
    let fill = mean.rounded_hundredths().map(|hundredths| {
        let band = bands.band_of(mean.sum_hundredths, mean.n);
        view! { <rect class=band.code() width=format::hundredths(hundredths) height="8"></rect> }
    });
    let tick = target
        .map(|target| view! { <path class="tick" d=format!("M{}.{:02} 0v8", target / 100, target % 100)></path> });
    view! {
        <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="100" height="8"></rect>
            {fill}
            {tick}
        </svg>
    }
}
