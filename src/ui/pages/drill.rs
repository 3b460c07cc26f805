//! What the pages of a group and of a branch share: the dashboard's cards in their scope, position, last visits, ways on.

use leptos::prelude::*;

use crate::{
    contract::Frame,
    domain::{
        Day, Mean,
        views::{AreaScore, Dashboard, Kpis, SupervisionLine},
    },
    ui::{
        Address,
        components::{
            Empty, Fact, Inside, KpiStrip, RankItem, RankList, Section, Visits,
            charts::{BandChart, TrendChart},
        },
        i18n::{common, drill, format, lang},
    },
};

/// The cards: KPI strip, trend, bands, areas.
pub fn summary(dashboard: &Dashboard, frame: &Frame, address: &Address, inside: &Address) -> impl IntoView + use<> {
    let words = drill::words();
    let strip = view! {
        <div class="span-12">
            <KpiStrip dashboard=dashboard.clone() frame=frame.clone() address=address.clone() inside=inside.clone()/>
        </div>
    };
    if dashboard.kpis.supervisions == 0 {
        return view! { {strip} <div class="span-12"><Empty title=words.no_supervisions/></div> }.into_any();
    }
    let why = dashboard.meta.filter.clone();
    let (by_area, n, target) = (dashboard.meta.by_area, dashboard.kpis.n, frame.target);
    let (points, counts) = (dashboard.trend.clone(), dashboard.kpis.bands);
    let (trend, bands) = (address.clone(), address.clone());
    view! {
        {strip}
        <Section title=words.trend class="span-8" n by_area why=why.clone()>
            <TrendChart points target address=trend/>
        </Section>
        <Section title=words.bands class="span-4" n by_area why>
            <BandChart counts address=bands/>
        </Section>
        {areas(dashboard, frame, inside)}
    }
    .into_any()
}

/// The areas as rows with bars, best first; a tap tells what is behind the figure.
fn areas(dashboard: &Dashboard, frame: &Frame, inside: &Address) -> impl IntoView + use<> {
    let words = drill::words();
    let item = |area: &AreaScore| RankItem {
        position: area.position,
        name: area.name.clone(),
        detail: None,
        mean: Mean { sum_hundredths: area.sum_hundredths, n: area.n },
        visited: true,
        filter: inside.to_with("/porque", |filter| filter.areas = vec![area.slug.clone()]),
        current: false,
        open: None,
    };
    let items: Vec<_> = dashboard.areas.iter().map(item).collect();
    let body = if items.is_empty() {
        view! { <p class="none">{words.no_areas}</p> }.into_any()
    } else {
        view! { <RankList items bands=frame.bands target=frame.target/> }.into_any()
    };
    let n = dashboard.areas.iter().map(|area| area.n).sum::<u32>();
    let why = dashboard.meta.filter.clone();
    view! { <Section title=words.areas class="span-5 wide-list" n by_area=dashboard.meta.by_area why>{body}</Section> }
}

/// "3 de 20", leading to the ranking it is a place in. `frame` tells whether that ranking is of a scope.
pub fn position(position: Option<u32>, of: u32, kpis: &Kpis, frame: &Frame, ranking: String) -> Fact {
    let words = drill::words();
    match position {
        Some(position) => {
            Fact::new(words.position, drill::position_of(lang(), position, of, frame.scope().is_some())).to(ranking)
        }
        None => {
            Fact::new(words.position, format::NONE).note(common::without_score(kpis.branches_visited > 0).to_owned())
        }
    }
}

/// How long ago the last visit was, and its date.
pub fn since(last: Option<Day>, frame: &Frame, name: &'static str) -> Option<Fact> {
    let last = last?;
    let today = Day::parse(&frame.today)?;
    let date = format::day(lang(), last);
    Some(Fact::new(name, format::ago(lang(), today.number() - last.number())).note(date))
}

/// The last supervisions of the selection, and the way to all of them.
pub fn last_visits(lines: Vec<SupervisionLine>, frame: &Frame, inside: Inside, all: String) -> impl IntoView + use<> {
    let words = drill::words();
    let limits = frame.bands;
    (!lines.is_empty()).then(|| {
        view! {
            <Section title=words.last_supervisions >
                <Visits lines limits inside/>
                <p><a class="more-link" href=all>{words.all_supervisions}</a></p>
            </Section>
        }
    })
}

/// The same selection on other pages.
#[component]
pub fn Onward(links: Vec<(&'static str, String)>) -> impl IntoView {
    let links = links.into_iter().map(|(name, href)| view! { <a class="button" href=href>{name}</a> });
    view! { <nav class="onward" aria-label=drill::words().go_on>{links.collect_view()}</nav> }
}
