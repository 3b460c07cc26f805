//! Falcon: supervision analytics for chains of branches.
//!
//! Four doors, one room (see ARCHITECTURE.md): pages, API, bot and jobs ask services; services ask the store and the
//! KPI engine in [`domain`], which compiles with no feature at all.

#![recursion_limit = "256"]

pub mod domain;

#[cfg(feature = "ui")]
pub mod chart;
#[cfg(feature = "contract")]
pub mod contract;
#[cfg(feature = "contract")]
pub mod engine;
#[cfg(feature = "contract")]
pub mod screens;
#[cfg(feature = "ssr")]
pub mod server;
/// The one room of the server that stands alone, as its fuzz targets compile it.
#[cfg(all(feature = "proof", not(feature = "ssr")))]
pub mod server {
    pub mod proof;
}
#[cfg(feature = "ui")]
pub mod server_fns;
#[cfg(feature = "ui")]
pub mod ui;

/// Takes over the page that the server rendered; done when the page's own part of the WASM has come and is alive. Into the empty
/// document that is kept for want of a network it draws the page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    if ui::browser::document::is_empty_shell() {
        return leptos::mount::mount_to_body(ui::App);
    }
    let walk = leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), ui::App);
    ui::browser::later::walk(walk).await.forget();
    ui::browser::later::all().await;
}
