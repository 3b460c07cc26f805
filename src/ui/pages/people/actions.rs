//! What can be done about somebody beside their role: a link for a password, suspending, removing.

use leptos::prelude::*;

use crate::{
    contract::{PersonRow, PersonState},
    ui::{
        components::{Csrf, Section},
        i18n::people,
    },
};

/// See the module. Of oneself only the password: whoever runs the organization does not lock themselves out.
#[component]
pub fn Actions(person: PersonRow) -> impl IntoView {
    let words = people::words();
    let id = person.id;
    let button = move |what: &str, name: &'static str| {
        let action = ["/administracion/personas/", &id.to_string(), "/", what].concat();
        view! {
            <form class="actions" method="post" action=action><Csrf/><button class="button" type="submit">{name}</button></form>
        }
    };
    let enter = match (&person.login, person.state) {
        (_, PersonState::Barred) => None,
        (None, _) => Some((words.enter_telegram, None)),
        (Some(_), PersonState::Invited) => Some((words.enter_invite, Some(button("enlace", words.enter_invite_do)))),
        (Some(_), _) => Some((words.enter_reset, Some(button("enlace", words.enter_reset_do)))),
    };
    let enter = enter.map(|(lead, button)| view! { <Section title=words.enter_title note=lead>{button}</Section> });
    let others = (!person.me).then(|| {
        let (bar_title, bar_lead, bar_path) = match person.state {
            PersonState::Barred => (words.admit, words.admit_lead, "readmitir"),
            _ => (words.bar, words.bar_lead, "suspender"),
        };
        view! {
            <Section title=bar_title note=bar_lead>{button(bar_path, bar_title)}</Section>
            // Asked once more: it is the one thing here that another click does not undo.
            <Section title=words.take_out note=words.take_out_lead>
                <details class="member-out">
                    <summary class="button">{words.take_out_ask}</summary>
                    {button("quitar", words.take_out_do)}
                </details>
            </Section>
        }
    });
    view! { <div class="member-actions">{enter}{others}</div> }
}
