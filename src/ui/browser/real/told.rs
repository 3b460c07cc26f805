//! Elements with markup that is written as text, and told anew with every answer.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    sync::Arc,
};

use leptos::{
    attr::{
        Attribute, NamedAttributeKey, NextAttribute,
        any_attribute::{AnyAttribute, IntoAnyAttribute as _},
    },
    html::Div,
    prelude::{GetUntracked, NodeRef, RenderEffect},
    wasm_bindgen::{
        self, JsValue,
        prelude::{Closure, wasm_bindgen},
    },
};
use web_sys::Element;

use super::{super::change::changes, later::catches_up};

#[wasm_bindgen(module = "/src/ui/browser/told.js")]
extern "C" {
    fn serve(text: &JsValue, waiting: &JsValue);
    #[wasm_bindgen(js_name = numberOf)]
    fn number_of(element: &Element) -> u32;
    fn number(element: &Element) -> u32;
    fn holds(element: &Element, text: &str) -> bool;
    fn waits(element: &Element) -> bool;
    fn tell(element: &Element, changes: &str, nodes: u32, all: bool);
}

/// With more of them those that have left the document are forgotten.
const KEPT: usize = 64;

struct Written {
    number: u32,
    element: Element,
    /// What it holds, or is about to.
    text: String,
    /// What it is to hold once there is time for it.
    waiting: Option<String>,
}

thread_local! {
    /// What is written in which element.
    static WRITTEN: RefCell<Vec<Written>> = const { RefCell::new(Vec::new()) };
    /// How many there may be before it is asked which are still there.
    static ROOM: Cell<usize> = const { Cell::new(KEPT) };
    static SERVED: () = serve(
        &Closure::<dyn Fn(u32) -> Option<String>>::new(text_of).into_js_value(),
        &Closure::<dyn Fn(Element)>::new(|element| tell_waiting(&element)).into_js_value(),
    );
}

/// What an element holds, as an attribute of it: what the server wrote is taken as it is; later only what differs is touched.
#[must_use]
pub fn markup(text: String) -> impl Attribute {
    Told::Markup(text)
}

/// As [`markup`], of what changes by itself; `None` leaves the element as it is.
#[must_use]
pub fn followed(text: impl Fn() -> Option<String> + Send + Sync + 'static) -> impl Attribute {
    Told::Followed(Arc::new(text))
}

/// An attribute of an element that is drawn again with every answer. Leptos takes attributes away and sets them anew, and a class gone for
/// a moment has everything under its element styled again; this one stays as long as it says the same.
#[must_use]
pub fn kept(name: &'static str, value: impl Into<Cow<'static, str>>) -> impl Attribute {
    Told::Attribute(name, value.into())
}

/// What Leptos is told of neither: it would take it away before it sets it anew.
#[derive(Clone)]
enum Told {
    Markup(String),
    Followed(Arc<dyn Fn() -> Option<String> + Send + Sync>),
    Attribute(&'static str, Cow<'static, str>),
}

impl Attribute for Told {
    const MIN_LENGTH: usize = 0;

    type State = (Element, Option<RenderEffect<()>>);
    type AsyncOutput = Self;
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn html_len(&self) -> usize {
        0
    }

    fn to_html(self, _: &mut String, _: &mut String, _: &mut String, _: &mut String) {}

    /// The server wrote it.
    fn hydrate<const FROM_SERVER: bool>(self, element: &Element) -> Self::State {
        match self {
            Self::Markup(text) => written(element, text),
            Self::Followed(text) => return follow(element, text, written),
            Self::Attribute(..) => {}
        }
        (element.clone(), None)
    }

    fn build(self, element: &Element) -> Self::State {
        match self {
            Self::Markup(text) => hold(element, text),
            Self::Followed(text) => return follow(element, text, hold),
            Self::Attribute(name, value) => {
                if element.get_attribute(name).as_deref() != Some(&*value) {
                    let _ = element.set_attribute(name, &value);
                }
            }
        }
        (element.clone(), None)
    }

    fn rebuild(self, state: &mut Self::State) {
        *state = self.build(&state.0);
    }

    fn into_cloneable(self) -> Self {
        self
    }

    fn into_cloneable_owned(self) -> Self {
        self
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn keys(&self) -> Vec<NamedAttributeKey> {
        Vec::new()
    }
}

impl NextAttribute for Told {
    type Output<Next: Attribute> = Vec<AnyAttribute>;

    fn add_any_attr<Next: Attribute>(self, next: Next) -> Vec<AnyAttribute> {
        vec![self.into_any_attr(), next.into_any_attr()]
    }
}

/// Tells an element of [`markup`] anew, beside the answers.
pub fn write(node: NodeRef<Div>, text: String) {
    if let Some(element) = node.get_untracked() {
        hold(&element, text);
    }
}

/// `first` takes the first text.
fn follow(
    element: &Element,
    text: Arc<dyn Fn() -> Option<String> + Send + Sync>,
    first: fn(&Element, String),
) -> (Element, Option<RenderEffect<()>>) {
    let held = element.clone();
    let effect = RenderEffect::new(move |before: Option<()>| {
        if let Some(text) = text() {
            if before.is_none() { first(&held, text) } else { hold(&held, text) }
        }
    });
    (element.clone(), Some(effect))
}

/// What is unknown is written whole, unless it is there already: a menu that was open before the page was alive keeps the link that is
/// being pressed.
fn hold(element: &Element, text: String) {
    let Some(before) = taken(number_of(element)) else {
        if !holds(element, &text) {
            element.set_inner_html(&text);
        }
        return written(element, text);
    };
    if before.waiting.is_none() && before.text == text {
        return keep(before);
    }
    let late = catches_up();
    if !late && waits(element) {
        keep(Written { waiting: Some(text), ..before });
    } else {
        tell_now(element, before, text, late);
    }
}

/// The element holds this.
fn written(element: &Element, text: String) {
    SERVED.with(|()| ());
    keep(Written { number: number(element), element: element.clone(), text, waiting: None });
}

/// What waited is told now, all of it.
fn tell_waiting(element: &Element) {
    let Some(mut before) = taken(number_of(element)) else { return };
    match before.waiting.take() {
        Some(text) => tell_now(element, before, text, true),
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
        Some(all.swap_remove(at))
    })
}

fn keep(written: Written) {
    WRITTEN.with_borrow_mut(|all| {
        all.push(written);
        if all.len() > ROOM.get() {
            all.retain(|one| {
                let stays = one.element.is_connected();
                // It may come back.
                if let Some(text) = one.waiting.as_ref().filter(|_| !stays) {
                    one.element.set_inner_html(text);
                }
                stays
            });
            ROOM.set(all.len() + KEPT);
        }
    });
}
