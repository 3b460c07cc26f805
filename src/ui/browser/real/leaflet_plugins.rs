//! What the `leaflet` crate leaves out: clusters, heat, and a few members of its own classes.

use js_sys::{Array, Object};
use leptos::wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// `L.MarkerClusterGroup`, and a cluster within it.
    #[wasm_bindgen(extends = leaflet::LayerGroup)]
    #[derive(Clone)]
    pub type Clusters;

    #[wasm_bindgen(js_namespace = L, js_name = markerClusterGroup)]
    pub fn marker_cluster_group(options: &Object) -> Clusters;

    #[wasm_bindgen(method, js_name = addLayers)]
    pub fn add_layers(this: &Clusters, markers: &Array);

    #[wasm_bindgen(method, js_name = getAllChildMarkers)]
    pub fn get_all_child_markers(this: &Clusters) -> Array;

    /// `L.heatLayer`.
    #[wasm_bindgen(js_namespace = L, js_name = heatLayer)]
    pub fn heat_layer(points: &Array, options: &Object) -> leaflet::Layer;

    /// `L.divIcon` (the crate's own constructor makes an `L.Icon`, which wants a picture).
    #[wasm_bindgen(js_namespace = L, js_name = divIcon)]
    pub fn div_icon(options: &leaflet::DivIconOptions) -> leaflet::Icon;

    /// `L.geoJSON`.
    #[wasm_bindgen(js_namespace = L, js_name = geoJSON)]
    pub fn geo_json(file: &JsValue, options: &Object) -> leaflet::GeoJson;

    /// A drawn path or marker.
    #[wasm_bindgen(extends = leaflet::Layer)]
    pub type Drawn;

    /// The feature it was made from.
    #[wasm_bindgen(method, getter)]
    pub fn feature(this: &Drawn) -> JsValue;

    /// Its element in the page, while it is on a map.
    #[wasm_bindgen(method, js_name = getElement)]
    pub fn get_element(this: &Drawn) -> Option<Element>;

    /// `L.Map`, with members that end something.
    #[wasm_bindgen(extends = leaflet::Map)]
    pub type OldMap;

    /// Takes the map and its listeners down.
    #[wasm_bindgen(method)]
    pub fn remove(this: &OldMap);

    /// Closes the popup that is open, if one is.
    #[wasm_bindgen(method, js_name = closePopup)]
    pub fn close_popup(this: &OldMap);
}
