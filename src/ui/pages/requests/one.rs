//! `/administracion/solicitudes/{id}`: one request, and the decision on it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::super::people::{MemberForm, failed};
use crate::{
    contract::{RequestPage as Page, RequestRow},
    server_fns::people::get_request,
    ui::{
        components::{Csrf, Fact, Facts, Head, Section, Skeleton},
        fetched,
        i18n::{format, lang, people},
    },
};

/// See the module.
#[component]
pub fn RequestPage() -> impl IntoView {
    let params = use_params_map();
    let page = fetched(move || params.with(|params| params.get("id").unwrap_or_default()), get_request);
    let words = people::words();
    view! {
        <Head title=words.requests/>
        <nav class="crumbs"><a href="/administracion/solicitudes">"← " {words.requests}</a></nav>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Decide page/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

#[component]
fn Decide(page: Page) -> impl IntoView {
    let words = people::words();
    let Page { request, form, choices, covered, problem } = page;
    let RequestRow { id, name, username, telegram_id, note, asked } = request;
    let action = ["/administracion/solicitudes/", &id.to_string()].concat();
    let refuse = [&action, "/rechazar"].concat();
    let account = username.map_or_else(|| telegram_id.to_string(), |name| ["@", &name].concat());
    let facts = vec![
        Some(Fact::new(words.telegram, account).note(telegram_id.to_string())),
        Some(Fact::new(words.asked, format::instant(lang(), &asked))),
        note.map(|note| Fact::new(words.note, note)),
    ];
    view! {
        <h1 class="title">{name}</h1>
        <Facts facts/>
        <Section title=words.grant note=words.grant_lead>
            <MemberForm action form choices covered problem submit=words.grant/>
        </Section>
        <Section title=words.refuse note=words.refuse_lead>
            <form class="actions" method="post" action=refuse>
                <Csrf/>
                <button class="button" type="submit">{words.refuse}</button>
            </form>
        </Section>
    }
}
