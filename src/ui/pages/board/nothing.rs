//! A filter too narrow: which restriction to drop.

use leptos::prelude::*;

use crate::{
    contract::Frame,
    ui::{
        Address,
        components::{Empty, filter_bar::wording, selection},
        i18n::{board::words, filter, lang},
    },
};

/// Says that nothing is selected, and offers the address without each restriction.
#[component]
pub fn Nothing(frame: Frame, address: Address) -> impl IntoView {
    let words = words();
    let title = [words.nothing_title, ": ", &selection::in_words(&frame)].concat();
    let path = address.path;
    let links = frame
        .chips
        .into_iter()
        .map(|chip| {
            let (label, value) = wording(lang(), &chip);
            let href = if chip.without.is_empty() { path.clone() } else { [&path, "?", &chip.without].concat() };
            view! { <a class="button" href=href data-noscroll="">{[words.drop_one, " ", label, ": ", &value].concat()}</a> }
        })
        .collect_view();
    view! {
        <h1 class="vh">{words.title}</h1>
        <Empty title text=words.nothing>
            {links}
            <a class="button primary" href=path.clone() data-noscroll="">{filter::words().clear}</a>
        </Empty>
    }
}
