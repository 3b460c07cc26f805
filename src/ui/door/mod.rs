//! The door: pages before anybody has signed in. Whole documents of plain forms, drawn by the server, alive without scripts.

mod forms;

use leptos::prelude::*;

use crate::{
    contract::{AppError, Complaint, Door, DoorAssets, Lang, Preferences, Theme},
    ui::{
        address::encode,
        i18n::{self, common, door},
    },
};

/// The document of a page of the door.
pub fn document(assets: DoorAssets, page: Door) -> impl IntoView {
    provide_context(forms::Token(assets.csrf));
    let Preferences { lang, theme, .. } = i18n::preferences();
    let words = door::words();
    let title = match &page {
        Door::SignIn { .. } => words.sign_in,
        Door::Code { .. } => words.code_title,
        Door::Link { wrong: Some(Complaint::Gone), .. } => words.link_gone_title,
        Door::Link { invitation: true, .. } => words.welcome,
        Door::Link { .. } => words.new_password,
        Door::Ask { .. } => words.ask_title,
        Door::Nowhere => words.nowhere_title,
        Door::Note(error) => note_title(error),
    };
    let script = matches!(page, Door::SignIn { .. }).then(|| view! { <script src="/door.js" defer></script> });
    let passkeys = matches!(page, Door::SignIn { passkeys: true, .. });
    let passkeys = passkeys.then(|| view! { <script src="/passkey.js" defer></script> });
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-theme=theme.code()>
            <Head title style=assets.style>{script}{passkeys}</Head>
            <body class="door">
                <header>
                    <a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28"/><span>"Falcon"</span></a>
                </header>
                <main id="contenido">
                    <h1 class="title">{title}</h1>
                    {inside(page)}
                </main>
                <footer>{preferences(lang, theme, &assets.here)}</footer>
            </body>
        </html>
    }
}

/// What a document of the server's own drawing is headed by; scripts, where it has any, as children.
#[component]
pub fn Head(title: &'static str, style: Option<String>, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    // As one text: marks between two of them would be read.
    let title = [title, " · Falcon"].concat();
    view! {
        <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
            <meta name="color-scheme" content="light dark"/>
            <meta name="robots" content="noindex"/>
            <meta name="theme-color" content="#f7f8f9" media="(prefers-color-scheme: light)"/>
            <meta name="theme-color" content="#0f1114" media="(prefers-color-scheme: dark)"/>
            <title inner_html=title></title>
            <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
            {style.map(|href| view! { <link rel="stylesheet" href=href/> })}
            {children.map(|children| children())}
        </head>
    }
}

fn inside(page: Door) -> AnyView {
    let words = door::words();
    match page {
        Door::SignIn { back, login, wrong, telegram, bot, bot_answer, passkeys } => {
            view! { <forms::SignIn back login wrong telegram bot bot_answer passkeys/> }.into_any()
        }
        Door::Code { back, wrong } => view! { <forms::Code back wrong/> }.into_any(),
        Door::Link { wrong: Some(Complaint::Gone), .. } => view! {
            <p class="lead" role="alert">{words.link_gone}</p>
            <div class="actions"><a class="button primary" href="/entrar">{words.sign_in}</a></div>
        }
        .into_any(),
        Door::Link { invitation, path, name, login, wrong } => {
            view! { <forms::NewPassword invitation path name login wrong/> }.into_any()
        }
        Door::Ask { name, sent, sealed } => view! { <forms::Ask name sent sealed/> }.into_any(),
        Door::Nowhere => view! {
            <p class="lead">{words.nowhere}</p>
            <a class="button" href="/entrar">{words.other_account}</a>
        }
        .into_any(),
        Door::Note(error) => note(&error),
    }
}

fn note_title(error: &AppError) -> &'static str {
    let words = door::words();
    match error {
        AppError::SignedOut => words.sign_in,
        AppError::Forbidden => words.forbidden_title,
        AppError::NotFound { .. } => common::words().not_found_title,
        AppError::TooMany { .. } => words.too_many_title,
        AppError::Input { .. } | AppError::TooLarge { .. } => words.form_title,
        _ => words.unavailable_title,
    }
}

fn note(error: &AppError) -> AnyView {
    let words = door::words();
    let text = match error {
        AppError::SignedOut => words.signed_out.to_owned(),
        AppError::Forbidden => words.forbidden.to_owned(),
        AppError::NotFound { .. } => common::words().error_not_found.to_owned(),
        AppError::TooMany { seconds } => door::wait(*seconds),
        AppError::Internal { reference } => [common::words().error_internal, " (", reference, ")"].concat(),
        AppError::Input { .. } => words.form_malformed.to_owned(),
        AppError::TooLarge { .. } => words.form_too_large.to_owned(),
        _ => words.unavailable.to_owned(),
    };
    view! {
        <p class="lead" role="alert">{text}</p>
        <div class="actions">
            {match error {
                AppError::SignedOut => view! { <a class="button primary" href="/entrar">{words.sign_in}</a> }.into_any(),
                _ => view! { <a class="button primary" href="/">{common::words().home}</a> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// Language and theme as links that come back here.
pub fn preferences(lang: Lang, theme: Theme, here: &str) -> impl IntoView + use<> {
    let words = common::words();
    let here = encode(here);
    let other = match lang {
        Lang::Es => Lang::En,
        Lang::En => Lang::Es,
    };
    let (next, name) = match theme {
        Theme::Auto => (Theme::Light, words.auto),
        Theme::Light => (Theme::Dark, words.light),
        Theme::Dark => (Theme::Auto, words.dark),
    };
    let href = |key: &str, code: &str| ["/preferencias?", key, "=", code, "&volver=", &here].concat();
    view! {
        <a href=href("lang", other.code()) lang=other.tag()>{words.other_language}</a>
        <a href=href("theme", next.code())>{words.theme}": "{name}</a>
    }
}
