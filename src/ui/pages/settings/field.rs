//! Fields of forms of settings: what is wrong and what is stored stand beside what was typed.

use leptos::prelude::*;

use crate::{
    contract::{FormState, SettingsField, SettingsForm, SettingsPart},
    ui::{
        app::set_status,
        i18n::settings::{self, words},
        use_address,
    },
};

/// What became of a form, above it. `page` is where the form lies.
#[component]
pub fn Became(state: FormState, page: String, #[prop(optional)] gone: bool) -> impl IntoView {
    let (status, text) = match &state {
        FormState::Stored => return ().into_any(),
        FormState::Faulty => (422, settings::faulty()),
        FormState::Conflict => (409, if gone { settings::gone() } else { settings::conflict() }),
        FormState::Failed(code) => (if code == "unavailable" { 503 } else { 500 }, settings::failed(code)),
    };
    set_status(status);
    let discard = (state == FormState::Conflict && !gone)
        .then(|| view! { <p><a href=page rel="external">{words().discard}</a></p> });
    view! {
        <div class="note error" role="alert">
            <p class="note-title">{text}</p>
            {discard}
        </div>
    }
    .into_any()
}

/// What was done, by its code in the address, above the part that it was done to.
#[component]
pub fn Done(part: SettingsPart) -> impl IntoView {
    let address = use_address();
    let codes = move || if part == SettingsPart::Period { vec!["periodos", "quitado"] } else { vec![part.code()] };
    move || {
        address.with(|address| {
            let code = address.get("hecho").filter(|code| codes().contains(code))?;
            settings::done(code).map(|done| view! { <p class="profile-done" role="status">{done}</p> })
        })
    }
}

/// A label, a control, and what there is to say of it. `control` gets the control's id, whether it is wrong, and the id of
/// what describes it.
#[component]
pub fn Labelled(
    form: SettingsForm,
    name: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    /// What is stored, in words.
    #[prop(optional)]
    stored: Option<String>,
    control: impl FnOnce(Bound) -> AnyView,
) -> impl IntoView {
    let SettingsField { value, stored: kept, fault, .. } = form.field(name);
    let id = ["ajuste-", name].concat();
    let about = [&id, "-nota"].concat();
    let fault = fault.as_ref().map(settings::fault);
    let other = (form.state == FormState::Conflict && value != kept).then(|| {
        let kept = stored.filter(|_| !kept.is_empty()).unwrap_or(kept);
        let kept = if kept.is_empty() { words().nothing.to_owned() } else { kept };
        view! { <small class="stored">{words().now_stored} " " <b>{kept}</b></small> }
    });
    let wrong = fault.is_some().then_some("true");
    let described = (fault.is_some() || other.is_some() || !hint.is_empty()).then(|| about.clone());
    let notes = described.is_some().then(|| {
        view! {
            <span class="settings-notes" id=about>
                {fault.map(|fault| view! { <small class="fault">{fault}</small> })}
                {other}
                {(!hint.is_empty()).then(|| view! { <small class="hint">{hint}</small> })}
            </span>
        }
    });
    view! {
        <div class="keys-field">
            <label for=id.clone()>{label}</label>
            {control(Bound { id, name, value, wrong, described })}
            {notes}
        </div>
    }
    .into_any()
}

/// What a control is bound to.
pub struct Bound {
    pub id: String,
    pub name: &'static str,
    pub value: String,
    pub wrong: Option<&'static str>,
    pub described: Option<String>,
}

impl Bound {
    /// A line of text.
    pub fn text(self, most: &'static str, list: Option<&'static str>, required: bool) -> AnyView {
        view! {
            <input id=self.id type="text" name=self.name value=self.value required=required maxlength=most list=list
                autocomplete="off" spellcheck="false" aria-invalid=self.wrong aria-describedby=self.described/>
        }
        .into_any()
    }

    /// A number with decimals; each change is told to `typed`.
    pub fn number(self, typed: Option<RwSignal<String>>) -> AnyView {
        view! {
            <input id=self.id class="num" type="text" inputmode="decimal" name=self.name value=self.value required
                maxlength="10" autocomplete="off" aria-invalid=self.wrong aria-describedby=self.described
                on:input=move |event| {
                    if let Some(typed) = typed {
                        typed.set(event_target_value(&event));
                    }
                }/>
        }
        .into_any()
    }

    /// A day.
    pub fn day(self) -> AnyView {
        view! {
            <input id=self.id type="date" name=self.name value=self.value min="1970-01-01" max="2149-06-06"
                aria-invalid=self.wrong aria-describedby=self.described/>
        }
        .into_any()
    }

    /// One of some.
    pub fn select(self, choices: Vec<(String, String)>) -> AnyView {
        let value = self.value;
        let option = |(code, name): (String, String)| {
            view! { <option value=code.clone() selected=code == value>{name}</option> }
        };
        view! {
            <select id=self.id name=self.name aria-invalid=self.wrong aria-describedby=self.described>
                {choices.into_iter().map(option).collect_view()}
            </select>
        }
        .into_any()
    }
}

/// The name of a choice by its code.
pub fn named(choices: &[(String, String)], code: &str) -> Option<String> {
    choices.iter().find(|(of, _)| of == code).map(|(_, name)| name.clone())
}
