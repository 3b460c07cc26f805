//! A mean as a thin bar from 0 to 100 with the target as a line across.

use leptos::prelude::*;

use crate::{
    domain::{BandLimits, Mean},
    ui::i18n::format,
};

/// Drawn without inline styles, so that it needs no exception in the content policy. The number stands beside it:
/// screen readers skip the bar. `target` in hundredths.
#[component]
pub fn Bar(mean: Mean, bands: BandLimits, target: u16) -> impl IntoView {
    let inside = inside(mean, bands, target);
    view! { <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" inner_html=inside></svg> }
}

/// As text ([`crate::ui::browser::told`]).
pub fn push_bar(out: &mut String, mean: Mean, bands: BandLimits, target: u16) {
    out.push_str("<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    out.push_str(&inside(mean, bands, target));
    out.push_str("</svg>");
}

fn inside(mean: Mean, bands: BandLimits, target: u16) -> String {
    let fill = mean.rounded_hundredths().map_or_else(String::new, |hundredths| {
        let band = bands.band_of(mean.sum_hundredths, mean.n).code();
        format!("<rect class=\"{band}\" width=\"{}\" height=\"8\"/>", format::hundredths(hundredths))
    });
    let (whole, part) = (target / 100, target % 100);
    format!("{fill}<path class=\"tick\" d=\"M{whole}.{part:02} 0v8\"/>")
}
