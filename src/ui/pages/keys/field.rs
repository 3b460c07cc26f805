//! Fields of the form for a key: what is wrong stands beside them.

use leptos::prelude::*;

use crate::{contract::Problem, ui::i18n::keys};

/// Fields that something can be wrong with, by the code of the problem.
const FIELDS: [&str; 4] = ["name", "role", "scope", "days"];

/// The field that something is wrong with, if it is a field's.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Faulty(Option<&'static str>);

impl Faulty {
    /// Of the problem that a form came back with.
    pub fn of(problem: Option<&Problem>) -> Self {
        Self(problem.and_then(|problem| FIELDS.into_iter().find(|field| *field == problem.code)))
    }

    /// `aria-invalid` of a field.
    pub fn invalid(self, name: &str) -> Option<&'static str> {
        (self.0 == Some(name)).then_some("true")
    }

    /// `aria-describedby` of a field: what is wrong with it, and the hint that it has beside (may be empty).
    pub fn described(self, name: &str, hint: &str) -> Option<String> {
        let fault = self.invalid(name).map(|_| fault_id(name)).unwrap_or_default();
        let both = [&fault, " ", hint].concat();
        Some(both.trim().to_owned()).filter(|both| !both.is_empty())
    }
}

fn fault_id(name: &str) -> String {
    ["key-", name, "-fault"].concat()
}

/// What is wrong with a field; nothing where nothing is.
#[component]
pub fn Fault(faulty: Faulty, name: &'static str) -> impl IntoView {
    let fault = faulty.invalid(name);
    fault.map(|_| view! { <small class="fault" id=fault_id(name)>{keys::complaint(name)}</small> })
}

/// One of several.
#[component]
pub fn Choice(name: &'static str, value: &'static str, label: &'static str, checked: bool) -> impl IntoView {
    view! { <label class="keys-choice"><input type="radio" name=name value=value checked=checked/><span>{label}</span></label> }
}
