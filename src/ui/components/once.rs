//! What is shown once: wholly in sight, selected by one touch, and copied by a button where scripts are alive.

use leptos::{prelude::*, task::spawn_local};

use crate::ui::{browser, i18n::common};

/// A value that is shown this once; `label` says what it is.
#[component]
pub fn Once(label: &'static str, value: String) -> impl IntoView {
    view! {
        <div class="once" role="group" aria-label=label>
            <code class="once-value">{value.clone()}</code>
            <Copy text=value/>
        </div>
    }
}

/// A button that copies, there only where it can; what became of it is said beside it.
#[component]
pub fn Copy(text: String) -> impl IntoView {
    let words = common::words();
    let (can, said) = (RwSignal::new(false), RwSignal::new(""));
    // Runs in the page alone.
    Effect::new(move |_| can.set(browser::clipboard::there()));
    let text = StoredValue::new(text);
    let copy = move |_| {
        said.set("");
        spawn_local(async move {
            let done = browser::clipboard::write(text.get_value()).await;
            said.try_set(if done { words.copied } else { words.not_copied });
        });
    };
    view! {
        <span class="copy" hidden=move || !can.get()>
            <button class="button" type="button" on:click=copy>{words.copy}</button>
            <span role="status">{said}</span>
        </span>
    }
}
