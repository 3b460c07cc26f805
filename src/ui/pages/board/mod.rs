//! `/`: where we stand, who needs attention, is it getting better, which areas fail, who has not been visited.

mod areas;
mod groups;
mod nothing;
pub mod ranking;
mod states;

use leptos::prelude::*;

use crate::{
    contract::{DashboardPage, Frame, push_markup},
    domain::{Mean, views::Dashboard},
    server_fns::dashboard::get_dashboard,
    ui::{
        Address,
        app::tell_results,
        browser::told,
        components::{
            FilterBar, Glyph, Head, KpiStrip, RankList, Section,
            charts::{BandChart, StateMap, TrendChart},
            push_band_mark, push_icon, selection,
        },
        followed,
        i18n::{board::words, format},
        loaded, use_address, use_query,
    },
};

/// See the module.
#[component]
pub fn BoardPage() -> impl IntoView {
    let (query, address) = (use_query(), use_address());
    let data = followed(move || query.get(), get_dashboard);
    view! {
        <Head title=words().title/>
        <FilterBar/>
        {loaded(data, move |page, frame| {
            let address = address.get_untracked().resolved(&frame);
            view! { <Board page frame address/> }
        })}
    }
}

#[component]
fn Board(page: DashboardPage, frame: Frame, address: Address) -> impl IntoView {
    let words = words();
    let DashboardPage { dashboard, groups, ranking } = page;
    tell_results(dashboard.kpis.supervisions);
    let why = dashboard.meta.filter.clone();
    let by_area = dashboard.meta.by_area;
    let n = dashboard.kpis.n;
    // Half a row alone takes all of it.
    let half = if dashboard.groups.is_empty() || dashboard.areas.is_empty() { "span-12" } else { "span-6" };
    let list = view! { <ranking::BranchRanking ranking frame=frame.clone() address=address.clone()/> };
    if dashboard.kpis.supervisions == 0 {
        return view! {
            <nothing::Nothing frame address/>
            <div class="grid">{list}</div>
        }
        .into_any();
    }
    let pinned = pinned(&dashboard, &frame);
    let states = states::rows(&dashboard.states, &address);
    let strip = view! { <KpiStrip dashboard=dashboard.clone() frame=frame.clone() address=address.clone() inside=address.clone()/> };
    let (trend_of, bands_of) = (address.clone(), address.clone());
    view! {
        <h1 {..told::kept("class", "vh")}>{words.title}": "{selection::in_words(&frame)}</h1>
        {pinned}
        {strip}
        <div {..told::kept("class", "grid")}>
            <Section title=words.trend class="span-8" n by_area why=why.clone()>
                <TrendChart points=dashboard.trend target=frame.target address=trend_of/>
            </Section>
            <Section title=words.bands class="span-4" n by_area why=why.clone()>
                <BandChart counts=dashboard.kpis.bands address=bands_of/>
            </Section>
            <groups::GroupRanking class=half groups=dashboard.groups total=groups n frame=frame.clone() address=address.clone() by_area why=why.clone()/>
            <areas::AreaRanking class=half areas=dashboard.areas frame=frame.clone() address=address.clone() by_area why=why.clone()/>
            {list}
            <Section title=words.states class="span-5 with-map" n by_area why>
                <StateMap states=dashboard.states bands=frame.bands layer=frame.base_layer address/>
                <RankList items=states bands=frame.bands target=frame.target/>
            </Section>
        </div>
    }
    .into_any()
}

/// On phones the selection and its average stay in sight while scrolling, and open the filters when they are tapped (offers.js). For the eye
/// and the finger alone: the strip says the same.
fn pinned(dashboard: &Dashboard, frame: &Frame) -> impl IntoView + use<> {
    let mean = Mean { sum_hundredths: dashboard.kpis.sum_hundredths, n: dashboard.kpis.n };
    let band = (mean.n > 0).then(|| frame.bands.band_of(mean.sum_hundredths, mean.n));
    let mut out = String::new();
    push_markup(&mut out, "<span>", &selection::in_words(frame));
    out.push_str("</span>");
    if let Some(band) = band {
        push_band_mark(&mut out, band, false);
    }
    push_markup(&mut out, "<b class=\"num\">", &format::score(mean));
    out.push_str("</b>");
    push_icon(&mut out, Glyph::Filter);
    view! { <div {..told::kept("class", "pinned")} {..told::kept("aria-hidden", "true")} {..told::markup(out)}></div> }
}
