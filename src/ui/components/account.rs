//! Who has signed in: their name, the way out, and what their forms carry.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::{
    domain::Action,
    ui::{Address, i18n::common, use_frame, use_shown_address},
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
                        <a class="choice" href="/perfil" title=words.profile><Icon glyph=Glyph::Person/><span>{me.name}</span></a>
                        <form method="post" action="/salir" class="sign-out">
                            <input type="hidden" name="csrf" value=me.csrf/>
                            <button class="choice" type="submit"><Icon glyph=Glyph::Leave/><span>{words.sign_out}</span></button>
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
                            <a href=path aria-current=move || address.with(here).then_some("page") title=name>
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
