//! `/administracion/solicitudes`: who came by Telegram and asks to be let in; granting or refusing it. Forms and links only:
//! it works without scripts.

mod one;

use leptos::prelude::*;

pub use one::RequestPage;

use super::people::{Told, failed};
use crate::{
    contract::RequestRow,
    server_fns::people::get_requests,
    ui::{
        components::{Empty, Head, Skeleton},
        fetched,
        i18n::{common, format, lang, people},
    },
};

/// See the module: the list.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let page = fetched(|| (), |()| get_requests());
    let words = people::words();
    view! {
        <Head title=words.requests/>
        <nav class="crumbs"><a href="/administracion">"← " {common::words().administration}</a></nav>
        <h1 class="title">{words.requests}</h1>
        <p class="lead">{words.requests_lead}</p>
        <Told/>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(requests) if requests.is_empty() => {
                        view! { <Empty title=words.no_requests text=words.no_requests_text/> }.into_any()
                    }
                    Ok(requests) => {
                        view! { <ul class="profile-rows requests">{requests.into_iter().map(row).collect_view()}</ul> }
                            .into_any()
                    }
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

fn row(request: RequestRow) -> impl IntoView {
    let words = people::words();
    let href = ["/administracion/solicitudes/", &request.id.to_string()].concat();
    view! {
        <li>
            <span>
                <b>{request.name} {request.username.map(|name| [" @", &name].concat())}</b>
                {request.note.map(|note| view! { <q>{note}</q> })}
                <small>{words.asked} ": " {format::instant(lang(), &request.asked)}</small>
            </span>
            <a class="button" href=href>{words.decide}</a>
        </li>
    }
}
