//! A menu of checkboxes behind a summary that names what is chosen. A `<details>`: it opens without scripts.

use leptos::prelude::*;

use super::super::push_icon;
use crate::{
    contract::{Choice, push_markup},
    ui::{browser::told, components::Glyph, i18n::format},
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
    let shown = Memo::new(move |_| options.read().len() > 1 || !chosen.read().is_empty());
    let on = move || (!chosen.read().is_empty()).then_some("");
    let head = move || Some(head(label, &options.read(), &chosen.read()));
    let inside = move || Some(inside(name, &options.read(), &chosen.read(), note.get()));
    let menu = move || {
        view! {
            <details class="menu" name="filtro">
                <summary data-on=on class="pill" {..told::followed(head)}></summary>
                <div class="menu-panel" role="group" aria-label=label tabindex="-1" {..told::followed(inside)}></div>
            </details>
        }
        .into_any()
    };
    move || shown.get().then(menu)
}

/// The summary: the name of the one that is chosen, or how many are.
fn head(label: &str, options: &[Choice], chosen: &[String]) -> String {
    let value = match chosen {
        [] => None,
        [one] => Some(options.iter().find(|choice| choice.value == *one).map_or(one.clone(), |it| it.name.clone())),
        more => Some(format::integer(i64::try_from(more.len()).unwrap_or(0))),
    };
    pill(label, value.as_deref())
}

/// What a menu's summary holds.
pub fn pill(label: &str, value: Option<&str>) -> String {
    let mut out = String::with_capacity(400);
    push_markup(&mut out, "<span class=\"pill-label\">", label);
    out.push_str("</span>");
    if let Some(value) = value {
        push_markup(&mut out, "<b>", value);
        out.push_str("</b>");
    }
    push_icon(&mut out, Glyph::Expand);
    out
}

fn inside(name: &str, options: &[Choice], chosen: &[String], note: Option<&str>) -> String {
    let mut out = String::with_capacity(128 * options.len());
    for choice in options {
        push_markup(&mut out, "<label><input type=\"checkbox\" name=\"", name);
        push_markup(&mut out, "\" value=\"", &choice.value);
        let on = chosen.contains(&choice.value);
        push_markup(&mut out, if on { "\" checked><span>" } else { "\"><span>" }, &choice.name);
        out.push_str("</span></label>");
    }
    if let Some(note) = note {
        push_markup(&mut out, "<p class=\"hint\">", note);
        out.push_str("</p>");
    }
    out
}
