//! Name, language, theme; and the organization that is looked at.

use leptos::prelude::*;

use super::Part;
use crate::{
    contract::{Home, Lang, Theme},
    ui::{
        components::Csrf,
        i18n::{common, preferences, profile},
    },
};

/// See the module.
#[component]
pub fn About(name: String, login: Option<String>, telegram: bool) -> impl IntoView {
    let (words, common) = (profile::words(), common::words());
    let chosen = preferences();
    let langs = [(Lang::Es, "Español"), (Lang::En, "English")];
    let themes = [(Theme::Auto, common.auto), (Theme::Light, common.light), (Theme::Dark, common.dark)];
    view! {
        <Part code="datos" title=words.about note=words.about_note>
            <form method="post" action="/perfil/datos" class="door-form">
                <Csrf/>
                <label for="name">{words.name}</label>
                <input id="name" name="name" type="text" autocomplete="name" required maxlength="100" value=name/>
                <label for="lang">{common.language}</label>
                <select id="lang" name="lang">
                    {langs.map(|(lang, name)| view! {
                        <option value=lang.code() lang=lang.tag() selected=lang == chosen.lang>{name}</option>
                    })}
                </select>
                <label for="theme">{common.theme}</label>
                <select id="theme" name="theme">
                    {themes.map(|(theme, name)| view! {
                        <option value=theme.code() selected=theme == chosen.theme>{name}</option>
                    })}
                </select>
                <button class="button primary" type="submit">{words.save}</button>
            </form>
            <p class="hint">
                {login.map(|login| view! { {words.login}" "<b>{login}</b>". " })}
                {telegram.then_some(words.telegram)}
            </p>
        </Part>
    }
}

/// The organizations of a person who belongs to several.
#[component]
pub fn Organizations(organizations: Vec<Home>) -> impl IntoView {
    let words = profile::words();
    let row = |home: Home| {
        view! {
            <li>
                <span><b>{home.name}</b><small>{profile::role(home.role)}</small></span>
                {if home.here {
                    view! { <span class="tag" aria-current="true">{words.this_one}</span> }.into_any()
                } else {
                    view! {
                        <button class="button" type="submit" name="organizacion" value=home.slug>{words.open}</button>
                    }
                    .into_any()
                }}
            </li>
        }
    };
    view! {
        <Part code="organizacion" title=words.organization note=words.organization_note>
            <form method="post" action="/perfil/organizacion">
                <Csrf/>
                <ul class="profile-rows">{organizations.into_iter().map(row).collect_view()}</ul>
            </form>
        </Part>
    }
}
