//! The clipboard.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Whether there is one: browsers give it to pages over TLS and of this machine.
#[must_use]
pub fn there() -> bool {
    window().is_secure_context()
}

/// Writes text to it. Whether that was done.
#[must_use]
pub async fn write(text: String) -> bool {
    there() && JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok()
}
