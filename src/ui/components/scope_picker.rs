//! What somebody sees: groups, states, territories and branches to tick, with a count of the branches that come to.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    contract::{Choice, Part, SCOPE_FIELDS, ScopeChoices},
    domain::{Scope, text::fold},
    server_fns::people::count_scope,
    ui::{
        browser,
        i18n::{common, lang, scope},
    },
};

/// A pause in ticking that is worth a question.
const PAUSE: Duration = Duration::from_millis(200);
/// More than this many values of a sort are searched through.
const SEARCHED: usize = 12;

/// Fields of a form (see [`SCOPE_FIELDS`]). `chosen` is ticked, `covered` what that comes to. The count follows what is
/// ticked; without scripts a button of the form asks for it.
#[component]
pub fn ScopePicker(choices: ScopeChoices, #[prop(optional)] chosen: Scope, covered: Part) -> impl IntoView {
    let words = scope::words();
    let count = RwSignal::new(covered);
    let last = StoredValue::new(String::new());
    let ask = move |event: leptos::ev::Event| {
        let Some(query) = browser::form::query_of(&event) else { return };
        let ours = |pair: &&str| pair.split('=').next().is_some_and(|name| SCOPE_FIELDS.contains(&name));
        let form = query.split('&').filter(ours).collect::<Vec<_>>().join("&");
        last.set_value(form.clone());
        // An answer that belongs to what was ticked before counts for nothing.
        let wanted = move |form: &str| last.try_with_value(|last| last == form) == Some(true);
        let answer = async move {
            if wanted(&form)
                && let Ok(part) = count_scope(form.clone()).await
                && wanted(&form)
            {
                count.set(part);
            }
        };
        set_timeout(move || spawn_local(answer), PAUSE);
    };
    let territories = choices.territories.iter().map(|territory| Choice {
        value: territory.code().to_owned(),
        name: common::territory(lang(), *territory).to_owned(),
    });
    let ticked_territories: Vec<String> =
        chosen.territories.iter().map(|territory| territory.code().to_owned()).collect();
    let listed = choices.branches.is_empty();
    let codes = chosen.branches.join("\n");
    view! {
        <div class="scope" on:change=ask>
            // What Enter in a field of the form does, before the button that only counts.
            <button class="vh" type="submit" tabindex="-1" aria-hidden="true"></button>
            <p class="hint">{words.lead}</p>
            <div class="scope-parts">
                <Values title=words.territories name="territorio" choices=territories.collect() ticked=ticked_territories/>
                <Values title=words.groups name="grupo" choices=choices.groups ticked=chosen.groups/>
                <Values title=words.states name="estado" choices=choices.states ticked=chosen.states/>
                <Values title=words.branches name="sucursal" choices=choices.branches ticked=chosen.branches/>
                {listed.then(|| view! {
                    <label class="scope-codes">
                        <b>{words.codes}</b>
                        <textarea name="sucursales" rows="5" spellcheck="false" autocomplete="off">{codes}</textarea>
                        <small class="hint">{words.codes_hint}</small>
                    </label>
                })}
            </div>
            <p class="scope-count" role="status" data-none=move || (count.get().count == 0).then_some("")>
                {move || scope::covered(count.get())}
                <button class="button scope-ask" type="submit" name="contar" value="1" formnovalidate>{words.count}</button>
            </p>
        </div>
    }
    .into_any()
}

/// Values of one sort to tick; nothing where there are none.
#[component]
fn Values(title: &'static str, name: &'static str, choices: Vec<Choice>, ticked: Vec<String>) -> impl IntoView {
    if choices.is_empty() {
        return ().into_any();
    }
    let needle = RwSignal::new(String::new());
    let find = (choices.len() > SEARCHED).then(|| {
        let label = [scope::words().find_in, " ", &title.to_lowercase()].concat();
        view! {
            <input class="scope-find" type="search" aria-label=label.clone() placeholder=label autocomplete="off"
                on:input:target=move |event| needle.set(fold(&event.target().value()))
                on:keydown=|event| if event.key() == "Enter" { event.prevent_default() }/>
        }
    });
    let boxes = choices.into_iter().map(|choice| {
        let checked = ticked.contains(&choice.value);
        let folded = fold(&choice.name);
        let hidden = move || !needle.with(|needle| folded.contains(needle.as_str()));
        view! {
            <label class="keys-choice" hidden=hidden>
                <input type="checkbox" name=name value=choice.value checked=checked/>
                <span>{choice.name}</span>
            </label>
        }
    });
    view! {
        <fieldset class="scope-part">
            <legend>{title}</legend>
            {find}
            <div class="scope-boxes" tabindex="0" role="group" aria-label=title>{boxes.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
