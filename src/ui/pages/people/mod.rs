//! `/administracion/personas`: who is in the organization; inviting, changing, suspending, removing them. Forms and links
//! only: it works without scripts.

mod actions;
mod form;
mod link;
mod person;

use leptos::prelude::*;

pub use form::MemberForm;
pub use link::LinkPage;
pub use person::{InvitePage, PersonPage};

use crate::{
    contract::{AppError, PeoplePage as Page, PersonRow, PersonState, Problem},
    domain::Action,
    server_fns::people::get_people,
    ui::{
        app::set_status,
        components::{DataTable, Empty, ErrorNote, Head, Section, Skeleton},
        fetched,
        i18n::{common, people, scope},
        use_address, use_frame,
    },
};

/// See the module: the list.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let page = fetched(|| (), |()| get_people());
    let words = people::words();
    view! {
        <Head title=words.title/>
        <nav class="crumbs"><a href="/administracion">"← " {common::words().administration}</a></nav>
        <div class="title-row">
            <h1 class="title">{words.title}</h1>
            <Invite/>
        </div>
        <p class="lead">{words.lead}</p>
        <Told/>
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

/// The way to the form for somebody new; nothing for who may not.
#[component]
fn Invite() -> impl IntoView {
    let frame = use_frame();
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let may = frame.await.is_ok_and(|frame| frame.may(Action::People));
                may.then(|| {
                    view! { <a class="button primary" href="/administracion/personas/nueva">{people::words().invite}</a> }
                })
            })}
        </Transition>
    }
}

/// What became of the last form, by its code in the address.
#[component]
pub fn Told() -> impl IntoView {
    let address = use_address();
    move || {
        address.with(|address| match address.get("error") {
            Some(code) => Some(complaint(&Problem { code: code.to_owned(), detail: String::new() })),
            None => address
                .get("hecho")
                .and_then(people::done)
                .map(|done| view! { <p class="profile-done" role="status">{done}</p> }.into_any()),
        })
    }
}

/// What is wrong, above the form.
pub fn complaint(problem: &Problem) -> AnyView {
    view! {
        <div class="note error" role="alert"><p class="note-title">{people::complaint(problem)}</p></div>
    }
    .into_any()
}

/// In place of a page that could not be drawn.
pub fn failed(error: AppError) -> AnyView {
    set_status(error.status());
    view! { <ErrorNote error/> }.into_any()
}

#[component]
fn List(page: Page) -> impl IntoView {
    let words = people::words();
    let Page { people, requests } = page;
    let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let alone = matches!(people.as_slice(), [only] if only.me);
    let waiting = (requests > 0).then(|| {
        view! {
            <p class="people-waiting">
                <a href="/administracion/solicitudes">{words.request_waits.count(requests)} " →"</a>
            </p>
        }
    });
    view! {
        {waiting}
        {alone.then(|| view! { <Empty title=words.only_me text=words.only_me_text/> })}
        <Section title=words.all n=count>
            <div class="card-rows people-list"><DataTable caption=words.all>
                <thead>
                    <tr>
                        {[words.name, words.enters, words.role, scope::words().scope, words.state]
                            .map(|word| view! { <th scope="col">{word}</th> })}
                    </tr>
                </thead>
                <tbody>{people.into_iter().map(row).collect_view()}</tbody>
            </DataTable></div>
        </Section>
    }
}

fn row(person: PersonRow) -> impl IntoView {
    let words = people::words();
    let href = ["/administracion/personas/", &person.id.to_string()].concat();
    let enters = [person.login.clone(), person.telegram.then(|| words.telegram.to_owned())];
    let enters = enters.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let whole = person.scope.whole;
    view! {
        <tr data-ended=(person.state == PersonState::Barred).then_some("")>
            <th scope="row">
                <a href=href>{person.name}</a>
                {person.me.then(|| view! { " " <span class="tag">{words.you}</span> })}
            </th>
            <td>{enters}</td>
            <td>{scope::role(person.role)}</td>
            <td class="keys-scope">
                {scope::sentence(&person.scope)}
                {(!whole).then(|| view! { <small class="hint">{scope::covered(person.scope.covered)}</small> })}
            </td>
            <td>{people::state(person.state)}</td>
        </tr>
    }
}
