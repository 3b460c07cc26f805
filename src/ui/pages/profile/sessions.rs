//! Where the person is signed in, and the ways out.

use leptos::prelude::*;

use super::Part;
use crate::{
    contract::OwnSession,
    ui::{
        components::Csrf,
        i18n::{format, lang, profile},
    },
};

/// See the module.
#[component]
pub fn Sessions(sessions: Vec<OwnSession>) -> impl IntoView {
    let words = profile::words();
    let others = sessions.iter().any(|session| !session.here);
    view! {
        <Part code="sesiones" title=words.sessions note=words.sessions_note>
            <form method="post" action="/perfil/sesiones">
                <Csrf/>
                <ul class="profile-rows">{sessions.into_iter().map(row).collect_view()}</ul>
                <div class="actions">
                    {others.then(|| view! {
                        <button class="button" type="submit" name="terminar" value="otras">{words.end_others}</button>
                    })}
                    <button class="button" type="submit" name="terminar" value="todas">{words.end_all}</button>
                </div>
            </form>
        </Part>
    }
}

fn row(session: OwnSession) -> impl IntoView {
    let words = profile::words();
    let device = match session.program {
        true => words.program.to_owned(),
        false => profile::device(session.browser.as_deref(), session.system.as_deref()),
    };
    let label = [words.end, ": ", &device].concat();
    let started = format::instant(lang(), &session.started);
    let seen = if session.here { words.now.to_owned() } else { profile::ago(session.seen) };
    view! {
        <li>
            <span>
                <b>{device}</b>
                <small>
                    {(!session.program).then(|| view! { <span class="num">{session.address}</span> " · " })}
                    {words.since} " " {started}
                    {(!session.program).then(|| view! { " · " {words.seen} " " {seen} })}
                </small>
            </span>
            {if session.here {
                view! { <span class="tag" aria-current="true">{words.this_session}</span> }.into_any()
            } else {
                view! {
                    <button class="button" type="submit" name="terminar" value=session.handle aria-label=label>{words.end}</button>
                }
                .into_any()
            }}
        </li>
    }
}
