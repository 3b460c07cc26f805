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
    #[prop(into)] label: String,
    /// Choices, and whether each is chosen.
    options: Vec<(Choice, bool)>,
    #[prop(optional_no_strip)] note: Option<&'static str>,
) -> impl IntoView {
    let chosen: Vec<&Choice> = options.iter().filter(|(_, on)| *on).map(|(choice, _)| choice).collect();
    let value = match chosen.as_slice() {
        [] => None,
        [one] => Some(one.name.clone()),
        more => Some(format::integer(i64::try_from(more.len()).unwrap_or(0))),
    };
    let on = value.is_some().then_some("");
    (options.len() > 1 || value.is_some()).then(|| {
        view! {
            <details class="menu" name="filtro" on:focusout=|event| browser::form::close_when_left(&event)
                on:keydown=|event| browser::form::close_on_escape(&event)>
                <summary class="pill" data-on=on>
                    <span class="pill-label">{label.clone()}</span>
                    {value.map(|value| view! { <b>{value}</b> })}
                    <Icon glyph=Glyph::Expand/>
                </summary>
                <div class="menu-panel" role="group" aria-label=label tabindex="-1">
                    {options
                        .into_iter()
                        .map(|(choice, on)| {
                            view! {
                                <label>
                                    <input type="checkbox" name=name value=choice.value checked=on prop:checked=on/>
                                    <span>{choice.name}</span>
                                </label>
                            }
                        })
                        .collect_view()}
                    {note.map(|note| view! { <p class="hint">{note}</p> })}
                </div>
            </details>
        }
        .into_any()
    })
}
