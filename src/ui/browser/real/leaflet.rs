//! The live map: Leaflet in the place of the server's drawing. A page has one; it lives in this module.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use js_sys::{Array, Object, Reflect};
use leaflet::{LatLng, LatLngBounds, Layer, Map, MapOptions, TileLayer};
use leptos::{
    html::Div,
    prelude::{GetUntracked, NodeRef},
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{
    leaflet_marks::{clusters, heat},
    leaflet_plugins::{Drawn, OldMap, geo_json},
    vendor,
};
use crate::ui::browser::scene::{Layers, Scene, SceneState, Setup};

/// A listener that Leaflet holds on to as long as its layer lives.
pub(super) type Listener = Closure<dyn FnMut(JsValue) -> JsValue>;

struct Live {
    map: Map,
    setup: Setup,
    follow: Rc<dyn Fn(&str)>,
    /// Parsed GeoJSON by address.
    files: RefCell<HashMap<String, JsValue>>,
    bounds: Cell<[f64; 4]>,
    on: Cell<Layers>,
    drawn: RefCell<LayerSet>,
    /// Scenes shown so far.
    shown: Cell<u32>,
    _keys: Closure<dyn FnMut(KeyboardEvent)>,
}

/// The layers of the scene that is shown.
#[derive(Default)]
struct LayerSet {
    states: Option<Layer>,
    points: Option<Layer>,
    heat: Option<Layer>,
    listeners: Vec<Listener>,
}

thread_local! {
    static LIVE: RefCell<Option<Rc<Live>>> = const { RefCell::new(None) };
}

fn live() -> Option<Rc<Live>> {
    LIVE.with_borrow(Clone::clone)
}

/// Loads Leaflet and puts an empty map into `host`; `ready` runs when it is there. States are followed by `follow`.
///
/// When a file does not come, nothing happens: the server's drawing stays.
pub fn start(host: NodeRef<Div>, setup: Setup, follow: impl Fn(&str) + 'static, ready: impl FnOnce() + 'static) {
    spawn_local(async move {
        if vendor::leaflet().await.is_err() {
            return;
        }
        // The reader may have gone on to another page by now.
        let Some(host) = host.try_get_untracked().flatten() else { return };
        let host: HtmlElement = host.unchecked_into();
        if let Ok(map) = build(&host, setup, Rc::new(follow)) {
            stop();
            LIVE.set(Some(Rc::new(map)));
            ready();
        }
    });
}

fn build(host: &HtmlElement, setup: Setup, follow: Rc<dyn Fn(&str)>) -> Result<Live, JsValue> {
    let calm = web_sys::window()
        .and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten())
        .is_some_and(|query| query.matches());
    let options = MapOptions::new();
    options.set_attribution_control(false);
    options.set_zoom_control(false);
    options.set_zoom_snap(0.25);
    options.set_max_zoom(18.0);
    for animation in ["zoomAnimation", "fadeAnimation", "markerZoomAnimation", "inertia"] {
        set(&options, animation, !calm);
    }
    let map = Map::new_with_element(host, &options)?;
    let zoom = leaflet::ZoomOptions::new();
    for (name, word) in [("zoomInTitle", setup.zoom_in), ("zoomOutTitle", setup.zoom_out)] {
        set(&zoom, name, word);
    }
    map.add_control(&leaflet::Zoom::new(&zoom));
    if let Some(url) = &setup.tile_url {
        let tiles: Layer = TileLayer::new(url).unchecked_into();
        map.add_layer(&tiles);
    }
    let goes = follow.clone();
    let keys = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(href) = target.filter(|_| event.key() == "Enter").and_then(|it| it.get_attribute("data-href")) {
            goes(&href);
        }
    });
    host.add_event_listener_with_callback("keydown", keys.as_ref().unchecked_ref())?;
    let on = Cell::new(Layers { states: true, points: true, heat: false });
    let (files, bounds, drawn) = (RefCell::default(), Cell::new([0.0; 4]), RefCell::default());
    Ok(Live { map, setup, follow, files, bounds, on, drawn, shown: Cell::new(0), _keys: keys })
}

/// Draws a scene in the place of the one before; the view moves only when the scene is about another part of the world.
pub fn show(scene: &Scene) {
    let Some(live) = live() else { return };
    if live.bounds.replace(scene.bounds) != scene.bounds {
        home();
    }
    live.map.unchecked_ref::<OldMap>().close_popup();
    let mut listeners = Vec::new();
    let points = clusters(&scene.points, &live.setup, &mut listeners).unchecked_into::<Layer>();
    let next = LayerSet { states: None, points: Some(points), heat: Some(heat(&scene.points)), listeners };
    live.replace(next);
    let (address, states) = (scene.layer.clone(), scene.states.clone());
    let number = live.shown.get() + 1;
    live.shown.set(number);
    spawn_local(async move {
        let Ok(file) = live.file(&address).await else { return };
        // By now the reader may have left the map, or asked for another scene.
        if live.shown.get() != number || !LIVE.with_borrow(|now| now.as_ref().is_some_and(|now| Rc::ptr_eq(now, &live)))
        {
            return;
        }
        let mut listeners = Vec::new();
        let layer = live.choropleth(&file, states, &mut listeners);
        let mut drawn = live.drawn.borrow_mut();
        if let Some(before) = drawn.states.replace(layer) {
            before.remove();
        }
        drawn.listeners.append(&mut listeners);
        drop(drawn);
        live.apply();
    });
}

