//! The keys there are.

use leptos::prelude::*;

use crate::{
    contract::{ApiKeyRow, KeyState},
    ui::{
        components::{DataTable, Section},
        i18n::{format, keys, lang, scope},
    },
};

/// See the module.
#[component]
pub fn List(keys: Vec<ApiKeyRow>) -> impl IntoView {
    let words = keys::words();
    let count = u32::try_from(keys.len()).unwrap_or(u32::MAX);
    let table = if keys.is_empty() {
        view! { <p class="hint">{words.none}</p> }.into_any()
    } else {
        view! {
            <div class="card-rows keys-list"><DataTable caption=words.all>
                <thead>
                    <tr>
                        {[words.name, words.key, words.role, words.scope, words.expires, words.used, words.state]
                            .map(|word| view! { <th scope="col">{word}</th> })}
                    </tr>
                </thead>
                <tbody>{keys.into_iter().map(row).collect_view()}</tbody>
            </DataTable></div>
        }
        .into_any()
    };
    view! { <Section title=words.all n=count>{table}</Section> }
}

fn row(key: ApiKeyRow) -> impl IntoView {
    let words = keys::words();
    let used = key.used.map_or_else(|| words.never.to_owned(), |used| format::instant(lang(), &used));
    view! {
        <tr data-ended=(key.state != KeyState::Good).then_some("")>
            <th scope="row"><a href=format!("/administracion/llaves/{}", key.id)>{key.name}</a></th>
            <td><code>{key.visible}"…"</code></td>
            <td>{scope::role(key.role)}</td>
            <td class="keys-scope">{scope::sentence(&key.scope)}<small class="hint">{scope::covered(key.scope.covered)}</small></td>
            <td data-name=words.expires>{format::day_text(lang(), &key.expires)}</td>
            <td data-name=words.used>{used}</td>
            <td>{state(&key.state)}</td>
        </tr>
    }
}

/// Whether a key is good, in words.
pub fn state(state: &KeyState) -> String {
    let words = keys::words();
    match state {
        KeyState::Good => words.good.to_owned(),
        KeyState::Expired => words.expired.to_owned(),
        KeyState::Revoked(day) => [words.revoked, ", ", &format::day_text(lang(), day)].concat(),
    }
}
