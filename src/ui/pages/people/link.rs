//! `/administracion/personas/enlace`: a one-time link, this once.

use leptos::prelude::*;

use super::failed;
use crate::{
    contract::MadeLink,
    server_fns::people::get_person_link,
    ui::{
        components::{Head, Once, Skeleton},
        fetched,
        i18n::people,
    },
};

/// See the module.
#[component]
pub fn LinkPage() -> impl IntoView {
    let made = fetched(|| (), |()| get_person_link());
    let words = people::words();
    view! {
        <Head title=words.link_address/>
        <nav class="crumbs"><a href="/administracion/personas">"← " {words.title}</a></nav>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match made.await {
                    Ok(Some(made)) => view! { <Shown made/> }.into_any(),
                    Ok(None) => view! {
                        <h1 class="title">{words.link_address}</h1>
                        <div class="note" role="status"><p>{words.link_gone}</p></div>
                    }
                    .into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(made: MadeLink) -> impl IntoView {
    let words = people::words();
    let title = if made.invitation { words.link_invitation } else { words.link_reset };
    let person = ["/administracion/personas/", &made.person.to_string()].concat();
    view! {
        <h1 class="title">{title} " " {made.name}</h1>
        <p class="lead" role="status">{words.link_lead}</p>
        <Once label=words.link_address value=made.address/>
        <div class="actions"><a class="button primary" href=person>{words.to_person}</a></div>
    }
}
