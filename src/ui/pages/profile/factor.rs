//! The second step of signing in: codes of an app.

use leptos::prelude::*;

use super::Part;
use crate::{
    contract::Factor,
    ui::{
        components::{Copy, Csrf},
        i18n::profile,
    },
};

/// See the module. `codes`: recovery codes that were just made, shown now and never again.
#[component]
pub fn SecondStep(factor: Factor, codes: Vec<String>) -> impl IntoView {
    let words = profile::words();
    view! {
        <Part code="segundo-paso" title=words.factor note=words.factor_note>
            {(!codes.is_empty()).then(|| view! { <Codes codes/> })}
            {match factor {
                Factor::Off => view! {
                    <p>{words.factor_off}</p>
                    <form method="post" action="/perfil/segundo-paso" class="door-form">
                        <Csrf/>
                        <label for="present-begin">{words.present}</label>
                        <input id="present-begin" name="present" type="password" autocomplete="current-password" required
                            maxlength="1000"/>
                        <button class="button primary" type="submit">{words.factor_begin}</button>
                    </form>
                }
                .into_any(),
                Factor::Begun { secret, qr } => view! { <Begun secret qr/> }.into_any(),
                Factor::On { codes } => view! { <On codes/> }.into_any(),
            }}
        </Part>
    }
}

/// Shown once; on paper alone.
#[component]
fn Codes(codes: Vec<String>) -> impl IntoView {
    let words = profile::words();
    let text = codes.join("\n");
    view! {
        <div class="profile-codes" role="status">
            <h3>{words.codes}</h3>
            <p>{words.codes_note}</p>
            <ol>{codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}</ol>
            <p class="once"><Copy text/></p>
        </div>
    }
}

/// What the app must be told, and its first code.
#[component]
fn Begun(secret: String, qr: String) -> impl IntoView {
    let words = profile::words();
    // In groups of four, as people type.
    let grouped: Vec<&str> = secret.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
    view! {
        <p>{words.factor_scan}</p>
        <div class="profile-qr" role="img" aria-label=words.factor_qr inner_html=qr></div>
        <p>{words.factor_type}</p>
        <p class="once"><code class="profile-secret">{grouped.join(" ")}</code><Copy text=secret.clone()/></p>
        <form method="post" action="/perfil/segundo-paso/codigo" class="door-form">
            <Csrf/>
            <label for="code">{words.first_code}</label>
            <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required
                maxlength="12" spellcheck="false" class="num"/>
            <button class="button primary" type="submit">{words.factor_confirm}</button>
        </form>
        <form method="post" action="/perfil/segundo-paso/cancelar" class="actions">
            <Csrf/>
            <button class="button" type="submit">{words.cancel}</button>
        </form>
        <p class="hint">{words.factor_codes_then}</p>
    }
}

/// What can be done with one that is in force: each asks for the password.
#[component]
fn On(codes: u32) -> impl IntoView {
    let words = profile::words();
    view! {
        <p><b>{words.factor_on}</b>" "{profile::codes_left(codes)}</p>
        <form method="post" action="/perfil/segundo-paso/recuperacion" class="door-form">
            <Csrf/>
            <label for="present-on">{words.present}</label>
            <input id="present-on" name="present" type="password" autocomplete="current-password" required maxlength="1000"/>
            <div class="actions">
                <button class="button" type="submit">{words.codes_new}</button>
                <button class="button" type="submit" formaction="/perfil/segundo-paso/quitar">{words.factor_remove}</button>
            </div>
        </form>
    }
}
