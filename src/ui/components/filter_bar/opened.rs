//! What a closed menu holds. The server draws it, for it has to open without scripts; in the browser it is drawn when somebody
//! comes near it: nobody waits for what nobody sees.

use leptos::{ev::Event, prelude::*};

use crate::ui::browser;

/// Whether a menu is open, or about to be.
#[derive(Clone, Copy)]
pub struct Opened(RwSignal<bool>);

impl Opened {
    pub fn new() -> Self {
        Self(RwSignal::new(cfg!(feature = "ssr")))
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
        if self.0.get_untracked() != open {
            self.0.set(open);
        }
    }

    /// What it holds, if it is to be drawn now.
    pub fn holds(self, inside: impl FnOnce() -> String) -> Option<String> {
        self.0.get().then(inside)
    }
}
