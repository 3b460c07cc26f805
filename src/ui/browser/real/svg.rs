//! Links inside drawings: the router follows HTML links alone, and only one link of a drawing is a tab stop.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    wasm_bindgen::JsCast,
};
use web_sys::{Element, EventTarget, SvgElement};

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

/// The SVG link around a target. HTML links have an upper-case tag name.
fn link_of(target: EventTarget) -> Option<Element> {
    let element: Element = target.dyn_into().ok()?;
    element.closest("a").ok()?.filter(|link| link.tag_name() == "a")
}
