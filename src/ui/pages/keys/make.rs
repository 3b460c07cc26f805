//! The form for a new key.

use leptos::prelude::*;

use crate::{
    contract::{Choice, KeysPage, USUAL_DAYS},
    domain::Role,
    ui::{
        components::{Csrf, Section},
        i18n::{common, keys, lang},
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
    let territories = page.territories.into_iter().map(|territory| Choice {
        value: territory.code().to_owned(),
        name: common::territory(lang(), territory).to_owned(),
    });
    let parts = [
        (words.groups, "grupo", page.groups),
        (words.states, "estado", page.states),
        (words.territories, "territorio", territories.collect()),
    ];
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
                    <div class="keys-parts">{parts.map(|(title, name, choices)| part(title, name, choices))}</div>
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

/// Values of one sort to tick; nothing where there are none.
fn part(title: &'static str, name: &'static str, choices: Vec<Choice>) -> impl IntoView {
    (!choices.is_empty()).then(|| {
        let boxes = choices.into_iter().map(|choice| {
            view! {
                <label class="keys-choice"><input type="checkbox" name=name value=choice.value/><span>{choice.name}</span></label>
            }
        });
        view! {
            <fieldset class="keys-part">
                <legend>{title}</legend>
                <div class="keys-boxes" tabindex="0" role="group" aria-label=title>{boxes.collect_view()}</div>
            </fieldset>
        }
    })
}
