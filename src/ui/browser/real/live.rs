//! What happens beside the page: newer data, the network.

use std::time::Duration;

use leptos::{
    ev::Event,
    prelude::{document, set_timeout, window},
    wasm_bindgen::{JsCast, closure::Closure},
};

/// Calls `news` whenever the page's engine has taken newer data over, `network` with whether there is none, now and whenever it
/// goes or comes, `build` when a newer build of the site waits, and `fetched` with how many hundredths of the data to be kept have
/// come, where that takes long. For as long as the page lives.
pub fn listen(
    news: impl Fn() + 'static,
    network: impl Fn(bool) + 'static,
    build: impl Fn() + 'static,
    fetched: impl Fn(Option<u32>) + 'static,
) {
    on("falcon-data", news);
    network(is("data-offline"));
    on("falcon-network", move || network(is("data-offline")));
    if is("data-build") {
        build();
    }
    on("falcon-build", build);
    on("falcon-fetched", move || fetched(told("data-fetched").and_then(|told| told.parse().ok())));
}

/// The first day of what the page holds, where that is not all.
#[must_use]
pub fn held_since() -> Option<String> {
    told("data-since")
}

/// Lets the newer build take over; the page is then loaded anew.
pub fn take_build() {
    if let Ok(event) = Event::new("falcon-take") {
        let _ = window().dispatch_event(&event);
    }
}

/// Calls `then` after a while.
pub fn after(wait: Duration, then: impl FnOnce() + 'static) {
    set_timeout(then, wait);
}

/// What the engine's script writes into the document.
fn told(attribute: &str) -> Option<String> {
    document().document_element()?.get_attribute(attribute)
}

fn is(attribute: &str) -> bool {
    told(attribute).is_some()
}

fn on(name: &str, told: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(move |_| told()).into_js_value();
    let _ = window().add_event_listener_with_callback(name, listener.unchecked_ref());
}
