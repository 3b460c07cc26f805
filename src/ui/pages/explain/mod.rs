//! `/porque`: the supervisions behind a figure, the account it comes from, and what moved it.

mod account;
mod movers;

use leptos::prelude::*;

use account::Account;
use movers::Movers;

use crate::{
    contract::Frame,
    domain::views::{Explain, ExplainSort},
    server_fns::explain::get_explain,
    ui::{
        Address,
        components::{Empty, FilterBar, Head, Pager, Section, Tab, Tabs, Visits},
        fetched,
        i18n::{explain, lang},
        links::explain_code,
        loaded, use_address, use_query,
    },
};

/// See the module.
#[component]
pub fn ExplainPage() -> impl IntoView {
    let (query, address) = (use_query(), use_address());
    let data = fetched(move || query.get(), get_explain);
    view! {
        <Head title=explain::words().title/>
        <FilterBar/>
        {loaded(data, move |explain, frame| {
            let address = address.get_untracked().resolved(&frame);
            view! { <Content explain frame address/> }
        })}
    }
}

#[component]
fn Content(explain: Explain, frame: Frame, address: Address) -> impl IntoView {
    let words = explain::words();
    let page = (explain.supervisions.page, explain.supervisions.per_page, explain.supervisions.total);
    let account = (explain.n > 0).then(|| view! { <Account explain=explain.clone() frame=frame.clone()/> });
    let moved = (explain.n > 0).then(|| view! { <Movers explain=explain.clone() address=address.clone()/> });
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
        <nav class="crumbs"><a href=address.to("/")>"← " {words.back}</a></nav>
        <h1 class="title">{words.title}</h1>
        <p class="lead">{if explain.meta.by_area { words.lead_area } else { words.lead }}</p>
        {account}
        {moved}
        <Section title=words.supervisions n=page.2>{list}</Section>
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
