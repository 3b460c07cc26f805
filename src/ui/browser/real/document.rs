//! The document itself.

use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

use crate::contract::{Lang, Preferences, Theme};

/// The preferences as the server wrote them into the document element.
#[must_use]
pub fn preferences() -> Preferences {
    let attribute = |name: &str| {
        let root = web_sys::window()?.document()?.document_element()?;
        root.get_attribute(name)
    };
    Preferences {
        lang: attribute("lang").as_deref().and_then(Lang::from_code).unwrap_or_default(),
        // Inside Telegram what is shown may be its client's (public/telegram.js).
        theme: attribute("data-chosen")
            .or_else(|| attribute("data-theme"))
            .as_deref()
            .and_then(Theme::from_code)
            .unwrap_or_default(),
        narrow: attribute("data-nav").is_some(),
    }
}

/// Whether the document is the one without a page.
#[must_use]
pub fn is_empty_shell() -> bool {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-shell"))
}

/// Whether the page has come alive: what is drawn now replaces what the server drew.
#[must_use]
pub fn is_live() -> bool {
    leptos::prelude::document().document_element().is_some_and(|root| root.has_attribute("data-live"))
}

/// Whether the `<details>` of this id is open.
#[must_use]
pub fn is_open(id: &str) -> bool {
    leptos::prelude::document().get_element_by_id(id).is_some_and(|details| details.has_attribute("open"))
}

/// Keeps the width of the navigation for the pages to come, as long as language and theme are kept.
pub fn remember_narrow(narrow: bool) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(document) = document.and_then(|document| document.dyn_into::<HtmlDocument>().ok()) {
        let value = if narrow { "narrow" } else { "wide" };
        let _ = document.set_cookie(&["nav=", value, "; Path=/; Max-Age=31536000; SameSite=Lax"].concat());
    }
}

/// The title as it is: the browser takes text for text.
#[must_use]
pub fn title(text: &str) -> String {
    text.to_owned()
}
