//! Another password.

use leptos::prelude::*;

use super::Part;
use crate::ui::{
    components::Csrf,
    i18n::{door, profile},
};

/// See the module. Who was let in and never chose a password needs a link of their administrator's.
#[component]
pub fn Password(login: String, has_password: bool) -> impl IntoView {
    let (words, door) = (profile::words(), door::words());
    let form = if has_password {
        view! {
            <form method="post" action="/perfil/contrasena" class="door-form">
                <Csrf/>
                // For password managers: whose password it is.
                <input type="text" class="vh" autocomplete="username" readonly tabindex="-1" aria-hidden="true" value=login/>
                <label for="present">{words.present}</label>
                <input id="present" name="present" type="password" autocomplete="current-password" required maxlength="1000"/>
                <label for="password">{door.choose}</label>
                <input id="password" name="password" type="password" autocomplete="new-password" required
                    minlength="12" maxlength="128" aria-describedby="rule"/>
                <p class="hint" id="rule">{door.rule}</p>
                <label for="again">{door.again}</label>
                <input id="again" name="again" type="password" autocomplete="new-password" required maxlength="128"/>
                <button class="button primary" type="submit">{words.change}</button>
            </form>
        }
        .into_any()
    } else {
        view! { <p>{words.no_password}</p> }.into_any()
    };
    view! { <Part code="contrasena" title=door.password note=words.password_note>{form}</Part> }
}
