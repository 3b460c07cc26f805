//! Files that the page fetches, so that it can tell how far they are.

use leptos::ev::MouseEvent;

use super::super::took::Took;

/// A file under way.
pub struct Taking;

impl Taking {
    /// On the server: nothing.
    pub fn stop(&self) {}
}

/// On the server: never called, nothing.
#[must_use]
pub fn take(_event: &MouseEvent, _told: impl Fn(Took) + 'static) -> Option<(String, Taking)> {
    None
}
