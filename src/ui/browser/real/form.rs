//! Forms that apply without reloading the page.

use leptos::{ev::Event, wasm_bindgen::JsCast};
use web_sys::{Element, FormData, HtmlFormElement, UrlSearchParams};

/// The query string of the form around the event's target, without its empty fields.
#[must_use]
pub fn query_of(event: &Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let form: HtmlFormElement = target.closest("form").ok()??.dyn_into().ok()?;
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
    if event.key() != "Escape" {
        return;
    }
    let Some(details) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if details.has_attribute("open") {
        event.stop_propagation();
        let _ = details.remove_attribute("open");
        let summary = details.query_selector("summary").ok().flatten();
        if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = summary.focus();
        }
    }
}
