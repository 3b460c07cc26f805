//! `/reportes`: one's own reports, and those that others share.

use leptos::prelude::*;

use super::{actions::Actions, failed, told};
use crate::{
    contract::{ReportRow, ReportsPage as Page},
    server_fns::reports::get_reports,
    ui::{
        components::{DataTable, Empty, Head, Pager, Section, Skeleton},
        fetched,
        i18n::{common, format, lang, reports},
        use_address, use_query,
    },
};

/// See the module.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let query = use_query();
    let page = fetched(move || query.get(), get_reports);
    let words = reports::words();
    view! {
        <Head title=common::words().reports/>
        <h1 class="title">{common::words().reports}</h1>
        <p class="lead">{words.lead}</p>
        {told()}
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <List page/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

#[component]
fn List(page: Page) -> impl IntoView {
    let words = reports::words();
    let Page { reports, search, can_make } = page;
    let shut = (!can_make).then(|| view! { <p class="note">{words.cannot}</p> });
    let (total, number, per_page) = (reports.total, reports.page, reports.per_page);
    let searched = !search.is_empty();
    let body = match (total, searched) {
        (0, true) => view! {
            <Empty title=words.none_fits><a class="button" href="/reportes">{words.all}</a></Empty>
        }
        .into_any(),
        (0, false) => view! {
            <Empty title=words.none text=words.none_text><a class="button" href="/">{words.to_board}</a></Empty>
        }
        .into_any(),
        _ => {
            let address = use_address().get_untracked().set("hecho", "").set("error", "");
            view! {
                <Section title=common::words().reports n=total>
                    <div class="card-rows report-list"><DataTable caption=common::words().reports>
                        <thead>
                            <tr>
                                {[words.name, words.shows, words.format, words.owner, words.changed, words.actions]
                                    .map(|word| view! { <th scope="col">{word}</th> })}
                            </tr>
                        </thead>
                        <tbody>{reports.items.into_iter().map(|report| row(report, can_make)).collect_view()}</tbody>
                    </DataTable></div>
                </Section>
                <Pager address page=number per_page total/>
            }
            .into_any()
        }
    };
    view! {
        {shut}
        {(searched || total > 0).then(|| view! {
            <form class="report-search" method="get" action="/reportes" role="search">
                <label for="report-search">{words.search}</label>
                <input id="report-search" type="search" name="buscar" maxlength="100" placeholder=words.search_hint value=search/>
                <button class="button" type="submit">{words.search}</button>
            </form>
        })}
        {body}
    }
}

fn row(report: ReportRow, can_make: bool) -> impl IntoView {
    let words = reports::words();
    let href = ["/reportes/", &report.id.to_string()].concat();
    let owner = if report.own { words.you.to_owned() } else { report.owner.clone() };
    view! {
        <tr>
            <th scope="row">
                <a href=href>{report.name.clone()}</a>
                {report.shared.then(|| view! { " " <span class="tag">{words.shared}</span> })}
            </th>
            <td class="report-shows">{reports::view(&report.shows)}<small class="hint">{reports::filter(&report.shows)}</small></td>
            <td>{reports::format(&report.format)}</td>
            <td data-name=words.owner>{owner}</td>
            <td data-name=words.changed>{format::instant(lang(), &report.changed)}</td>
            <td><Actions report can_make edit=true/></td>
        </tr>
    }
}
