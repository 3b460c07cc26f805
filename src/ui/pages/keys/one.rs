//! `/administracion/llaves/{id}`: one key, and the question whether to revoke it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{failed, list::state};
use crate::{
    contract::{ApiKeyRow, KeyState},
    server_fns::keys::get_key,
    ui::{
        components::{Csrf, Fact, Facts, Head, Section, Skeleton},
        fetched,
        i18n::{format, keys, lang, scope},
    },
};

/// See the module.
#[component]
pub fn OnePage() -> impl IntoView {
    let params = use_params_map();
    let key = fetched(move || params.with(|params| params.get("id").unwrap_or_default()), get_key);
    let words = keys::words();
    view! {
        <Head title=words.title/>
        <nav class="crumbs"><a href="/administracion/llaves">"← " {words.back}</a></nav>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match key.await {
                    Ok(key) => view! { <One key/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

#[component]
fn One(key: ApiKeyRow) -> impl IntoView {
    let words = keys::words();
    let day = |day: &str| format::day_text(lang(), day);
    let used = key.used.as_deref().map_or_else(|| words.never.to_owned(), |used| format::instant(lang(), used));
    let facts = vec![
        Some(Fact::new(words.key, [&key.visible, "…"].concat())),
        Some(Fact::new(words.role, scope::role(key.role))),
        Some(Fact::new(words.scope, scope::sentence(&key.scope)).note(scope::covered(key.scope.covered))),
        Some(Fact::new(words.made, day(&key.made))),
        key.made_by.clone().map(|name| Fact::new(words.made_by, name)),
        Some(Fact::new(words.expires, day(&key.expires))),
        Some(Fact::new(words.used, used)),
        Some(Fact::new(words.state, state(&key.state))),
    ];
    let revoke = (!matches!(key.state, KeyState::Revoked(_))).then(|| {
        view! {
            <Section title=words.revoke note=words.revoke_lead>
                <form class="actions" method="post" action=format!("/administracion/llaves/{}/revocar", key.id)>
                    <Csrf/>
                    <button class="button primary" type="submit">{words.revoke}</button>
                    <a class="button" href="/administracion/llaves">{words.keep}</a>
                </form>
            </Section>
        }
    });
    view! {
        <h1 class="title">{key.name}</h1>
        <Facts facts/>
        {revoke}
    }
}
