//! The strip of figures: the average largest, beside it what it rests on.

use leptos::prelude::*;

use super::{BandMark, Bar, Delta, Glyph, Icon, WhyLink, selection};
use crate::{
    contract::Frame,
    domain::{
        Band, Filter, Mean,
        views::{Dashboard, Kpis},
    },
    ui::{
        Address,
        i18n::{board::words, common, format},
    },
};

/// The cards. With an area filter each says that it measures areas (rule 10). `address` is the page's; `inside` selects
/// what the cards are of on other pages, where the page's path says it here.
#[component]
pub fn KpiStrip(dashboard: Dashboard, frame: Frame, address: Address, inside: Address) -> impl IntoView {
    let words = words();
    let Dashboard { meta, kpis, areas, .. } = dashboard;
    let ask = |figure| Address::of("/porque", inside.filter.clone()).own("cifra", figure);
    // Bands are of general scores: where areas are measured, the lowest of them are listed instead.
    let critical = if meta.by_area {
        (Address::of("/porque", inside.filter.clone()).own("orden", "worst"), false)
    } else {
        (address.with(|filter| filter.bands = vec![Band::Critico]), true)
    };
    let narrowed = meta.by_area || !address.filter.bands.is_empty();
    let coverage = if narrowed { words.coverage_selected } else { words.coverage };
    let visited = narrowed.then(|| [" · ", &words.visited_in_period.count(kpis.branches_visited)].concat());
    let scored = if meta.by_area { words.area_scores.of(kpis.n) } else { words.scored };
    let by_area = meta.by_area;
    let measure = move || by_area.then(by_area_tag);
    let below = [words.opportunity_note, " ", &format::short(i64::from(frame.opportunity))].concat();
    let total = u32::try_from(areas.len()).unwrap_or(u32::MAX);
    view! {
        <div class="kpis">
            <Lead kpis=kpis.clone() by_area=meta.by_area why=meta.filter.clone() frame/>
            <Figure label=words.supervisions value=format::integer(kpis.supervisions) href=ask("visits") why=true>
                {format::integer(kpis.n)}" "{scored}{measure()}
            </Figure>
            <Figure label=coverage value=format::share(kpis.branches_supervised, kpis.branches_active) href=ask("coverage") why=true>
                {format::integer(kpis.branches_supervised)}" "{words.of}" "{words.coverage_of.count(kpis.branches_active)}{visited}{measure()}
            </Figure>
            <Figure label=words.critical value=format::share(kpis.bands.critico, kpis.n) href=critical.0 stays=critical.1>
                <BandMark band=Band::Critico word=false/>
                {format::integer(kpis.bands.critico)}" "{words.of}" "{format::integer(kpis.n)}{measure()}
            </Figure>
            // Scores without areas have none that could fail.
            {(total > 0).then(|| view! {
                <Figure label=words.opportunity value=format::integer(kpis.areas_of_opportunity) href=inside.to("/indicadores")>
                    {words.of}" "{format::integer(total)}", "{below}{measure()}
                </Figure>
            })}
            <Figure label=words.median value=kpis.median.map_or_else(|| format::NONE.to_owned(), format::quantile) href=ask("median") why=true>
                {words.p10}" "<b class="num">{kpis.p10.map_or_else(|| format::NONE.to_owned(), format::quantile)}</b>{measure()}
            </Figure>
        </div>
        {(kpis.outside_named_periods > 0).then(|| view! {
            <p class="hint outside"><a href=ask("outside")>{words.outside.count(kpis.outside_named_periods)}</a>"."</p>
        })}
    }
    .into_any()
}

/// Says that areas are measured.
fn by_area_tag() -> impl IntoView {
    let words = common::words();
    view! { <span class="tag" title=words.by_area_long>{words.by_area}</span> }
}

/// A smaller figure; tapping it filters by it (the page `stays`), opens it, or asks `why`.
#[component]
fn Figure(
    label: &'static str,
    value: String,
    #[prop(into)] href: String,
    #[prop(optional)] stays: bool,
    #[prop(optional)] why: bool,
    children: Children,
) -> impl IntoView {
    let title = why.then(|| common::words().why);
    view! {
        <div class="kpi">
            <a class="kpi-label" href=href title=title data-noscroll=stays.then_some("")>
                {label}
                {why.then(|| view! { <Icon glyph=Glyph::Info/> })}
            </a>
            <b class="kpi-value num">{value}</b>
            <span class="kpi-note num">{children()}</span>
        </div>
    }
    .into_any()
}

/// The average of the selection: number, change, and the way left to the target.
#[component]
fn Lead(kpis: Kpis, by_area: bool, why: String, frame: Frame) -> impl IntoView {
    let words = words();
    let mean = Mean { sum_hundredths: kpis.sum_hundredths, n: kpis.n };
    let band = (kpis.n > 0).then(|| frame.bands.band_of(kpis.sum_hundredths, kpis.n));
    let target = Mean { sum_hundredths: i64::from(frame.target), n: 1 };
    let gap = format::delta_tenths(target, mean).filter(|gap| *gap > 0);
    let to_target = match (kpis.n, gap) {
        (_, Some(gap)) => [" · ", &format::tenths_text(gap), " ", words.to_target].concat(),
        (0, None) => String::new(),
        _ => [" · ", words.on_target].concat(),
    };
    let delta = kpis.previous.and_then(|previous| {
        let before = Mean { sum_hundredths: previous.sum_hundredths, n: previous.n };
        let name =
            Filter::parse_query(&previous.period).ok().map(|filter| selection::period_name(&frame, &filter.period));
        format::delta_tenths(mean, before).map(|tenths| view! { <Delta tenths versus=name.unwrap_or_default()/> })
    });
    view! {
        <div class="kpi kpi-lead">
            <p class="kpi-label">
                {words.average}" "{by_area.then(by_area_tag)}
                <span class="selection">{selection::in_words(&frame)}</span>
            </p>
            <p class="lead-line">
                <b class="lead-value num">{format::score(mean)}</b>
                {band.map(|band| view! { <BandMark band/> })}
                <WhyLink query=why/>
            </p>
            <p class="lead-delta">
                {delta}
                <span class="n num">"n "{format::integer(kpis.n)}" "{by_area.then(|| words.area_scores.of(kpis.n))}</span>
            </p>
            {band.map(|_| view! { <Bar mean bands=frame.bands target=frame.target/> })}
            <p class="kpi-note num">{common::words().target}" "{format::short(i64::from(frame.target))}{to_target}</p>
        </div>
    }
    .into_any()
}
