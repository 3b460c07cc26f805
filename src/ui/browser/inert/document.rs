//! The document itself.

use crate::contract::Preferences;

/// On the server: the default; the request's own preferences come by context.
#[must_use]
pub fn preferences() -> Preferences {
    Preferences::default()
}
