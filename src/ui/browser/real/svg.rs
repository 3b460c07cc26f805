//! Links inside drawings: the router follows HTML links alone, and only one link of a drawing is a tab stop. And arrow keys
//! inside heat maps, which are tables.

use std::cell::RefCell;

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::{document, on_cleanup, request_animation_frame, window, window_event_listener},
    wasm_bindgen::JsCast,
};
use web_sys::{Element, EventTarget, HtmlElement, SvgElement};

/// Where a plain click inside an SVG link leads; the browser then no longer follows it itself.
#[must_use]
pub fn link_at(event: &MouseEvent) -> Option<String> {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let link = link_of(event.target()?)?;
    let href = link.get_attribute("href")?;
    event.prevent_default();
    Some(href)
}

thread_local! {
    /// Which of a chart's drawings the last frame showed, and on which page.
    static SEEN: RefCell<(String, Option<usize>)> = const { RefCell::new((String::new(), None)) };
}

/// Which of these drawings has the room for itself, as the last frame showed it; on the server, and before the page is alive, that is
/// not known.
#[must_use]
pub fn seen_alone(variants: [&'static str; 2]) -> Option<usize> {
    // In the next frame, before it is laid out anyhow.
    request_animation_frame(move || {
        let shown = |class: &str| {
            let drawing = document().get_elements_by_class_name(class).item(0)?;
            let style = window().get_computed_style(&drawing).ok()??;
            Some(style.get_property_value("display").ok()? != "none")
        };
        let seen = match variants.map(shown) {
            [Some(true), _] => Some(0),
            [_, Some(true)] => Some(1),
            _ => None,
        };
        SEEN.set((path(), seen));
    });
    SEEN.with_borrow(|(page, seen)| seen.filter(|_| *page == path() && super::document::is_live()))
}

fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Calls `then` when the window has another size, as long as the caller lives.
pub fn when_resized(then: impl Fn() + 'static) {
    let listener = window_event_listener(leptos::ev::resize, move |_| then());
    on_cleanup(move || listener.remove());
}

/// Arrow keys, Home and End move the focus among the links of a drawing.
pub fn move_focus(event: &KeyboardEvent) {
    let (forward, far) = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => (true, false),
        "ArrowLeft" | "ArrowUp" => (false, false),
        "End" => (true, true),
        "Home" => (false, true),
        _ => return,
    };
    let Some(from) = event.target().and_then(link_of) else { return };
    let beside = |link: &Element| {
        let next = if forward { link.next_element_sibling() } else { link.previous_element_sibling() };
        next.filter(|element| element.tag_name() == "a")
    };
    let Some(mut to) = beside(&from) else { return };
    while let Some(next) = beside(&to).filter(|_| far) {
        to = next;
    }
    if let Ok(link) = to.dyn_into::<SvgElement>() {
        event.prevent_default();
        let _ = link.focus();
    }
}

/// Arrow keys, Home and End move the focus from the link of one cell of a table to that of the next cell that has one: the
/// figure's to the figure's, the count's to the count's.
pub fn move_in_table(event: &KeyboardEvent) {
    let (across, forward, far) = match event.key().as_str() {
        "ArrowRight" => (true, true, false),
        "ArrowLeft" => (true, false, false),
        "ArrowDown" => (false, true, false),
        "ArrowUp" => (false, false, false),
        "End" => (true, true, true),
        "Home" => (true, false, true),
        _ => return,
    };
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let around = |selector: &str| element.as_ref().and_then(|from| from.closest(selector).ok().flatten());
    let (Some(link), Some(cell), Some(row)) = (around("a"), around("td, th"), around("tr")) else { return };
    let beside = |at: &Element| if forward { at.next_element_sibling() } else { at.previous_element_sibling() };
    let column = core::iter::successors(Some(cell.clone()), Element::previous_element_sibling).count();
    let class = link.class_name();
    let link_in = |at: &Element| {
        let inside = if across { String::new() } else { format!(":scope > :nth-child({column}) ") };
        let same =
            if class.is_empty() { None } else { at.query_selector(&[&inside, "a.", &class].concat()).ok().flatten() };
        same.or_else(|| at.query_selector(&[&inside, "a"].concat()).ok().flatten())
    };
    let start = if across { &cell } else { &row };
    let mut links = core::iter::successors(beside(start), beside).filter_map(|at| link_in(&at));
    let to = if far { links.last() } else { links.next() };
    if let Some(link) = to.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = link.focus();
    }
}

/// The SVG link around a target. HTML links have an upper-case tag name.
fn link_of(target: EventTarget) -> Option<Element> {
    let element: Element = target.dyn_into().ok()?;
    element.closest("a").ok()?.filter(|link| link.tag_name() == "a")
}
