//! Search: free text for the filter, with suggestions of branches, groups, areas and states while typing.

use std::time::Duration;

use leptos::{leptos_dom::helpers::debounce, prelude::*};

use super::{
    super::{Glyph, Icon},
    Now,
};
use crate::{
    contract::{Suggestion, Wire},
    server_fns::frame::suggest,
    ui::{browser, i18n::filter::words},
};

/// Shorter than this nothing is suggested.
const SHORTEST: usize = 2;
/// A pause in typing that is worth a question.
const PAUSE: Duration = Duration::from_millis(150);

/// The field `q`; choosing a suggestion filters by it instead.
#[component]
pub fn Search(now: Now) -> impl IntoView {
    let words = words();
    let searched = Memo::new(move |_| now.filter.read().text.clone().unwrap_or_default());
    // What is asked about; empty while nobody types.
    let asked = RwSignal::new(String::new());
    let mut ask = debounce(PAUSE, move |text| asked.set(text));
    let found = Resource::<_, Wire>::new_with_options(
        move || asked.get(),
        |text| async move {
            if text.trim().chars().count() < SHORTEST { Vec::new() } else { suggest(text).await.unwrap_or_default() }
        },
        false,
    );
    let list = move |suggestions: Vec<Suggestion>| {
        (!suggestions.is_empty()).then(|| {
            let links = suggestions.into_iter().map(|suggestion| link(now, suggestion)).collect_view();
            view! {
                <div class="menu-panel suggestions" role="group" aria-label=words.suggestions tabindex="-1"
                    on:click=move |event| {
                        browser::form::clear_search(&event);
                        asked.set(String::new());
                    }>{links}</div>
            }
        })
    };
    let key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => browser::form::walk(&event),
        "Escape" if !asked.read_untracked().is_empty() => {
            event.stop_propagation();
            asked.set(String::new());
        }
        _ => {}
    };
    view! {
        <div class="search" role="search" aria-label=words.search on:keydown=key>
            <Icon glyph=Glyph::Search/>
            <input type="search" name="q" autocomplete="off" aria-label=words.search placeholder=words.search_hint maxlength="100"
                value=searched.get_untracked() prop:value=searched
                on:input:target=move |event| ask(event.target().value())/>
            <Transition>
                {move || Suspend::new(async move { list(found.await) })}
            </Transition>
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
