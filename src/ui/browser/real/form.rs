//! Forms that apply without reloading the page.

use leptos::{
    ev::Event,
    html::{Form, Input},
    prelude::{GetUntracked, NodeRef, document},
    wasm_bindgen::{self, JsCast, prelude::wasm_bindgen},
};
use web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement, UrlSearchParams};

#[wasm_bindgen(module = "/src/ui/browser/later.js")]
extern "C" {
    #[wasm_bindgen(js_name = isTouched)]
    fn is_touched(form: &HtmlFormElement) -> bool;
}

/// The query string of the form around the event's target, without its empty fields. What was only typed into a search
/// field is no choice yet: leaving the field, for its suggestions, applies nothing.
#[must_use]
pub fn query_of(event: &Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if event.type_() == "change" && target.get_attribute("type").is_some_and(|kind| kind == "search") {
        return None;
    }
    let form: HtmlFormElement = target.closest("form").ok()??.dyn_into().ok()?;
    // A field may stand here and belong to another form, which is sent by its own button.
    if target.get_attribute("form").is_some_and(|owner| owner != form.id()) {
        return None;
    }
    query(&FormData::new_with_form(&form).ok()?)
}

fn query(data: &FormData) -> Option<String> {
    let params = UrlSearchParams::new_with_str_sequence_sequence(data).ok()?;
    let query = String::from(params.to_string());
    Some(query.split('&').filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("&"))
}

/// As [`query_of`], of a form in which something has been chosen since the server wrote it. What was only typed for a search is not.
#[must_use]
pub fn touched(form: NodeRef<Form>) -> Option<String> {
    let form = form.get_untracked()?;
    if !is_touched(&form) {
        return None;
    }
    let data = FormData::new_with_form(&form).ok()?;
    let search: HtmlInputElement = form.query_selector("input[name=q]").ok()??.dyn_into().ok()?;
    data.set_with_str("q", &search.default_value()).ok()?;
    query(&data)
}

/// Whether the two dates of the period are in their order; if not, the second one says so.
#[must_use]
pub fn dates_in_order(said: &str) -> bool {
    let Some((from, to)) = date("from").zip(date("to")) else { return true };
    let reversed = !to.value().is_empty() && from.value() > to.value();
    to.set_custom_validity(if reversed { said } else { "" });
    said.is_empty() || to.report_validity()
}

/// A date of the period.
fn date(name: &str) -> Option<HtmlInputElement> {
    document().query_selector(&["[form=rango][name=", name, "]"].concat()).ok()??.dyn_into().ok()
}

/// Whether the disclosure that listens is open.
#[must_use]
pub fn is_open(event: &Event) -> bool {
    let details = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}

/// Closes the disclosure around the event's target when focus leaves it.
pub fn close_when_left(event: &leptos::ev::FocusEvent) {
    // In a sheet the other one would move away from the finger that presses it; there it is the next one opened that closes this one.
    let in_sheet = |details: &Element| details.closest(":popover-open").ok().flatten().is_some();
    if let Some(details) = disclosure(event).filter(|details| goes_out(details, event) && !in_sheet(details)) {
        let _ = details.remove_attribute("open");
    }
}

/// Whether the focus goes out of the element that listens.
#[must_use]
pub fn left(event: &leptos::ev::FocusEvent) -> bool {
    let around = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    around.is_none_or(|around| goes_out(&around, event))
}

fn goes_out(around: &Element, event: &leptos::ev::FocusEvent) -> bool {
    let next = event.related_target().and_then(|target| target.dyn_into::<Element>().ok());
    !next.is_some_and(|next| around.contains(Some(&next)))
}

/// The open disclosure around the event's target.
fn disclosure(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("details[open]").ok()?
}

/// Gives focus to the menu around the event's target, which is about to go: else the menu would count as left.
pub fn focus_menu(event: &leptos::ev::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let menu = target.and_then(|target| target.closest("[role=group]").ok().flatten());
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = menu.focus();
    }
}

/// Closes the disclosure around the event's target on Escape, and gives focus back to its summary.
pub fn close_on_escape(event: &leptos::ev::KeyboardEvent) {
    if event.key() == "Escape" && close_around(event) {
        event.stop_propagation();
    }
}

/// Closes the period's menu around a link that was followed, and gives focus back to its summary. Dates that were typed are of another
/// period.
pub fn close_on_link(event: &leptos::ev::MouseEvent) {
    if link_of(event).is_some() {
        ["from", "to"].into_iter().filter_map(date).for_each(|field| field.set_value(""));
        close_around(event);
    }
}

/// Whether the event happened on a link.
#[must_use]
pub fn on_link(event: &leptos::ev::MouseEvent) -> bool {
    link_of(event).is_some()
}

/// What stands in a field.
#[must_use]
pub fn text(field: NodeRef<Input>) -> String {
    field.get_untracked().map(|field| field.value()).unwrap_or_default()
}

/// Writes into a field.
pub fn write(field: NodeRef<Input>, text: &str) {
    if let Some(field) = field.get_untracked() {
        field.set_value(text);
    }
}

/// Arrow keys move focus between the search field and the suggestions below it. Whether it moved.
#[must_use]
pub fn walk(event: &leptos::ev::KeyboardEvent) -> bool {
    let around = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some((around, here)) = around.zip(document().active_element()) else { return false };
    let field = || around.query_selector("input").ok().flatten();
    let next = match (here.tag_name().as_str(), event.key() == "ArrowDown") {
        ("A", true) => here.next_element_sibling(),
        ("A", false) => here.previous_element_sibling().or_else(field),
        (_, true) => around.query_selector("a").ok().flatten(),
        (_, false) => None,
    };
    let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) else { return false };
    event.prevent_default();
    next.focus().is_ok()
}

fn link_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("a").ok()?
}

/// Whether there was an open one.
fn close_around(event: &Event) -> bool {
    let Some(details) = disclosure(event) else { return false };
    let _ = details.remove_attribute("open");
    let summary = details.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = summary.focus();
    }
    true
}
