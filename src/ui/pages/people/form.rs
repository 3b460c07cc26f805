//! What an administrator says of somebody: role and scope, and of a person also their name.

use leptos::prelude::*;

use super::complaint;
use crate::{
    contract::{MemberFields, Part, Problem, ScopeChoices},
    domain::Role,
    ui::{
        app::set_status,
        components::{Csrf, ScopePicker},
        i18n::{people, scope},
    },
};

/// Posts to `action`. `login`: the field for it is there too, for somebody new. `named`: the field for the name is there.
#[component]
pub fn MemberForm(
    action: String,
    form: MemberFields,
    choices: ScopeChoices,
    covered: Part,
    problem: Option<Problem>,
    submit: &'static str,
    #[prop(optional)] login: bool,
    #[prop(optional)] named: bool,
) -> impl IntoView {
    let words = people::words();
    let wrong = problem.as_ref().map(|problem| problem.code.clone()).unwrap_or_default();
    if problem.is_some() {
        set_status(422);
    }
    let MemberFields { login: user, name, role, scope: chosen } = form;
    let roles = [Role::Viewer, Role::Supervisor, Role::Director, Role::Admin].map(|each| {
        view! {
            <label class="keys-choice member-role">
                <input type="radio" name="rol" value=each.code() required checked=role == Some(each)/>
                <span><b>{scope::role(each)}</b><small class="hint">{people::does(each)}</small></span>
            </label>
        }
    });
    view! {
        {problem.as_ref().map(complaint)}
        <form class="keys-make member" method="post" action=action>
            <Csrf/>
            {named.then(|| view! {
                <Text label=words.name name="nombre" value=name wrong=wrong == "name" hint=""/>
            })}
            {login.then(|| view! {
                <Text label=words.login name="usuario" value=user wrong=wrong == "login" || wrong == "already" hint=words.login_hint/>
            })}
            <fieldset aria-invalid=(wrong == "role").then_some("true")>
                <legend>{words.role}</legend>
                <div class="member-roles">{roles}</div>
            </fieldset>
            <fieldset class="member-scope" aria-invalid=(wrong == "no_scope" || wrong == "scope").then_some("true")>
                <legend>{words.sees}</legend>
                <ScopePicker choices chosen covered/>
            </fieldset>
            <p class="hint member-whole">{words.sees_all}</p>
            <button class="button primary" type="submit" data-main="">{submit}</button>
        </form>
    }
    .into_any()
}

#[component]
fn Text(label: &'static str, name: &'static str, value: String, wrong: bool, hint: &'static str) -> impl IntoView {
    let (id, hint_id) = (["member-", name].concat(), ["member-", name, "-hint"].concat());
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="keys-field">
            <label for=id.clone()>{label}</label>
            <input id=id type="text" name=name value=value required maxlength="100" autocomplete="off" autocapitalize="off"
                spellcheck="false" aria-invalid=wrong.then_some("true") aria-describedby=described/>
            {(!hint.is_empty()).then(|| view! { <small class="hint" id=hint_id>{hint}</small> })}
        </div>
    }
}
