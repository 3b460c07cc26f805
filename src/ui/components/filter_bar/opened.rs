//! What a closed menu holds. The server draws it, for it has to open without scripts; in the browser it is drawn again when somebody
//! comes near it: nobody waits for what nobody sees.

use leptos::{ev::Event, prelude::*};

use crate::ui::browser;

/// Whether a menu is open, or about to be.
#[derive(Clone, Copy)]
pub struct Opened {
    open: RwSignal<bool>,
    /// What the server drew stays until something changes.
    first: StoredValue<bool>,
}

impl Opened {
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), first: StoredValue::new(true) }
    }

    /// The focus comes to its summary, before it opens.
    pub fn near(self) {
        self.say(true);
    }

    /// It opened or closed.
    pub fn toggled(self, event: &Event) {
        self.say(browser::form::is_open(event));
    }

    /// What is said again draws nothing again: somebody may be pressing a link in there.
    fn say(self, open: bool) {
        if self.open.get_untracked() != open {
            self.open.set(open);
        }
    }

    /// What it holds, if it is to be drawn now.
    pub fn holds<V>(self, inside: impl FnOnce() -> V) -> Option<V> {
        let open = self.open.get();
        let first = self.first.get_value();
        self.first.set_value(false);
        (open || first).then(inside)
    }
}
