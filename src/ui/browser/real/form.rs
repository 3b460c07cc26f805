//! Forms that apply without reloading the page.

use leptos::{ev::Event, prelude::document, wasm_bindgen::JsCast};
use web_sys::{Element, FormData, HtmlFormElement, UrlSearchParams};

/// The query string of the form around the event's target, without its empty fields.
#[must_use]
pub fn query_of(event: &Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let form: HtmlFormElement = target.closest("form").ok()??.dyn_into().ok()?;
    // A field may stand here and belong to another form, which is sent by its own button.
    if target.get_attribute("form").is_some_and(|owner| owner != form.id()) {
        return None;
    }
    let data = FormData::new_with_form(&form).ok()?;
    let params = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    let query = String::from(params.to_string());
    Some(query.split('&').filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("&"))
}

/// Closes the disclosure around the event's target when focus leaves it.
pub fn close_when_left(event: &leptos::ev::FocusEvent) {
    let Some(details) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let stays = event
        .related_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|next| details.contains(Some(&next)));
    if !stays {
        let _ = details.remove_attribute("open");
    }
}

/// Closes the disclosure around the event's target on Escape, and gives focus back to its summary.
pub fn close_on_escape(event: &leptos::ev::KeyboardEvent) {
    if event.key() == "Escape" && close_around(event) {
        event.stop_propagation();
    }
}

/// Closes the disclosure around a link that was followed, and gives focus back to its summary.
pub fn close_on_link(event: &leptos::ev::MouseEvent) {
    if link_of(event).is_some() {
        close_around(event);
    }
}

/// Empties the search field beside a suggestion that was taken.
pub fn clear_search(event: &leptos::ev::MouseEvent) {
    let field = link_of(event)
        .and_then(|link| link.closest(".search").ok().flatten())
        .and_then(|search| search.query_selector("input").ok().flatten())
        .and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(field) = field {
        field.set_value("");
    }
}

/// Arrow keys move focus between the search field and the suggestions below it.
pub fn walk(event: &leptos::ev::KeyboardEvent) {
    let Some(around) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some(here) = document().active_element() else { return };
    let field = || around.query_selector("input").ok().flatten();
    let next = match (here.tag_name().as_str(), event.key() == "ArrowDown") {
        ("A", true) => here.next_element_sibling(),
        ("A", false) => here.previous_element_sibling().or_else(field),
        (_, true) => around.query_selector("a").ok().flatten(),
        (_, false) => None,
    };
    if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        let _ = next.focus();
    }
}

fn link_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("a").ok()?
}

/// Whether there was an open one.
fn close_around(event: &Event) -> bool {
    let around = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(details) = around.and_then(|around| around.closest("details[open]").ok().flatten()) else { return false };
    let _ = details.remove_attribute("open");
    let summary = details.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = summary.focus();
    }
    true
}
