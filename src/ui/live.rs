//! What the page learns while it is open: that there are newer data, and that the network is gone or back.

use std::time::Duration;

use leptos::prelude::*;

use super::browser;

/// How long it is said that there are newer data.
const SAID: Duration = Duration::from_secs(6);

/// See the module. In the browser alone anything of it changes.
#[derive(Clone, Copy)]
pub struct Live {
    /// How often newer data came: whoever shows some asks again.
    pub news: RwSignal<u32>,
    /// They came a moment ago.
    pub fresh: RwSignal<bool>,
    /// Without network the page goes on from what it holds.
    pub offline: RwSignal<bool>,
    /// A newer Falcon is there, whole, and waits.
    pub build: RwSignal<bool>,
    /// How many hundredths of the data came that are to be kept, where they take long.
    pub fetched: RwSignal<Option<u32>>,
}

impl Live {
    /// Begins to listen.
    #[must_use]
    pub fn listening() -> Self {
        let live = Self {
            news: RwSignal::new(0),
            fresh: RwSignal::new(false),
            offline: RwSignal::new(false),
            build: RwSignal::new(false),
            fetched: RwSignal::new(None),
        };
        Effect::new(move || {
            browser::live::listen(
                move || live.note(),
                move |offline| live.offline.set(offline),
                move || live.build.set(true),
                move |fetched| live.fetched.set(fetched),
            );
        });
        live
    }

    fn note(self) {
        self.news.update(|news| *news += 1);
        self.fresh.set(true);
        let mine = self.news.get_untracked();
        browser::live::after(SAID, move || {
            if self.news.get_untracked() == mine {
                self.fresh.set(false);
            }
        });
    }
}
