//! `/porque`: what is behind a figure: its supervisions with the account it comes from and what moved it, or the branches of
//! a coverage, or the scores around a median.

mod account;
mod coverage;
mod median;
mod movers;

use leptos::prelude::*;

use account::Account;
use movers::Movers;

use crate::{
    contract::{Frame, Why},
    domain::views::{Explain, ExplainSort, Figure},
    server_fns::explain::get_explain,
    ui::{
        Address,
        app::tell_results,
        components::{Empty, FilterBar, Head, Pager, Section, Tab, Tabs, Visits},
        followed,
        i18n::{explain, lang},
        links::explain_code,
        loaded, use_address, use_query,
    },
};

/// See the module.
#[component]
pub fn ExplainPage() -> impl IntoView {
    let (query, address) = (use_query(), use_address());
    let data = followed(move || query.get(), get_explain);
    view! {
        <FilterBar/>
        {loaded(data, move |why, frame| {
            let address = address.get_untracked().resolved(&frame);
            match why {
                Why::Average(explain) => view! { <Content figure=Figure::Average explain frame address/> }.into_any(),
                Why::Visits(explain) => view! { <Content figure=Figure::Visits explain frame address/> }.into_any(),
                Why::Outside(explain) => view! { <Content figure=Figure::Outside explain frame address/> }.into_any(),
                Why::Coverage(coverage) => coverage::page(coverage, &frame, &address).into_any(),
                Why::Median(spread) => median::page(spread, &frame, &address).into_any(),
            }
        })}
    }
}

/// The way back, what is asked, and how the figure is made.
fn head(figure: Figure, by_area: bool, address: &Address) -> impl IntoView + use<> {
    let (title, lead) = explain::question(lang(), figure, by_area);
    view! {
        <Head title/>
        <nav class="crumbs"><a href=address.to("/")>"← " {explain::words().back}</a></nav>
        <h1 class="title">{title}</h1>
        <p class="lead">{lead}</p>
    }
}

/// A figure made of supervisions.
#[component]
fn Content(figure: Figure, explain: Explain, frame: Frame, address: Address) -> impl IntoView {
    let words = explain::words();
    let page = (explain.supervisions.page, explain.supervisions.per_page, explain.supervisions.total);
    tell_results(page.2);
    let some = explain.n > 0;
    let by_area = explain.meta.by_area;
    let counted = (figure == Figure::Visits)
        .then(|| view! { <p class="summary">{explain::counted(lang(), by_area, page.2, explain.n)}</p> });
    let account =
        (some && figure != Figure::Visits).then(|| view! { <Account explain=explain.clone() frame=frame.clone()/> });
    let moved = (some && figure == Figure::Average)
        .then(|| view! { <Movers explain=explain.clone() address=address.clone()/> });
    let list = if explain.supervisions.items.is_empty() {
        view! { <Empty title=words.empty/> }.into_any()
    } else {
        view! {
            <Tabs label=words.sort tabs=sorts(&address)/>
            <Visits lines=explain.supervisions.items limits=frame.bands/>
            <Pager page=page.0 per_page=page.1 total=page.2 address=address.clone()/>
        }
        .into_any()
    };
    view! {
        {head(figure, by_area, &address)}
        {counted}
        {account}
        {moved}
        <Section title=words.supervisions n=page.2 by_area>{list}</Section>
    }
}

fn sorts(address: &Address) -> Vec<Tab> {
    let now = address.get("orden").unwrap_or_default();
    [ExplainSort::Newest, ExplainSort::Worst, ExplainSort::Best]
        .map(|sort| {
            let current = explain_code(sort) == now || (sort == ExplainSort::Newest && now == "newest");
            Tab::new(explain::sort(lang(), sort), address.own("orden", explain_code(sort)), current)
        })
        .into()
}
