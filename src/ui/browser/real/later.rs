//! Parts of a page that come alive after it, each in a turn of its own: one long turn keeps the browser from answering a finger. What is
//! drawn anew out of the window waits until the frame is out.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

use js_sys::Function;
use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::{AddAnyAttr, AnyView, IntoView, Mountable, Owner, Render, RenderHtml},
    tachys::{
        hydration::Cursor,
        view::{Position, PositionState, any_view::AnyViewState},
    },
    wasm_bindgen::{
        self, JsCast as _, JsValue,
        prelude::{Closure, wasm_bindgen},
    },
};
use web_sys::{Element, Node};

#[wasm_bindgen(module = "/src/ui/browser/later.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn turn() -> Result<JsValue, JsValue>;
    fn sleep() -> Function;
    fn hurry(finish: &Closure<dyn Fn()>) -> Function;
}

#[wasm_bindgen(module = "/src/ui/browser/told.js")]
extern "C" {
    fn watch(part: &Element);
    #[wasm_bindgen(js_name = partWaits)]
    fn waits(part: &Element, draw: &JsValue) -> bool;
}

type Shared = RefCell<Part>;

thread_local! {
    /// What is to come alive, in the order of the page.
    static WAITING: RefCell<VecDeque<Weak<Shared>>> = const { RefCell::new(VecDeque::new()) };
    /// What is to be drawn anew.
    static LATE: RefCell<Vec<(Element, Weak<Shared>)>> = const { RefCell::new(Vec::new()) };
    static DRAW: JsValue = Closure::<dyn Fn(Element)>::new(|element| draw(&element)).into_js_value();
    static CATCHES_UP: Cell<bool> = const { Cell::new(false) };
}

/// Whether what is drawn now has waited already.
pub(super) fn catches_up() -> bool {
    CATCHES_UP.get()
}

/// A view of one element. Where the server wrote it, it comes alive in [`all`], which is the page's last step; its data are those of the
/// page, so the view may ask for none of its own.
pub fn later(view: impl FnOnce() -> AnyView + Send + 'static) -> impl IntoView {
    Later(Box::new(view))
}

/// Walks over the document: until that is done links lead to documents, since a page that is half alive cannot become another.
pub async fn walk<T>(walk: impl Future<Output = T>) -> T {
    let off = sleep();
    let walked = walk.await;
    let _ = off.call0(&JsValue::NULL);
    walked
}

/// Brings to life what waits. As soon as somebody does something, at once.
pub async fn all() {
    let finish = Closure::<dyn Fn()>::new(|| while next() {});
    let off = hurry(&finish);
    while turn().await.is_ok() && next() {}
    let _ = off.call0(&JsValue::NULL);
}

/// The next part; whether there was one.
fn next() -> bool {
    let Some(part) = WAITING.with_borrow_mut(VecDeque::pop_front) else { return false };
    if let Some(part) = part.upgrade() {
        part.borrow_mut().live();
    }
    true
}

fn draw(element: &Element) {
    let part = LATE.with_borrow_mut(|late| {
        let at = late.iter().position(|(of, _)| of == element)?;
        late.swap_remove(at).1.upgrade()
    });
    if let Some(part) = part {
        part.borrow_mut().catch_up();
    }
}

type View = Box<dyn FnOnce() -> AnyView + Send>;

struct Later(View);

enum Part {
    Waiting(Option<(View, Owner)>, Element),
    /// With what it is to show once there is time for it.
    Alive(AnyViewState, Option<(View, Owner)>),
}

impl Part {
    fn alive(state: AnyViewState) -> Self {
        state.elements().iter().for_each(watch);
        Self::Alive(state, None)
    }

    fn live(&mut self) -> &mut AnyViewState {
        if let Self::Waiting(view, element) = self
            && let Some((view, owner)) = view.take()
        {
            let (cursor, position) = (Cursor::new(element.clone()), PositionState::new(Position::Current));
            *self = Self::alive(owner.with(|| view().hydrate::<true>(&cursor, &position)));
        }
        match self {
            Self::Alive(state, _) => state,
            Self::Waiting(..) => unreachable!("a view that comes alive does not draw itself anew"),
        }
    }

    fn catch_up(&mut self) {
        if let Self::Alive(state, next) = self
            && let Some((view, owner)) = next.take()
        {
            CATCHES_UP.set(true);
            owner.with(|| view().rebuild(state));
            CATCHES_UP.set(false);
        }
    }
}

/// What Leptos keeps of it.
struct Kept(Rc<Shared>);

impl Mountable for Kept {
    fn unmount(&mut self) {
        match &mut *self.0.borrow_mut() {
            Part::Waiting(_, element) => element.unmount(),
            Part::Alive(state, _) => state.unmount(),
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        match &mut *self.0.borrow_mut() {
            Part::Waiting(_, element) => element.mount(parent, marker),
            Part::Alive(state, _) => state.mount(parent, marker),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match &*self.0.borrow() {
            Part::Waiting(_, element) => element.insert_before_this(child),
            Part::Alive(state, _) => state.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Element> {
        match &*self.0.borrow() {
            Part::Waiting(_, element) => vec![element.clone()],
            Part::Alive(state, _) => state.elements(),
        }
    }
}

impl Render for Later {
    type State = Kept;

    fn build(self) -> Kept {
        Kept(Rc::new(RefCell::new(Part::alive((self.0)().build()))))
    }

    fn rebuild(self, Kept(shared): &mut Kept) {
        let mut part = shared.borrow_mut();
        let element = part.live().elements().into_iter().next();
        let Part::Alive(state, late) = &mut *part else { return };
        let waiting = element.zip(Owner::current()).filter(|(element, _)| DRAW.with(|draw| waits(element, draw)));
        let Some((element, owner)) = waiting else {
            *late = None;
            return (self.0)().rebuild(state);
        };
        *late = Some((self.0, owner));
        LATE.with_borrow_mut(|late| {
            if late.iter().all(|(of, _)| *of != element) {
                late.push((element, Rc::downgrade(shared)));
            }
        });
    }
}

impl AddAnyAttr for Later {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _: A) -> Self {
        self
    }
}

impl RenderHtml for Later {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    /// On the server it is the view itself.
    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Kept {
        match position.get() {
            Position::Current => {}
            Position::FirstChild => cursor.child(),
            _ => cursor.sibling(),
        }
        position.set(Position::NextChild);
        let (Some(element), Some(owner)) = (cursor.current().dyn_into().ok(), Owner::current()) else {
            return self.build();
        };
        let part = Rc::new(RefCell::new(Part::Waiting(Some((self.0, owner)), element)));
        WAITING.with_borrow_mut(|waiting| waiting.push_back(Rc::downgrade(&part)));
        Kept(part)
    }

    fn into_owned(self) -> Self {
        self
    }
}
