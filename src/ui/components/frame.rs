//! What stands around every page: skip link, navigation, organization, demo mark, freshness.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Account, Glyph, Icon, RoleLinks};
use crate::{
    contract::{Frame, Lang, Theme},
    ui::{
        Live,
        address::encode,
        browser::{self, later::later},
        i18n::{common, format, lang, preferences},
        use_frame, use_query, use_shown_address,
    },
};

/// The frame around `children`, the routed page.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let words = common::words();
    // Drawn before the page, so that what the server sent is found in its order.
    let side = view! {
        <header class="side">
            <a class="brand" href="/"><img src="/icon.svg" alt="" width="24" height="24"/><span>"Falcon"</span></a>
            <Navigation class="side-links" more=false/>
            <div class="side-foot">
                <Account/>
                <Preferences/>
                <label class="narrow" for="nav-narrow" aria-hidden="true"><Icon glyph=Glyph::Collapse/></label>
            </div>
        </header>
    }
    .into_any();
    view! {
        <a class="skip" href="#contenido" rel="external">{words.skip}</a>
        // Beside what it narrows: a rule with `:has()` around the page would be looked at with every change in it.
        <input type="checkbox" id="nav-narrow" class="vh" aria-label=words.collapse checked=preferences().narrow
            on:change=|event| browser::document::remember_narrow(event_target_checked(&event))/>
        <div class="shell">
            {later(move || side)}
            <div class="page">
                <Context/>
                <main id="contenido" tabindex="-1">{children()}</main>
            </div>
            {later(|| view! { <Navigation class="bottom-tabs" more=true/> }.into_any())}
        </div>
    }
    .into_any()
}

/// The main links, carrying the filter. On phones five, the last of them for the rest.
#[component]
fn Navigation(class: &'static str, more: bool) -> impl IntoView {
    let words = common::words();
    let links = [
        ("/", words.board, Glyph::Board),
        ("/mapa", words.map, Glyph::Map),
        ("/historico", words.history, Glyph::History),
        ("/indicadores", words.indicators, Glyph::Indicators),
    ];
    let links = links.into_iter().chain(more.then_some(("/mas", words.more, Glyph::More)));
    let address = use_shown_address();
    view! {
        <nav class=class aria-label=words.navigation>
            {links
                .map(|(path, name, glyph)| {
                    let current = move || address.with(|a| a.path == path).then_some("page");
                    view! {
                        <a href=move || address.with(|a| a.to(path)) aria-current=current title=name>
                            <Icon glyph/>
                            <span>{name}</span>
                        </a>
                    }
                })
                .collect_view()}
            {(!more).then(|| view! { <RoleLinks/> })}
        </nav>
    }
}

/// Which organization, how fresh, and whether the data are a demonstration (rule 12).
#[component]
fn Context() -> impl IntoView {
    let (frame, live, words) = (use_frame(), expect_context::<Live>(), common::words());
    view! {
        <div class="context" role="region" aria-label=words.data>
            <Transition>
                {move || Suspend::new(async move { frame.await.ok().map(line) })}
            </Transition>
            <span class="live" aria-live="polite">
                {move || match (live.offline.get(), live.fresh.get()) {
                    (true, _) => Some([words.offline, &since(words.since)].concat()),
                    (false, fresh) => fresh.then(|| words.fresh.to_owned()),
                }}
            </span>
            // Not said aloud at each step.
            {move || live.fetched.get().map(|share| view! { <span>{words.fetching} " " {share} " %"</span> })}
            {move || {
                live.build.get().then(|| {
                    view! {
                        <button type="button" on:click=|_| browser::live::take_build()>{words.new_build}</button>
                    }
                })
            }}
        </div>
    }
}

/// Where a small device's data begin.
fn since(words: &str) -> String {
    browser::live::held_since().map_or_else(String::new, |day| [words, &format::day_text(lang(), &day)].concat())
}

fn line(frame: Frame) -> impl IntoView {
    let words = common::words();
    let fresh = match frame.last_import.zip(frame.last_import_local) {
        Some((instant, local)) => view! {
            <span>{words.as_of}" "<time datetime=instant>{format::instant(lang(), &local)}</time></span>
        }
        .into_any(),
        None => view! { <span>{words.no_data_date}</span> }.into_any(),
    };
    view! {
        <b>{frame.organization_name}</b>
        {frame.demo.then(|| view! { <span class="demo" title=words.demo_note>{words.demo}</span> })}
        {fresh}
    }
}

/// Language and theme as links that come back to this page.
#[component]
pub fn Preferences() -> impl IntoView {
    let words = common::words();
    let location = use_location();
    let (query, shown) = (use_query(), use_shown_address());
    let back = Memo::new(move |_| {
        shown.track();
        let path = location.pathname.get_untracked();
        query
            .with_untracked(|query| encode(&if query.is_empty() { path.clone() } else { [&path, "?", query].concat() }))
    });
    let chosen = preferences();
    let (other, next) = (
        match chosen.lang {
            Lang::Es => Lang::En,
            Lang::En => Lang::Es,
        },
        match chosen.theme {
            Theme::Auto => (Theme::Light, words.auto),
            Theme::Light => (Theme::Dark, words.light),
            Theme::Dark => (Theme::Auto, words.dark),
        },
    );
    let href = move |key: &'static str, code: &'static str| {
        move || ["/preferencias?", key, "=", code, "&volver=", &back.read()].concat()
    };
    view! {
        <a class="choice" rel="external" href=href("lang", other.code()) lang=other.tag()>
            <Icon glyph=Glyph::Globe/><span>{words.other_language}</span>
        </a>
        <a class="choice" rel="external" href=href("theme", next.0.code())>
            <Icon glyph=Glyph::Sun/><span>{words.theme}": "{next.1}</span>
        </a>
    }
}
