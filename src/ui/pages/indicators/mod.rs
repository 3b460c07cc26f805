//! `/indicadores`: all areas: ranking, heat map over time, and the three lists.

mod lists;

use leptos::prelude::*;

use lists::Lists;

use crate::{
    contract::Frame,
    domain::{
        Filter, Mean,
        views::{AreaScore, Granularity, Indicators},
    },
    server_fns::indicators::get_indicators,
    ui::{
        Address,
        components::{
            Empty, FilterBar, Head, HeatRow, HeatTable, HeatWords, Legend, RankItem, RankList, Section, Tab, Tabs,
        },
        followed,
        i18n::{common, history, indicators, lang},
        links::by_code,
        loaded,
        pages::history::{cells, columns},
        use_address, use_query,
    },
};

/// See the module.
#[component]
pub fn IndicatorsPage() -> impl IntoView {
    let (query, address) = (use_query(), use_address());
    let data = followed(move || query.get(), get_indicators);
    view! {
        <Head title=indicators::words().title/>
        <FilterBar/>
        {loaded(data, move |indicators, frame| {
            let address = address.get_untracked().resolved(&frame);
            view! { <Content indicators frame address/> }
        })}
    }
}

#[component]
fn Content(indicators: Indicators, frame: Frame, address: Address) -> impl IntoView {
    let words = indicators::words();
    let heading = view! {
        <h1 class="title">{words.title}</h1>
        <p class="lead">{words.lead}</p>
    };
    if indicators.areas.is_empty() {
        return view! { {heading} <Empty title=words.empty/> }.into_any();
    }
    let n = indicators.areas.iter().map(|area| area.n).sum::<u32>();
    // Of longer selections the last periods alone are shown.
    let shown = indicators.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.n).sum::<u32>();
    let latest = (shown < n).then(|| indicators::latest(lang(), indicators.columns.len()));
    let (by_area, why) = (indicators.meta.by_area, indicators.meta.filter.clone());
    let (heat, ranking) = (heat(&indicators, &frame, &address), ranking(&indicators, &frame, &address));
    view! {
        {heading}
        <div class="choices"><Tabs label=history::words().by tabs=widths(&indicators, &frame, &address)/></div>
        <Lists indicators=indicators.clone() address=address.clone() limits=frame.bands/>
        <Section title=words.over_time n=shown by_area why=why.clone()>
            {latest.map(|latest| view! { <p class="hint">{latest}</p> })}
            {heat}
        </Section>
        <Section title=words.ranking class="wide-list" n by_area why>{ranking}</Section>
    }
    .into_any()
}

fn widths(indicators: &Indicators, frame: &Frame, address: &Address) -> Vec<Tab> {
    [Granularity::Month, Granularity::Quarter, Granularity::Year, Granularity::Named]
        .into_iter()
        .filter(|by| *by != Granularity::Named || !frame.options.periods.is_empty())
        .map(|by| {
            let name = history::granularity(lang(), by);
            Tab::new(name, address.own("por", by_code(by)), by == indicators.granularity)
        })
        .collect()
}

/// Areas × periods; a name opens the dashboard measured by that area, a cell the same in its period.
fn heat(indicators: &Indicators, frame: &Frame, address: &Address) -> impl IntoView + use<> {
    let words = indicators::words();
    let rows = indicators.rows.iter().map(|row| {
        let only = Filter { areas: vec![row.key.clone()], ..address.filter.clone() };
        let board = |filter: &Filter| Address::of("/", filter.clone()).href();
        HeatRow { href: Some(board(&only)), ..cells(row, &indicators.columns, &only, |inside| Some(board(inside))) }
    });
    let rows = rows.collect();
    let columns = columns(address, indicators.granularity, &indicators.columns);
    let heat = HeatWords { caption: words.over_time.to_owned(), corner: words.area, change: words.change };
    view! {
        <HeatTable words=heat columns pinned=None rows limits=frame.bands/>
        <Legend limits=frame.bands/>
        <p class="hint">{words.how_to_read}</p>
    }
}

/// The areas as rows with bars, best first.
fn ranking(indicators: &Indicators, frame: &Frame, address: &Address) -> impl IntoView + use<> {
    let item = |area: &AreaScore| RankItem {
        position: area.position,
        name: area.name.clone(),
        detail: frame.critical_areas.contains(&area.slug).then(|| common::words().key_area.to_owned()),
        mean: Mean { sum_hundredths: area.sum_hundredths, n: area.n },
        visited: true,
        filter: address.to_with("/", |filter| filter.areas = vec![area.slug.clone()]),
        current: false,
        open: None,
    };
    let items = indicators.areas.iter().map(item).collect();
    view! { <RankList items bands=frame.bands target=frame.target/> }
}
