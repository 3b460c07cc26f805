//! The address that links and forms around the page start from: it changes together with the answer, so that a change of the filter
//! is drawn once. What the browser draws in between costs a frame, and the answer waits for it.

use std::time::Duration;

use leptos::prelude::*;

use super::{Address, Fetched, browser, use_address};
use crate::contract::Frame;

/// An answer that takes longer is not waited for.
const LATE: Duration = Duration::from_millis(100);

#[derive(Clone, Copy)]
struct Shown(RwSignal<Address>);

/// Begins to follow the address. `frame` is asked again with every query.
pub fn provide_shown(frame: Fetched<Frame>) {
    let address = use_address();
    let shown = RwSignal::new(address.get_untracked());
    provide_context(Shown(shown));
    let show = move || {
        let now = address.get_untracked();
        if shown.with_untracked(|before| *before != now) {
            shown.set(now);
        }
    };
    Effect::new(move || {
        frame.track();
        show();
    });
    Effect::new(move || {
        // Another page shows at once where it is.
        let moved = address.with(|now| shown.with_untracked(|before| before.path != now.path));
        if moved { show() } else { browser::live::after(LATE, show) }
    });
}

/// See the module; pages themselves, which are drawn by their answers, use [`use_address`].
///
/// # Panics
/// Outside [`super::App`].
#[must_use]
pub fn use_shown_address() -> Signal<Address> {
    expect_context::<Shown>().0.into()
}

/// Whether something lasts that long that it is worth saying so.
#[must_use]
pub fn if_late(pending: ReadSignal<bool>) -> Memo<bool> {
    let late = RwSignal::new(false);
    Effect::new(move || {
        if pending.get() {
            browser::live::after(LATE, move || late.set(pending.try_get_untracked().unwrap_or_default()));
        } else if late.get_untracked() {
            late.set(false);
        }
    });
    Memo::new(move |_| late.get())
}
