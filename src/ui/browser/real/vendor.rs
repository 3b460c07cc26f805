//! Scripts of others, loaded once by the page that needs them.

use js_sys::Promise;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement};

/// Leaflet and its plugins, in the order they need each other. They come from our own server.
const SCRIPTS: [&str; 3] = ["/vendor/leaflet.js", "/vendor/leaflet.markercluster.js", "/vendor/leaflet-heat.js"];

/// Imports the vendor's sheets below our own layers.
const STYLE: &str = "/map.css";

/// Loads Leaflet if it is not there yet.
///
/// # Errors
/// What the browser said when a file did not come.
pub async fn leaflet() -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let document = window.document().ok_or(JsValue::NULL)?;
    let there = |name: &str| js_sys::Reflect::has(&window, &name.into()).unwrap_or(false);
    if there("L") && js_sys::Reflect::has(&js_sys::Reflect::get(&window, &"L".into())?, &"heatLayer".into())? {
        return Ok(());
    }
    let style = document.create_element("link")?;
    style.set_attribute("rel", "stylesheet")?;
    style.set_attribute("href", STYLE)?;
    loaded(&document, &style).await?;
    for address in SCRIPTS {
        let script = document.create_element("script")?;
        script.set_attribute("src", address)?;
        loaded(&document, &script).await?;
    }
    Ok(())
}

/// Puts an element into the head and waits until its file is there.
async fn loaded(document: &Document, element: &Element) -> Result<(), JsValue> {
    let head = document.query_selector("head")?.ok_or(JsValue::NULL)?;
    let arrival = Promise::new(&mut |done, failed| {
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            element.set_onload(Some(&done));
            element.set_onerror(Some(&failed));
        }
    });
    head.append_child(element)?;
    JsFuture::from(arrival).await.map(drop)
}
