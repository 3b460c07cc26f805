//! What happens beside the page: newer data, the network.

use std::time::Duration;

/// On the server: nothing.
pub fn listen(
    _news: impl Fn() + 'static,
    _network: impl Fn(bool) + 'static,
    _build: impl Fn() + 'static,
    _fetched: impl Fn(Option<u32>) + 'static,
) {
}

/// On the server: never called, nothing.
pub fn take_build() {}

/// On the server: never called, nothing.
pub fn after(_wait: Duration, _then: impl FnOnce() + 'static) {}

/// On the server nothing is held.
#[must_use]
pub fn held_since() -> Option<String> {
    None
}
