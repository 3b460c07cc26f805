//! A menu of checkboxes behind a summary that names what is chosen. A `<details>`: it opens without scripts.

use leptos::prelude::*;

use super::super::{Glyph, Icon};
use crate::{
    contract::Choice,
    ui::{browser, i18n::format},
};

/// Nothing when there is nothing to choose between.
#[component]
pub fn Menu(
    name: &'static str,
    label: &'static str,
    #[prop(into)] options: Signal<Vec<Choice>>,
    /// Values of the chosen ones.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    #[prop(into, default = Signal::stored(None))] note: Signal<Option<&'static str>>,
) -> impl IntoView {
    // Memos: an answer that changes nothing here must not redraw what somebody is pointing at.
    let options = Memo::new(move |_| options.get());
    let chosen = Memo::new(move |_| chosen.get());
    let value = Memo::new(move |_| match chosen.read().as_slice() {
        [] => None,
        [one] => {
            Some(options.read().iter().find(|choice| choice.value == *one).map_or(one.clone(), |it| it.name.clone()))
        }
        more => Some(format::integer(i64::try_from(more.len()).unwrap_or(0))),
    });
    let shown = Memo::new(move |_| options.read().len() > 1 || value.read().is_some());
    let boxes = move || {
        let one = |Choice { value, name: text }: Choice| {
            let on = {
                let value = value.clone();
                Memo::new(move |_| chosen.read().contains(&value))
            };
            view! {
                <label>
                    <input type="checkbox" name=name value=value checked=on.get_untracked() prop:checked=on/>
                    <span>{text}</span>
                </label>
            }
        };
        options.get().into_iter().map(one).collect_view()
    };
    let menu = move || {
        view! {
            <details class="menu" name="filtro" on:focusout=|event| browser::form::close_when_left(&event)
                on:keydown=|event| browser::form::close_on_escape(&event)>
                <summary class="pill" data-on=move || value.read().is_some().then_some("")>
                    <span class="pill-label">{label}</span>
                    {move || value.get().map(|value| view! { <b>{value}</b> })}
                    <Icon glyph=Glyph::Expand/>
                </summary>
                <div class="menu-panel" role="group" aria-label=label tabindex="-1">
                    {boxes}
                    {move || note.get().map(|note| view! { <p class="hint">{note}</p> })}
                </div>
            </details>
        }
        .into_any()
    };
    move || shown.get().then(menu)
}
