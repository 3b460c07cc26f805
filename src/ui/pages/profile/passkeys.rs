//! Passkeys: those there are, and another.

use leptos::prelude::*;
use leptos_meta::Script;

use super::Part;
use crate::{
    contract::{MOST_PASSKEYS, OwnPasskey},
    ui::{
        components::Csrf,
        i18n::{format, lang, profile},
    },
};

/// See the module. `password`: the person has one, which is asked for before a passkey is made or taken away.
#[component]
pub fn Passkeys(passkeys: Vec<OwnPasskey>, more: bool, password: bool) -> impl IntoView {
    let words = profile::words();
    let none = passkeys.is_empty();
    let no_more = if passkeys.len() < MOST_PASSKEYS { words.passkeys_no_name } else { words.passkeys_no_more };
    view! {
        <Script src="/passkey.js" defer="defer"/>
        <Part code="llaves" title=words.passkeys note=words.passkeys_note>
            {none.then(|| view! { <p>{words.passkeys_none}</p> })}
            <ul class="profile-rows">
                {passkeys.into_iter().map(|passkey| view! { <One passkey password/> }).collect_view()}
            </ul>
            {if more { view! { <Make password/> }.into_any() } else { view! { <p class="hint">{no_more}</p> }.into_any() }}
        </Part>
    }
}

/// The password, typed again.
fn present(id: String) -> impl IntoView {
    let words = profile::words();
    view! {
        <label for=id.clone()>{words.present}</label>
        <input id=id name="present" type="password" autocomplete="current-password" required maxlength="1000"/>
    }
}

#[component]
fn One(passkey: OwnPasskey, password: bool) -> impl IntoView {
    let words = profile::words();
    let OwnPasskey { id, name, made, used } = passkey;
    let used = used.map_or_else(
        || words.passkey_unused.to_owned(),
        |used| [words.passkey_used, " ", &profile::ago(used)].concat(),
    );
    let (field, proof) = (format!("llave-{id}"), format!("llave-{id}-present"));
    let edit = [words.passkey_edit, ": ", &name].concat();
    view! {
        <li class="profile-passkey">
            <span>
                <b>{name.clone()}</b>
                <small>{words.since} " " {format::instant(lang(), &made)} " · " {used}</small>
            </span>
            <details>
                <summary class="button" aria-label=edit>{words.passkey_edit}</summary>
                <form method="post" action="/perfil/llaves/nombre" class="door-form">
                    <Csrf/>
                    <input type="hidden" name="id" value=id/>
                    <label for=field.clone()>{words.passkey_name}</label>
                    <input id=field name="name" type="text" required maxlength="60" autocomplete="off" value=name/>
                    <button class="button" type="submit">{words.save}</button>
                </form>
                <form method="post" action="/perfil/llaves/quitar" class="door-form">
                    <Csrf/>
                    <input type="hidden" name="id" value=id/>
                    {password.then(|| present(proof))}
                    <button class="button" type="submit">{words.passkey_remove}</button>
                </form>
            </details>
        </li>
    }
}

/// Hidden until `passkey.js` finds that the browser knows passkeys.
#[component]
fn Make(password: bool) -> impl IntoView {
    let words = profile::words();
    view! {
        <form method="post" action="/perfil/llaves" class="door-form" data-passkey="create" data-ask=words.passkey_ask
            data-closed=words.passkey_closed data-known=words.passkey_known data-failed=words.passkey_failed>
            <Csrf/>
            <input type="hidden" name="credential" value=""/>
            <label for="llave-nueva">{words.passkey_new_name}</label>
            <input id="llave-nueva" name="name" type="text" maxlength="60" autocomplete="off" aria-describedby="llave-nueva-nota"/>
            <p class="hint" id="llave-nueva-nota">{words.passkey_name_note}</p>
            {password.then(|| present("llave-nueva-present".to_owned()))}
            <button class="button primary" type="submit">{words.passkey_make}</button>
            <p class="hint" role="status"></p>
        </form>
        <p class="hint passkeys-missing">{words.passkeys_missing}</p>
    }
}
