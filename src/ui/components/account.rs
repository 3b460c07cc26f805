//! Who has signed in: their name, the way out, and what their forms carry.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::{
    domain::Action,
    ui::{Address, browser::told, i18n::common, use_frame, use_shown_address},
};

/// The session's token, for every form that changes something. Nothing to see.
#[component]
pub fn Csrf() -> impl IntoView {
    let frame = use_frame();
    view! {
        <Transition>
            {move || Suspend::new(async move {
                frame.await.ok().map(|frame| view! { <input type="hidden" name="csrf" value=frame.csrf()/> })
            })}
        </Transition>
    }
}

/// The person's own page and the way out; nothing on a server that asks nobody to sign in.
#[component]
pub fn Account() -> impl IntoView {
    let frame = use_frame();
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let me = frame.await.ok().and_then(|frame| frame.me);
                me.map(|me| {
                    let words = common::words();
                    view! {
                        <a {..told::kept("class", "choice")} {..told::kept("href", "/perfil")} {..told::kept("title", words.profile)}>
                            <Icon glyph=Glyph::Person/><span>{me.name}</span>
                        </a>
                        <form {..told::kept("method", "post")} {..told::kept("action", "/salir")} {..told::kept("class", "sign-out")}>
                            <input {..told::kept("type", "hidden")} {..told::kept("name", "csrf")} {..told::kept("value", me.csrf)}/>
                            <button {..told::kept("class", "choice")} {..told::kept("type", "submit")}>
                                <Icon glyph=Glyph::Leave/><span>{words.sign_out}</span>
                            </button>
                        </form>
                    }
                })
            })}
        </Transition>
    }
}

/// Links to what only some may do.
#[component]
pub fn RoleLinks() -> impl IntoView {
    let (frame, address) = (use_frame(), use_shown_address());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let frame = frame.await.ok();
                let words = common::words();
                let may = |action| frame.as_ref().is_some_and(|frame| frame.may(action));
                let signed_in = frame.as_ref().is_some_and(|frame| frame.me.is_some());
                [
                    (may(Action::Export)).then_some(("/reportes", words.reports, Glyph::Report)),
                    (may(Action::Import)).then_some(("/importar", words.import, Glyph::Import)),
                    (signed_in && may(Action::People)).then_some(("/administracion", words.administration, Glyph::Settings)),
                ]
                    .into_iter()
                    .flatten()
                    .map(|(path, name, glyph)| {
                        let here = move |address: &Address| address.path.starts_with(path);
                        view! {
                            <a {..told::kept("href", path)} {..told::kept("title", name)} aria-current=move || address.with(here).then_some("page")>
                                <Icon glyph/>
                                <span>{name}</span>
                            </a>
                        }
                    })
                    .collect_view()
            })}
        </Transition>
    }
}
