//! The document itself.

use crate::contract::Preferences;

/// On the server: the default; the request's own preferences come by context.
#[must_use]
pub fn preferences() -> Preferences {
    Preferences::default()
}

/// On the server it never has.
#[must_use]
pub fn is_live() -> bool {
    false
}

/// On the server nothing is.
#[must_use]
pub fn is_open(_id: &str) -> bool {
    false
}

/// On the server nothing: the browser tells it by the cookie.
pub fn remember_narrow(_narrow: bool) {}

/// On the server: as HTML. The library writes a title as it stands, and names come out of other people's files.
#[must_use]
pub fn title(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
