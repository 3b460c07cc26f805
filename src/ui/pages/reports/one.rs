//! `/reportes/{id}` and `/reportes/nuevo`: one report and its form.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{actions::Actions, failed, form::Form, told};
use crate::{
    contract::ReportPage as Page,
    server_fns::reports::get_report,
    ui::{
        components::{Fact, Facts, Head, Section, Skeleton},
        fetched,
        i18n::{common, format, lang, reports},
        use_query,
    },
};

/// See the module.
#[component]
pub fn ReportPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query());
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let page = fetched(move || (id(), query.get()), |(id, query)| get_report(id, query));
    view! {
        <Head title=common::words().reports/>
        <nav class="crumbs"><a href="/reportes">"← " {common::words().reports}</a></nav>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <One page/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

#[component]
fn One(page: Page) -> impl IntoView {
    let words = reports::words();
    let report = page.report.clone();
    let (can_make, shows) = (page.can_make, page.shows.clone());
    let title = report.as_ref().map_or_else(|| words.new.to_owned(), |report| report.name.clone());
    let may_change = report.as_ref().map_or(can_make, |report| report.may_change);
    let facts = report.as_ref().map(|report| {
        let owner = if report.own { words.you.to_owned() } else { report.owner.clone() };
        let facts = vec![
            Some(Fact::new(words.owner, owner)),
            report.shared.then(|| Fact::new(words.shared, lang().pick("Sí", "Yes"))),
            Some(Fact::new(words.format, reports::format(&report.format))),
            Some(Fact::new(words.changed, format::instant(lang(), &report.changed))),
        ];
        view! { <Facts facts/> }
    });
    // On the way back the view knows which report its filters are for.
    let mark = report.as_ref().filter(|_| may_change).map(|report| {
        let first = if shows.page.contains('?') { "&" } else { "?" };
        [first, "reporte=", &report.id.to_string()].concat()
    });
    let open = [&shows.page, mark.as_deref().unwrap_or_default()].concat();
    let lead = match (&mark, &report) {
        (Some(_), _) => words.open_lead,
        (None, None) => words.open_new_lead,
        (None, Some(_)) => words.of_others,
    };
    view! {
        <h1 class="title">{title}</h1>
        {told()}
        {facts}
        {report.map(|report| view! { <Actions report can_make edit=false/> })}
        <Section title=words.shows note=lead>
            <p class="report-what"><b>{reports::view(&shows)}</b>" · "{reports::filter(&shows)}</p>
            <p><a class="button" href=open>{words.open}</a></p>
        </Section>
        {if may_change {
            view! { <Form page/> }.into_any()
        } else if can_make {
            ().into_any()
        } else {
            view! { <p class="note">{words.cannot}</p> }.into_any()
        }}
    }
}
