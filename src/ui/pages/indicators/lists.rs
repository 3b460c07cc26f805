//! The three lists: critical trends, success stories, perfect performance, each with what makes it, in words.

use leptos::prelude::*;

use crate::{
    domain::{
        BandLimits,
        views::{AreaMove, Indicators},
    },
    ui::{
        Address,
        components::{BandMark, Delta, Section, charts::Spark},
        i18n::{format, indicators, lang},
    },
};

/// See the module.
#[component]
pub fn Lists(indicators: Indicators, address: Address, limits: BandLimits) -> impl IntoView {
    let words = indicators::words();
    let (lang, made_by) = (lang(), indicators.limits);
    let list = |title: &str, means: String, areas: &[AreaMove], none| {
        let body = if areas.is_empty() {
            view! { <p class="none">{none}</p> }.into_any()
        } else {
            let rows = areas.iter().map(|area| row(area, &address, limits)).collect_view();
            view! { <ol>{rows}</ol> }.into_any()
        };
        view! {
            <Section title note=means>{body}</Section>
        }
    };
    view! {
        <div class="area-lists">
            {list(
                words.critical,
                indicators::critical_means(lang, &made_by),
                &indicators.critical,
                words.none_critical,
            )}
            {list(words.success, indicators::success_means(lang, &made_by), &indicators.success, words.none_success)}
            {list(words.perfect, indicators::perfect_means(lang, &made_by), &indicators.perfect, words.none_perfect)}
        </div>
    }
}

/// An area: its line over the periods, its average with n, its change. It opens the supervisions behind it.
fn row(area: &AreaMove, address: &Address, limits: BandLimits) -> impl IntoView + use<> {
    let href = address.to_with("/porque", |filter| filter.areas = vec![area.slug.clone()]);
    let band = (area.n > 0).then(|| limits.band_of(area.sum_hundredths, area.n));
    let delta = area.delta.map(|delta| view! { <Delta tenths=format::tenths(delta)/> });
    view! {
        <li>
            <a href=href>
                <span class="area-name">{area.name.clone()}</span>
                <span class="area-line"><Spark values=area.line.clone()/></span>
                <span class="area-figures">
                    <b class="num">{band.map(|band| view! { <BandMark band word=false/> })} {format::pair(area.sum_hundredths, area.n)}</b>
                    {delta}
                    <small>"n " {format::integer(area.n)}</small>
                </span>
            </a>
        </li>
    }
}
