//! `/mas`: what the phone's tabs have no room for.

use leptos::prelude::*;

use crate::{
    domain::Action,
    ui::{
        components::{Glyph, Head, Icon, frame::Preferences},
        i18n::{common, more::words},
        use_address, use_frame,
    },
};

/// See the module.
#[component]
pub fn MorePage() -> impl IntoView {
    let (words, common) = (words(), common::words());
    let (address, frame) = (use_address(), use_frame());
    let lists =
        [("groups", words.groups), ("branches", words.branches), ("states", words.states), ("areas", words.areas)];
    let rankings = move || {
        address.with(|address| {
            let board = crate::ui::Address::of("/", address.filter.clone());
            lists
                .map(|(code, name)| {
                    let href = [&board.own("de", if code == "branches" { "" } else { code }), "#lista"].concat();
                    view! { <li><a href=href>{name}<Icon glyph=Glyph::Next/></a></li> }
                })
                .collect_view()
        })
    };
    view! {
        <Head title=words.title/>
        <h1 class="title">{words.title}</h1>
        <div class="more">
            <section>
                <h2>{words.rankings}</h2>
                <ul class="links-list">{rankings}</ul>
            </section>
            <section>
                <h2>{words.data}</h2>
                <Transition>
                    {move || Suspend::new(async move {
                        frame.await.ok().map(|frame| view! {
                            {frame.may(Action::Export).then(|| view! {
                                <ul class="links-list">
                                    <li><a href="/reportes">{common.reports}<Icon glyph=Glyph::Report/></a></li>
                                </ul>
                            })}
                            {frame.may(Action::Import).then(|| view! {
                                <ul class="links-list">
                                    <li><a href="/importar">{common.import}<Icon glyph=Glyph::Import/></a></li>
                                </ul>
                                <p class="hint">{words.import_note}</p>
                            })}
                            {(frame.me.is_some() && frame.may(Action::People)).then(|| view! {
                                <ul class="links-list">
                                    <li><a href="/administracion">{common.administration}<Icon glyph=Glyph::Settings/></a></li>
                                </ul>
                            })}
                            {(frame.me.is_some() && frame.may(Action::Keys)).then(|| view! {
                                <ul class="links-list">
                                    <li><a href="/administracion/llaves">{crate::ui::i18n::keys::words().title}<Icon glyph=Glyph::Next/></a></li>
                                </ul>
                            })}
                            {(frame.me.is_some() && frame.may(Action::Settings)).then(|| view! {
                                <ul class="links-list">
                                    <li><a href="/administracion/ajustes">{crate::ui::i18n::settings::words().title}<Icon glyph=Glyph::Next/></a></li>
                                </ul>
                            })}
                            <p class="hint">{words.version}" "<span class="num">{frame.data_version}</span></p>
                        })
                    })}
                </Transition>
            </section>
            <section>
                <h2>{words.appearance}</h2>
                <div class="preferences"><Preferences/></div>
                // Seen where it can be done (src/ui/browser/offers.js).
                <ul class="links-list" data-install="">
                    <li><button type="button">{words.install}<Icon glyph=Glyph::Next/></button></li>
                </ul>
            </section>
            <Account/>
        </div>
    }
}

/// Who has signed in, and the way out: the last thing on the page. Nothing on a server that asks nobody to sign in.
#[component]
fn Account() -> impl IntoView {
    let (frame, words) = (use_frame(), common::words());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let me = frame.await.ok().and_then(|frame| frame.me);
                me.map(|me| view! {
                    <section>
                        <h2>{words.account}</h2>
                        <ul class="links-list">
                            <li><a href="/perfil">{me.name}<Icon glyph=Glyph::Person/></a></li>
                            <li>
                                <form method="post" action="/salir">
                                    <input type="hidden" name="csrf" value=me.csrf/>
                                    <button type="submit">{words.sign_out}<Icon glyph=Glyph::Leave/></button>
                                </form>
                            </li>
                        </ul>
                    </section>
                })
            })}
        </Transition>
    }
}
