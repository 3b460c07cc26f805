//! `/administracion/auditoria`: what was done in the organization, newest first. Forms and links only: it works without
//! scripts.

mod entries;
mod filters;

use leptos::prelude::*;

use entries::Entries;
use filters::Filters;

use crate::{
    contract::AuditPage as Page,
    server_fns::audit::get_audit,
    ui::{
        Address,
        app::set_status,
        components::{Empty, ErrorNote, Head, Skeleton},
        fetched,
        i18n::audit,
        use_address, use_query,
    },
};

/// Where the page is.
const PATH: &str = "/administracion/auditoria";

/// See the module.
#[component]
pub fn AuditPage() -> impl IntoView {
    let query = use_query();
    let page = fetched(move || query.get(), get_audit);
    let words = audit::words();
    view! {
        <Head title=words.title/>
        <nav class="crumbs"><a href="/administracion">"← " {crate::ui::i18n::common::words().administration}</a></nav>
        <h1 class="title">{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Log page/> }.into_any(),
                    Err(error) => {
                        set_status(error.status());
                        view! { <ErrorNote error/> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

/// The address without the place in the list.
fn unpaged(address: Address) -> Address {
    address.set("antes", "").set("despues", "")
}

#[component]
fn Log(page: Page) -> impl IntoView {
    let words = audit::words();
    let address = unpaged(use_address().get_untracked());
    let place = |key: &str, number: Option<i64>| number.map(|number| address.own(key, &number.to_string()));
    let (newer, older) = (place("despues", page.newer), place("antes", page.older));
    let paged = page.filter.below.is_some() || page.filter.above.is_some();
    let newest = paged.then(|| address.href());
    let csv = address.href().replacen(PATH, &[PATH, ".csv"].concat(), 1);
    let list = if page.filter.reversed() {
        // The form says why.
        ().into_any()
    } else if page.entries.is_empty() {
        let unfiltered = page.filter.is_empty();
        let (title, text) =
            if unfiltered { (words.empty, words.empty_text) } else { (words.none_fits, words.none_fits_text) };
        view! {
            <Empty title text>
                {(!unfiltered).then(|| view! { <a class="button" href=PATH>{words.clear}</a> })}
            </Empty>
        }
        .into_any()
    } else {
        view! { <Entries entries=page.entries address/> }.into_any()
    };
    view! {
        <Filters filter=page.filter person=page.person csv/>
        {list}
        <nav class="audit-pages" aria-label=words.pages>
            {newer.map(|href| view! { <a class="button" rel="prev" href=href>"← " {words.newer}</a> })}
            {newest.map(|href| view! { <a class="audit-newest" href=href>{words.newest}</a> })}
            {older.map(|href| view! { <a class="button" rel="next" href=href>{words.older} " →"</a> })}
        </nav>
    }
}
