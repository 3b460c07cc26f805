//! Search: free text for the filter, with suggestions of branches, groups, areas and states while typing.

use leptos::prelude::*;

use super::super::{Glyph, Icon};
use crate::{
    contract::{Suggestion, Wire},
    server_fns::frame::suggest,
    ui::{Address, i18n::filter::words},
};

/// Shorter than this nothing is suggested.
const SHORTEST: usize = 2;

/// The field `q`; choosing a suggestion filters by it instead.
#[component]
pub fn Search(address: Address) -> impl IntoView {
    let words = words();
    let typed = RwSignal::new(String::new());
    let found = Resource::<_, Wire>::new_with_options(
        move || typed.get(),
        |text| async move {
            if text.trim().chars().count() < SHORTEST { Vec::new() } else { suggest(text).await.unwrap_or_default() }
        },
        false,
    );
    let text = address.filter.text.clone().unwrap_or_default();
    let list = move |suggestions: Vec<Suggestion>| {
        (!suggestions.is_empty()).then(|| {
            let links = suggestions.into_iter().map(|suggestion| link(&address, suggestion)).collect_view();
            view! { <div class="menu-panel suggestions" role="group" aria-label=words.suggestions tabindex="-1">{links}</div> }
        })
    };
    view! {
        <div class="search" role="search" aria-label=words.search>
            <Icon glyph=Glyph::Search/>
            <input type="search" name="q" autocomplete="off" aria-label=words.search placeholder=words.search_hint maxlength="100"
                value=text.clone() prop:value=text on:input:target=move |event| typed.set(event.target().value())/>
            <Transition>
                {move || {
                    let list = list.clone();
                    Suspend::new(async move { list(found.await) })
                }}
            </Transition>
        </div>
    }
    .into_any()
}

fn link(address: &Address, suggestion: Suggestion) -> impl IntoView + use<> {
    let Suggestion { field, value, name, detail } = suggestion;
    let href = address.with(|filter| {
        filter.text = None;
        let list = match field.as_str() {
            "grupo" => &mut filter.groups,
            "area" => &mut filter.areas,
            "estado" => &mut filter.states,
            _ => &mut filter.branches,
        };
        if !list.contains(&value) {
            list.push(value);
            list.sort();
        }
    });
    view! {
        <a href=href data-noscroll="">
            <span>{name}</span>
            {detail.map(|detail| view! { <small>{detail}</small> })}
        </a>
    }
}
