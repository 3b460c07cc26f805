//! The shell of the document and the route table.

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    path,
};

use super::{Fetched, Live, browser, components::frame::Shell, followed, i18n, lazy, pages, provide_shown, use_query};
use crate::{
    contract::{Assets, Frame, PagePass, PageStatus, Preferences},
    server_fns::frame::get_frame,
};

/// The document around the application; rendered on the server only.
pub fn shell(assets: Assets) -> impl IntoView {
    let Preferences { lang, theme, narrow } = i18n::preferences();
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-theme=theme.code() data-nav=narrow.then_some("narrow") data-owner=assets.owner>
            {head(assets.style, view! {
                {(assets.in_telegram).then(telegram)}
                {use_context::<PagePass>().map(pass)}
                {assets.script.map(|src| view! { <script type="module" src=src></script> })}
                <MetaTags/>
            })}
            <body>
                <App/>
            </body>
        </html>
    }
}

/// A document without a page, which the browser keeps: without network the application draws itself into it.
pub fn empty_shell(assets: Assets) -> impl IntoView {
    let Preferences { lang, theme, narrow } = i18n::preferences();
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-theme=theme.code() data-nav=narrow.then_some("narrow") data-shell="">
            {head(assets.style, view! {
                <title inner_html="Falcon"></title>
                {assets.in_telegram.then(telegram)}
                {assets.script.map(|src| view! { <script type="module" src=src></script> })}
            })}
            <body></body>
        </html>
    }
}

/// What every document of the application begins with.
fn head<V: IntoView>(style: Option<String>, more: V) -> impl IntoView + use<V> {
    view! {
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="theme-color" content="#f7f8f9" media="(prefers-color-scheme: light)"/>
        <meta name="theme-color" content="#0f1114" media="(prefers-color-scheme: dark)"/>
        <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
        <link rel="apple-touch-icon" href="/icons/192.png"/>
        <link rel="manifest" href="/manifest.webmanifest"/>
        {style.map(|href| view! { <link rel="stylesheet" href=href/> })}
        {more}
        </head>
    }
}

/// The script that wears Telegram's client, before anything is painted.
fn telegram() -> impl IntoView {
    view! { <script src="/telegram.js"></script> }
}

/// The script that signs the page's questions where no cookie is kept; it stands before the one that asks them, and takes
/// its own element out of the document at once.
fn pass(PagePass { token, seconds, address }: PagePass) -> impl IntoView {
    view! {
        <script src="/pass.js" data-token=token data-seconds=seconds.to_string() data-address=address
            data-shut=i18n::door::words().needs_cookie></script>
    }
}

/// What stands around the page for its query string.
#[derive(Clone, Copy)]
struct FrameOfPage(Fetched<Frame>);

/// The page's frame: organization, target, bands, filter choices. Read it inside `loaded` or a `Transition`.
///
/// # Panics
/// Outside [`App`].
#[must_use]
pub fn use_frame() -> Fetched<Frame> {
    expect_context::<FrameOfPage>().0
}

/// The page answers with this status instead of 200. In the browser, where the answer is long there, nothing.
pub fn set_status(status: u16) {
    if let Some(page) = use_context::<PageStatus>() {
        page.set(status);
    }
}

/// How many supervisions the page shows, for the filter sheet; pages tell it once they know.
#[derive(Clone, Copy)]
pub struct Results(pub RwSignal<Option<u32>>);

/// Tells the filter sheet how many supervisions the page shows. On the server nothing: the sheet needs scripts for it.
pub fn tell_results(count: u32) {
    if let Some(Results(results)) = use_context() {
        Effect::new(move || results.set(Some(count)));
    }
}

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(use_context::<Preferences>().unwrap_or_else(browser::document::preferences));
    view! {
        <Router>
            <Framed/>
        </Router>
    }
}

/// Every route, read top to bottom. Each renders completely on the server before the first byte.
#[component]
fn Framed() -> impl IntoView {
    let query = use_query();
    provide_context(Live::listening());
    provide_context(Results(RwSignal::new(None)));
    let frame = followed(move || query.get(), get_frame);
    provide_context(FrameOfPage(frame));
    provide_shown(frame);
    view! {
        <Shell>
            <Routes fallback=pages::NotFoundPage>
                <Route path=path!("/") view=pages::board::BoardPage ssr=SsrMode::Async/>
                <Route path=path!("/mapa") view={Lazy::<lazy::Map>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/historico") view={Lazy::<lazy::History>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/indicadores") view={Lazy::<lazy::Indicators>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/grupos/:slug") view={Lazy::<lazy::Group>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/sucursales/:code") view={Lazy::<lazy::Branch>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/supervisiones/:id") view={Lazy::<lazy::Supervision>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/porque") view={Lazy::<lazy::Explain>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/importar") view={Lazy::<lazy::Import>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/importar/:id") view={Lazy::<lazy::Import>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion") view={Lazy::<lazy::Administration>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/auditoria") view={Lazy::<lazy::Audit>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/llaves") view={Lazy::<lazy::Keys>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/llaves/hecha") view={Lazy::<lazy::MadeKey>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/llaves/:id") view={Lazy::<lazy::Key>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/personas") view={Lazy::<lazy::People>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/personas/nueva") view={Lazy::<lazy::Invite>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/personas/enlace") view={Lazy::<lazy::PersonLink>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/personas/:id") view={Lazy::<lazy::Person>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/solicitudes") view={Lazy::<lazy::Requests>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/solicitudes/:id") view={Lazy::<lazy::Request>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/ajustes") view={Lazy::<lazy::Settings>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/ajustes/periodo") view={Lazy::<lazy::Period>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administracion/ajustes/periodo/:code") view={Lazy::<lazy::Period>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/reportes") view={Lazy::<lazy::Reports>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/reportes/:id") view={Lazy::<lazy::Report>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/perfil") view={Lazy::<lazy::Profile>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/mas") view=pages::more::MorePage ssr=SsrMode::Async/>
            </Routes>
        </Shell>
    }
}
