//! Search: free text for the filter, with suggestions of branches, groups, areas and states while typing.

use std::time::Duration;

use leptos::{html, prelude::*, task::spawn_local};

use super::{
    super::{Glyph, Icon},
    Now,
};
use crate::{
    contract::Suggestion,
    server_fns::frame::suggest,
    ui::{browser, i18n::filter::words},
};

/// Shorter than this nothing is suggested.
const SHORTEST: usize = 2;
/// A pause in typing that is worth a question.
const PAUSE: Duration = Duration::from_millis(150);

/// What is offered for what was typed last. Pauses and answers that belong to another text count for nothing, so that no
/// question waits for the answer to the one before, and none comes up after it was dropped.
#[derive(Clone, Copy)]
struct Offer {
    typed: StoredValue<String>,
    /// `None` where nothing was asked, or nobody answered.
    found: RwSignal<Option<Vec<Suggestion>>>,
}

impl Offer {
    /// Asks about a text once it has stood for a while.
    fn ask(self, text: String) {
        self.typed.set_value(text.clone());
        let short = text.trim().chars().count() < SHORTEST;
        // That nothing has a name holds for that name alone.
        if short || self.found.with_untracked(|found| found.as_ref().is_some_and(Vec::is_empty)) {
            self.found.set(None);
        }
        if short {
            return;
        }
        let answer = async move {
            if self.wants(&text) {
                let answer = suggest(text.clone()).await.ok();
                if self.wants(&text) {
                    self.found.set(answer);
                }
            }
        };
        set_timeout(move || spawn_local(answer), PAUSE);
    }

    /// Whether nothing else has been typed meanwhile, and the page is still there.
    fn wants(self, text: &str) -> bool {
        self.typed.try_with_value(|typed| typed == text) == Some(true)
    }

    fn drop(self) {
        self.ask(String::new());
    }
}

/// The field `q`; choosing a suggestion filters by it instead.
#[component]
pub fn Search(now: Now) -> impl IntoView {
    let words = words();
    let searched = Memo::new(move |_| now.filter.read().text.clone().unwrap_or_default());
    let offer = Offer { typed: StoredValue::default(), found: RwSignal::default() };
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |before: Option<String>| {
        let searched = searched.get();
        match before {
            None => {
                // What was typed before the WASM came stays, and is asked about.
                let typed = browser::form::text(field);
                if typed != searched {
                    offer.ask(typed);
                }
            }
            Some(before) if before != searched => browser::form::write(field, &searched),
            Some(_) => {}
        }
        searched
    });
    let list = move || {
        offer.found.get().filter(|found| !found.is_empty()).map(|found| {
            let links = found.into_iter().map(|suggestion| link(now, suggestion)).collect_view();
            // The field keeps the focus while one of them is pressed: losing it would search for what was typed.
            view! {
                <div class="menu-panel suggestions" role="group" aria-label=words.suggestions tabindex="-1"
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |event| {
                        if browser::form::on_link(&event) {
                            browser::form::write(field, "");
                            offer.drop();
                        }
                    }>{links}</div>
            }
        })
    };
    let nothing = move || {
        let none = offer.found.read().as_ref().is_some_and(Vec::is_empty);
        none.then_some(words.nothing_suggested)
    };
    let key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        // Whoever walks the list wants it as it is.
        "ArrowDown" | "ArrowUp" if browser::form::walk(&event) => offer.typed.set_value(String::new()),
        "Escape" => {
            if offer.found.read_untracked().is_some() {
                event.stop_propagation();
            }
            offer.drop();
        }
        _ => {}
    };
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            offer.drop();
        }
    };
    let left = move |event: leptos::ev::FocusEvent| {
        if browser::form::left(&event) {
            offer.drop();
        }
    };
    view! {
        <div class="search" role="search" aria-label=words.search on:keydown=key on:focusout=left>
            <Icon glyph=Glyph::Search/>
            <input type="search" name="q" autocomplete="off" aria-label=words.search placeholder=words.search_hint maxlength="100"
                value=searched.get_untracked() node_ref=field on:keydown=enter
                on:input:target=move |event| offer.ask(event.target().value())/>
            {list}
            // There before its words: readers say what is put into it.
            <p class="menu-panel hint" role="status">{nothing}</p>
        </div>
    }
    .into_any()
}

fn link(now: Now, suggestion: Suggestion) -> impl IntoView + use<> {
    let Suggestion { field, value, name, detail } = suggestion;
    let href = move || {
        now.link(|filter| {
            filter.text = None;
            let list = match field.as_str() {
                "grupo" => &mut filter.groups,
                "area" => &mut filter.areas,
                "estado" => &mut filter.states,
                _ => &mut filter.branches,
            };
            if !list.contains(&value) {
                list.push(value.clone());
                list.sort();
            }
        })
    };
    view! {
        <a href=href data-noscroll="">
            <span>{name}</span>
            {detail.map(|detail| view! { <small>{detail}</small> })}
        </a>
    }
}
