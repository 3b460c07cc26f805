//! Elements with markup that is written as text, and told anew with every answer.

use std::{cell::RefCell, collections::VecDeque};

use leptos::{
    attr::Attribute,
    html::Div,
    prelude::{GetUntracked, NodeRef},
    tachys::html::directive::directive,
    wasm_bindgen::{
        self, JsValue,
        prelude::{Closure, wasm_bindgen},
    },
};
use web_sys::Element;

use super::super::change::changes;

#[wasm_bindgen(module = "/src/ui/browser/told.js")]
extern "C" {
    fn serve(text: &JsValue, waiting: &JsValue);
    #[wasm_bindgen(js_name = numberOf)]
    fn number_of(element: &Element) -> u32;
    fn number(element: &Element) -> u32;
    fn waits(element: &Element) -> bool;
    fn tell(element: &Element, changes: &str, nodes: u32, all: bool);
}

/// As many elements of a page are told; of more, those told longest ago are written anew.
const KEPT: usize = 24;

struct Written {
    number: u32,
    /// What it holds, or is about to.
    text: String,
    /// What it is to hold once there is time for it.
    waiting: Option<(Element, String)>,
}

thread_local! {
    /// What is written in which element, the latest last.
    static WRITTEN: RefCell<VecDeque<Written>> = const { RefCell::new(VecDeque::new()) };
    static SERVED: () = serve(
        &Closure::<dyn Fn(u32) -> Option<String>>::new(text_of).into_js_value(),
        &Closure::<dyn Fn(Element)>::new(|element| tell_waiting(&element)).into_js_value(),
    );
}

/// What an element holds, as an attribute of it: what the server wrote is taken as it is; later only what differs is touched.
#[must_use]
pub fn markup(text: String) -> impl Attribute {
    directive(hold, text)
}

/// An attribute of an element that is drawn again with every answer. Leptos takes attributes away and sets them anew, and a class gone for
/// a moment has everything under its element styled again; this one stays as long as it says the same.
#[must_use]
pub fn kept(name: &'static str, value: impl Into<String>) -> impl Attribute {
    directive(keep_attribute, (name, value.into()))
}

fn keep_attribute(element: Element, (name, value): (&'static str, String)) {
    if element.get_attribute(name).as_ref() != Some(&value) {
        let _ = element.set_attribute(name, &value);
    }
}

/// Tells an element of [`markup`] anew, beside the answers.
pub fn write(node: NodeRef<Div>, text: String) {
    if let Some(element) = node.get_untracked() {
        hold(element.into(), text);
    }
}

fn hold(element: Element, text: String) {
    SERVED.with(|()| ());
    let number = number_of(&element);
    let Some(before) = taken(number) else {
        if super::document::is_live() || element.first_child().is_none() {
            element.set_inner_html(&text);
        }
        return keep(Written { number: self::number(&element), text, waiting: None });
    };
    if waits(&element) {
        keep(Written { waiting: Some((element, text)), ..before });
    } else {
        tell_now(&element, before, text, false);
    }
}

/// What waited is told now, all of it.
fn tell_waiting(element: &Element) {
    let Some(mut before) = taken(number_of(element)) else { return };
    match before.waiting.take() {
        Some((_, text)) => tell_now(element, before, text, true),
        None => keep(before),
    }
}

fn tell_now(element: &Element, before: Written, text: String, all: bool) {
    let (changes, nodes) = changes(&before.text, &text);
    // Kept first: where the changes do not fit, the script asks for it.
    keep(Written { text, waiting: None, ..before });
    tell(element, &changes, nodes, all);
}

fn text_of(number: u32) -> Option<String> {
    WRITTEN.with_borrow(|all| all.iter().find(|one| one.number == number).map(|one| one.text.clone()))
}

fn taken(number: u32) -> Option<Written> {
    WRITTEN.with_borrow_mut(|all| {
        let at = all.iter().position(|one| one.number == number)?;
        all.remove(at)
    })
}

fn keep(written: Written) {
    let over = WRITTEN.with_borrow_mut(|all| {
        all.push_back(written);
        if all.len() > KEPT { all.pop_front() } else { None }
    });
    if let Some((element, text)) = over.and_then(|one| one.waiting) {
        element.set_inner_html(&text);
    }
}
