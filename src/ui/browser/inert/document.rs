//! The document itself.

use crate::contract::Preferences;

/// On the server: the default; the request's own preferences come by context.
#[must_use]
pub fn preferences() -> Preferences {
    Preferences::default()
}

/// On the server nothing: the browser tells it by the cookie.
pub fn remember_narrow(_narrow: bool) {}
