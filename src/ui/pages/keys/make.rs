//! The form for a new key.

use leptos::prelude::*;

use super::field::{Choice, Fault, Faulty};
use crate::{
    contract::{KeysPage, Problem},
    domain::Role,
    ui::{
        app::set_status,
        components::{Csrf, ScopePicker, Section},
        i18n::keys,
    },
};

/// See the module. A form that was not taken comes back as it was typed, with what is wrong at its field.
#[component]
pub fn Make(page: KeysPage) -> impl IntoView {
    let words = keys::words();
    let KeysPage { choices, form, covered, problem, days, can_make, .. } = page;
    if !can_make {
        return view! { <Section title=words.new id="nueva"><p class="hint">{words.cannot_make}</p></Section> }
            .into_any();
    }
    let faulty = Faulty::of(problem.as_ref());
    let chosen_days = form.days;
    let days = days.into_iter().map(move |each| {
        view! { <option value=each selected=each == chosen_days>{words.day_count.count(each)}</option> }
    });
    let roles = [Role::Viewer, Role::Supervisor].map(|role| {
        view! { <Choice name="rol" value=role.code() label=keys::role(role) checked=form.role == Some(role)/> }
    });
    view! {
        <Section title=words.new id="nueva" note=words.new_lead>
            {problem.as_ref().map(complaint)}
            <form class="keys-make" method="post" action="/administracion/llaves#nueva">
                <Csrf/>
                <div class="keys-field">
                    <label for="key-name">{words.name}</label>
                    <input id="key-name" type="text" name="nombre" required maxlength="80" autocomplete="off" value=form.name
                        aria-invalid=faulty.invalid("name") aria-describedby=faulty.described("name", "key-name-hint")/>
                    <Fault faulty name="name"/>
                    <small class="hint" id="key-name-hint">{words.name_hint}</small>
                </div>
                <fieldset aria-describedby=faulty.described("role", "")>
                    <legend>{words.role}</legend>
                    <Fault faulty name="role"/>
                    {roles}
                </fieldset>
                <fieldset aria-describedby=faulty.described("scope", "")>
                    <legend>{words.scope_lead}</legend>
                    <Fault faulty name="scope"/>
                    <Choice name="alcance" value="todo" label=words.everything checked=form.whole/>
                    <Choice name="alcance" value="parte" label=words.only checked=!form.whole/>
                    <div class="keys-part"><ScopePicker choices chosen=form.scope covered/></div>
                </fieldset>
                <div class="keys-field">
                    <label for="key-days">{words.days}</label>
                    <select id="key-days" name="dias" aria-invalid=faulty.invalid("days") aria-describedby=faulty.described("days", "")>
                        {days.collect_view()}
                    </select>
                    <Fault faulty name="days"/>
                </div>
                <button class="button primary" type="submit" data-main="">{words.make}</button>
            </form>
        </Section>
    }
    .into_any()
}

/// Above the form: that no key was made. Why, where it is no field's.
fn complaint(problem: &Problem) -> impl IntoView + use<> {
    let at_field = Faulty::of(Some(problem)) != Faulty::default();
    set_status(match problem.code.as_str() {
        "forbidden" => 403,
        "unavailable" => 503,
        "internal" => 500,
        _ => 422,
    });
    let text = if at_field { keys::words().not_made } else { keys::complaint(&problem.code) };
    view! { <div class="note error" role="alert"><p class="note-title">{text}</p></div> }
}