/// Switches layers on and off.
pub fn layers(layers: Layers) {
    if let Some(live) = live() {
        live.on.set(layers);
        live.apply();
    }
}

/// Back to the view of the whole scene.
pub fn home() {
    let Some(live) = live() else { return };
    let [south, west, north, east] = live.bounds.get();
    let options = Object::new();
    set(&options, "maxZoom", 15);
    set(&options, "padding", Array::of2(&12.into(), &12.into()));
    let bounds = LatLngBounds::new(&LatLng::new(south, west), &LatLng::new(north, east));
    live.map.fit_bounds_with_options(&bounds, &options);
}

/// Takes the map down.
pub fn stop() {
    if let Some(live) = LIVE.take() {
        // A zoom that is under way ends by a timer, which knows nothing of a map that is gone.
        set(live.map.unchecked_ref::<Object>(), "_animatingZoom", false);
        live.map.unchecked_ref::<OldMap>().remove();
    }
}

impl Live {
    /// Puts layers in the place of those before.
    fn replace(&self, next: LayerSet) {
        let before = self.drawn.replace(next);
        for layer in [before.states, before.points, before.heat].into_iter().flatten() {
            layer.remove();
        }
        self.apply();
    }

    /// Brings the map in line with the switches.
    fn apply(&self) {
        let (on, drawn) = (self.on.get(), self.drawn.borrow());
        for (layer, wanted) in [(&drawn.states, on.states), (&drawn.points, on.points), (&drawn.heat, on.heat)] {
            let Some(layer) = layer else { continue };
            match (wanted, self.map.has_layer(layer)) {
                (true, false) => drop(self.map.add_layer(layer)),
                (false, true) => drop(self.map.remove_layer(layer)),
                _ => {}
            }
        }
    }

    /// A layer's file, asked for once.
    async fn file(&self, address: &str) -> Result<JsValue, JsValue> {
        if let Some(known) = self.files.borrow().get(address) {
            return Ok(known.clone());
        }
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let response: web_sys::Response = JsFuture::from(window.fetch_with_str(address)).await?.dyn_into()?;
        let file = JsFuture::from(response.json()?).await?;
        self.files.borrow_mut().insert(address.to_owned(), file.clone());
        Ok(file)
    }

    /// States by band over plain land; those with data can be tapped, and reached and chosen by keys.
    fn choropleth(&self, file: &JsValue, states: Vec<SceneState>, listeners: &mut Vec<Listener>) -> Layer {
        let states: Rc<HashMap<String, SceneState>> =
            Rc::new(states.into_iter().map(|s| (s.code.clone(), s)).collect());
        let known = states.clone();
        let style = Listener::new(move |feature: JsValue| {
            let style = Object::new();
            let state = known.get(&code_of(&feature));
            set(
                &style,
                "className",
                state.map_or_else(|| "land".to_owned(), |state| ["state ", &state.class].concat()),
            );
            set(&style, "interactive", state.is_some());
            set(&style, "weight", 1);
            set(&style, "fillOpacity", 1);
            style.into()
        });
        let options = Object::new();
        set(&options, "style", style.as_ref());
        let layer = geo_json(file, &options);
        let (known, follow) = (states.clone(), self.follow.clone());
        let click = Listener::new(move |event: JsValue| {
            let feature = get(&get(&event, "layer"), "feature");
            if let Some(state) = known.get(&code_of(&feature)) {
                follow(&state.href);
            }
            JsValue::UNDEFINED
        });
        let added = Listener::new(move |event: JsValue| {
            let group: leaflet::LayerGroup = get(&event, "target").unchecked_into();
            for part in group.get_layers().iter() {
                let part: Drawn = part.unchecked_into();
                if let (Some(state), Some(element)) = (states.get(&code_of(&part.feature())), part.get_element()) {
                    describe(&element, state);
                    if state.class.ends_with("current") {
                        // Its outline lies over its neighbours' borders.
                        part.unchecked_ref::<leaflet::Path>().bring_to_front();
                    }
                }
            }
            JsValue::UNDEFINED
        });
        layer.on("click", click.as_ref());
        layer.on("add", added.as_ref());
        listeners.extend([style, click, added]);
        layer.unchecked_into()
    }
}

/// Makes a state's path a link for keys and screen readers, with its title.
fn describe(element: &Element, state: &SceneState) {
    for (name, value) in [("tabindex", "0"), ("role", "link"), ("aria-label", &state.title), ("data-href", &state.href)]
    {
        let _ = element.set_attribute(name, value);
    }
    let document = element.owner_document();
    if let Some(title) = document.and_then(|it| it.create_element_ns(Some("http://www.w3.org/2000/svg"), "title").ok())
    {
        title.set_text_content(Some(&state.title));
        let _ = element.append_child(&title);
    }
}

fn code_of(feature: &JsValue) -> String {
    get(&get(feature, "properties"), "code").as_string().unwrap_or_default()
}

/// A property, undefined when there is none.
pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property of an options object.
pub(super) fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) {
    let _ = Reflect::set(object, &name.into(), &value.into());
}
