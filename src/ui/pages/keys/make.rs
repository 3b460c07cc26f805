//! The form for a new key.

use leptos::prelude::*;

use crate::{
    contract::{KeysPage, Part, USUAL_DAYS},
    domain::Role,
    ui::{
        components::{Csrf, ScopePicker, Section},
        i18n::keys,
    },
};

/// See the module.
#[component]
pub fn Make(page: KeysPage) -> impl IntoView {
    let words = keys::words();
    if !page.can_make {
        return view! { <Section title=words.new id="nueva"><p class="hint">{words.cannot_make}</p></Section> }
            .into_any();
    }
    let of = page.all;
    let days = page.days.into_iter().map(|days| {
        view! { <option value=days selected=days == USUAL_DAYS>{words.day_count.count(days)}</option> }
    });
    view! {
        <Section title=words.new id="nueva" note=words.new_lead>
            <form class="keys-make" method="post" action="/administracion/llaves">
                <Csrf/>
                <div class="keys-field">
                    <label for="key-name">{words.name}</label>
                    <input id="key-name" type="text" name="nombre" required maxlength="80" autocomplete="off" aria-describedby="key-name-hint"/>
                    <small class="hint" id="key-name-hint">{words.name_hint}</small>
                </div>
                <fieldset>
                    <legend>{words.role}</legend>
                    {[Role::Viewer, Role::Supervisor].map(|role| radio("rol", role.code(), keys::role(role), role == Role::Viewer))}
                </fieldset>
                <fieldset>
                    <legend>{words.scope_lead}</legend>
                    {radio("alcance", "parte", words.only, true)}
                    <ScopePicker choices=page.choices covered=Part { count: 0, of }/>
                    {radio("alcance", "todo", words.everything, false)}
                </fieldset>
                <div class="keys-field">
                    <label for="key-days">{words.days}</label>
                    <select id="key-days" name="dias">{days.collect_view()}</select>
                </div>
                <button class="button primary" type="submit">{words.make}</button>
            </form>
        </Section>
    }
    .into_any()
}

fn radio(name: &'static str, value: &'static str, words: &'static str, checked: bool) -> impl IntoView {
    view! { <label class="keys-choice"><input type="radio" name=name value=value checked=checked/><span>{words}</span></label> }
}
