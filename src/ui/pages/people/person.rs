//! `/administracion/personas/nueva` and `/administracion/personas/{id}`.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{Told, actions::Actions, failed, form::MemberForm};
use crate::{
    contract::{PersonPage as Page, PersonRow},
    server_fns::people::get_person,
    ui::{
        components::{Fact, Facts, Head, Section, Skeleton},
        fetched,
        i18n::{people, scope},
    },
};

fn back() -> impl IntoView {
    view! { <nav class="crumbs"><a href="/administracion/personas">"← " {people::words().title}</a></nav> }
}

/// The form for somebody new.
#[component]
pub fn InvitePage() -> impl IntoView {
    let page = fetched(|| (), |()| get_person(None));
    let words = people::words();
    view! {
        <Head title=words.invite_title/>
        {back()}
        <h1 class="title">{words.invite_title}</h1>
        <p class="lead">{words.invite_lead}</p>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(Page { form, choices, covered, problem, .. }) => view! {
                        <MemberForm action="/administracion/personas/nueva".into() form choices covered problem
                            submit=words.invite_do login=true named=true/>
                    }
                    .into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

/// Somebody, and what can be done about them.
#[component]
pub fn PersonPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let page = fetched(id, |id| get_person(Some(id)));
    view! {
        <Head title=people::words().title/>
        {back()}
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(Page { person: Some(person), form, choices, covered, problem }) => {
                        let action = ["/administracion/personas/", &person.id.to_string()].concat();
                        view! {
                            <About person=person.clone()/>
                            <Section title=people::words().edit>
                                <MemberForm action form choices covered problem submit=people::words().save named=true/>
                            </Section>
                            <Actions person/>
                        }
                        .into_any()
                    }
                    Ok(_) => ().into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

#[component]
fn About(person: PersonRow) -> impl IntoView {
    let words = people::words();
    let enters = [person.login, person.telegram.then(|| words.telegram.to_owned())];
    let mut sees = Fact::new(scope::words().scope, scope::sentence(&person.scope));
    if !person.scope.whole {
        sees = sees.note(scope::covered(person.scope.covered));
    }
    let facts = vec![
        Some(Fact::new(words.enters, enters.into_iter().flatten().collect::<Vec<_>>().join(", "))),
        Some(Fact::new(words.role, scope::role(person.role))),
        Some(sees),
        Some(Fact::new(words.state, people::state(person.state))),
    ];
    view! {
        <h1 class="title">{person.name} {person.me.then(|| view! { " " <span class="tag">{words.you}</span> })}</h1>
        <Told/>
        <Facts facts/>
    }
}
