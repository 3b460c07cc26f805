//! The forms of the door.

use leptos::prelude::*;

use crate::{contract::Complaint, ui::i18n::door};

/// What the forms of this document carry, where a session is open already.
#[derive(Clone)]
pub struct Token(pub Option<String>);

fn token() -> impl IntoView {
    let token = use_context::<Token>().and_then(|token| token.0);
    token.map(|token| view! { <input type="hidden" name="csrf" value=token/> })
}

/// What was wrong, before the fields; read out at once.
fn complaint(wrong: Option<Complaint>) -> impl IntoView {
    wrong.map(|wrong| {
        view! { <div class="note error" role="alert" id="wrong"><p class="note-title">{door::complaint(wrong)}</p></div> }
    })
}

#[component]
pub fn SignIn(
    back: String,
    login: String,
    wrong: Option<Complaint>,
    telegram: bool,
    bot: Option<String>,
    bot_answer: String,
    passkeys: bool,
) -> impl IntoView {
    let words = door::words();
    let again = !login.is_empty();
    view! {
        {complaint(wrong)}
        <form method="post" action="/entrar" class="door-form">
            {token()}
            <input type="hidden" name="volver" value=back.clone()/>
            <label for="login">{words.login}</label>
            <input id="login" name="login" type="text" inputmode="email" autocomplete="username" autocapitalize="none"
                spellcheck="false" required maxlength="200" value=login autofocus=!again
                aria-describedby=wrong.map(|_| "wrong")/>
            <label for="password">{words.password}</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required
                maxlength="1000" autofocus=again/>
            <button class="button primary" type="submit">{words.sign_in}</button>
        </form>
        {passkeys.then(|| view! { <Passkey back=back.clone()/> })}
        {telegram.then(|| view! {
            <form method="post" action="/entrar/telegram" data-telegram="">
                {token()}
                <input type="hidden" name="volver" value=back/>
                <input type="hidden" name="init_data" value=""/>
                <input type="hidden" name="cookies" value=""/>
            </form>
            <div class="note" role="status" hidden data-reopen=""><p>{words.reopen}</p></div>
        })}
        {bot.map(|bot| view! {
            <p class="door-or">{words.or}</p>
            <div class="door-telegram">
                <script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-login=bot
                    data-size="large" data-userpic="false" data-auth-url=bot_answer></script>
                <noscript><p class="hint">{words.telegram_needs_scripts}</p></noscript>
            </div>
        })}
        <p class="hint">{words.forgot}</p>
    }
}

/// The way in without typing: hidden until `passkey.js` finds that the browser knows passkeys.
#[component]
fn Passkey(back: String) -> impl IntoView {
    let words = door::words();
    view! {
        <form method="post" action="/entrar/llave" class="door-passkey" data-passkey="get" data-ask=words.passkey_ask
            data-closed=words.passkey_closed data-known=words.passkey_failed data-failed=words.passkey_failed>
            {token()}
            <p class="door-or">{words.or}</p>
            <input type="hidden" name="volver" value=back/>
            <input type="hidden" name="credential" value=""/>
            <button class="button" type="submit">{words.passkey}</button>
            <p class="hint" role="status"></p>
        </form>
    }
}

#[component]
pub fn Code(back: String, wrong: Option<Complaint>) -> impl IntoView {
    let words = door::words();
    view! {
        <p class="lead">{words.code_lead}</p>
        {complaint(wrong)}
        <form method="post" action="/entrar/codigo" class="door-form">
            {token()}
            <input type="hidden" name="volver" value=back/>
            <label for="code">{words.code}</label>
            <input id="code" name="code" type="text" autocomplete="one-time-code" autocapitalize="characters"
                spellcheck="false" required maxlength="40" autofocus class="num" aria-describedby="code-hint"/>
            <p class="hint" id="code-hint">{words.code_hint}</p>
            <button class="button primary" type="submit">{words.go_on}</button>
        </form>
        <p><a href="/entrar">{words.other_account}</a></p>
    }
}

#[component]
pub fn NewPassword(
    invitation: bool,
    path: String,
    name: String,
    login: String,
    wrong: Option<Complaint>,
) -> impl IntoView {
    let words = door::words();
    view! {
        {complaint(wrong)}
        <p class="lead">{name} ": " {if invitation { words.welcome_lead } else { words.new_password_lead }}</p>
        <form method="post" action=path class="door-form">
            {token()}
            <label for="login">{words.login}</label>
            <input id="login" type="text" autocomplete="username" readonly value=login/>
            <label for="password">{words.choose}</label>
            <input id="password" name="password" type="password" autocomplete="new-password" required
                minlength="12" maxlength="128" autofocus aria-describedby="rule"/>
            <p class="hint" id="rule">{words.rule}</p>
            <label for="again">{words.again}</label>
            <input id="again" name="again" type="password" autocomplete="new-password" required maxlength="128"/>
            <button class="button primary" type="submit">{words.save_and_enter}</button>
        </form>
    }
}

#[component]
pub fn Ask(name: String, sent: bool, sealed: String) -> impl IntoView {
    let words = door::words();
    if sent {
        return view! { <p class="lead" role="status">{words.asked}</p> }.into_any();
    }
    view! {
        <p class="lead">{name} ": " {words.ask_lead}</p>
        <form method="post" action="/acceso" class="door-form">
            {token()}
            {(!sealed.is_empty()).then(|| view! { <input type="hidden" name="quien" value=sealed/> })}
            <label for="note">{words.ask_note}</label>
            <textarea id="note" name="note" rows="3" maxlength="300"></textarea>
            <button class="button primary" type="submit">{words.ask}</button>
        </form>
    }
    .into_any()
}
