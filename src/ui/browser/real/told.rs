//! Elements with markup that is written as text, and told anew with every answer.

use std::{cell::RefCell, collections::VecDeque};

use leptos::{
    attr::Attribute,
    html::Div,
    prelude::{GetUntracked, NodeRef},
    tachys::html::directive::directive,
    wasm_bindgen::{self, prelude::wasm_bindgen},
};
use web_sys::Element;

use super::super::change::changes;

#[wasm_bindgen(module = "/src/ui/browser/told.js")]
extern "C" {
    #[wasm_bindgen(js_name = numberOf)]
    fn number_of(element: &Element) -> u32;
    fn number(element: &Element) -> u32;
    fn tell(element: &Element, changes: &str, nodes: u32, text: &str);
}

/// As many elements of a page are told; of more, those told longest ago are written anew.
const KEPT: usize = 24;

thread_local! {
    /// What is written in which element, the latest last.
    static WRITTEN: RefCell<VecDeque<(u32, String)>> = const { RefCell::new(VecDeque::new()) };
}

/// What an element holds, as an attribute of it: what the server wrote is taken as it is; later only what differs is touched.
#[must_use]
pub fn markup(text: String) -> impl Attribute {
    directive(hold, text)
}

/// Tells an element of [`markup`] anew, beside the answers.
pub fn write(node: NodeRef<Div>, text: String) {
    if let Some(element) = node.get_untracked() {
        hold(element.into(), text);
    }
}

fn hold(element: Element, text: String) {
    WRITTEN.with_borrow_mut(|written| {
        let now = number_of(&element);
        let before = written.iter().position(|(number, _)| *number == now).and_then(|at| written.remove(at));
        let number = if let Some((number, before)) = before {
            let (changes, nodes) = changes(&before, &text);
            tell(&element, &changes, nodes, &text);
            number
        } else {
            if super::document::is_live() || element.first_child().is_none() {
                element.set_inner_html(&text);
            }
            number(&element)
        };
        written.push_back((number, text));
        if written.len() > KEPT {
            written.pop_front();
        }
    });
}
