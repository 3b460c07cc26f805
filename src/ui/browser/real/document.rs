//! The document itself.

use crate::contract::{Lang, Preferences, Theme};

/// Language and theme as the server wrote them into the document element.
#[must_use]
pub fn preferences() -> Preferences {
    let attribute = |name: &str| {
        let root = web_sys::window()?.document()?.document_element()?;
        root.get_attribute(name)
    };
    Preferences {
        lang: attribute("lang").as_deref().and_then(Lang::from_code).unwrap_or_default(),
        theme: attribute("data-theme").as_deref().and_then(Theme::from_code).unwrap_or_default(),
    }
}
