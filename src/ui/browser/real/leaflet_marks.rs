//! Branches on the live map: shapes by band, clusters by their exact mean, heat by what is missing to the target.

use js_sys::{Array, Object};
use leaflet::{DivIconOptions, Icon, LatLng, Layer, Marker, MarkerOptions, Point};
use leptos::wasm_bindgen::{JsCast, JsValue};

use super::{
    leaflet::{Listener, get, set},
    leaflet_plugins::{Clusters, div_icon, heat_layer, marker_cluster_group},
};
use crate::{
    domain::Band,
    ui::browser::scene::{Look, ScenePoint, Setup},
};

/// Side of a branch's mark and of a cluster's, in pixels; what is tapped is at least 24.
const MARK: f64 = 24.0;
const CLUSTER: f64 = 40.0;

/// All branches as markers that gather where they are close.
pub fn clusters(points: &[ScenePoint], setup: &Setup, listeners: &mut Vec<Listener>) -> Clusters {
    let Setup { looks, limits, .. } = setup.clone();
    let icon = Listener::new(move |cluster: JsValue| {
        let members = cluster.unchecked_into::<Clusters>().get_all_child_markers();
        let figure = |marker: &JsValue, name: &str| get(&get(marker, "options"), name).as_f64().unwrap_or(0.0);
        let (sum, n) = members
            .iter()
            .fold((0.0, 0.0), |(sum, n), marker| (sum + figure(&marker, "falconSum"), n + figure(&marker, "falconN")));
        // Sums of hundredths stay far below 2^53: nothing is lost on the way through JavaScript's numbers.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and not negative")]
        let (sum, n) = (sum as i64, n as u32);
        let look = if n == 0 { 4 } else { place_of(limits.band_of(sum, n)) };
        drawn(looks[look], CLUSTER, Some(members.length())).into()
    });
    let options = Object::new();
    set(&options, "iconCreateFunction", icon.as_ref());
    set(&options, "showCoverageOnHover", false);
    set(&options, "maxClusterRadius", 36);
    set(&options, "chunkedLoading", true);
    listeners.push(icon);

    let icons = setup.looks.map(|look| drawn(look, MARK, None));
    let group = marker_cluster_group(&options);
    let markers: Array = points.iter().map(|point| JsValue::from(marker(point, &icons, setup.close))).collect();
    group.add_layers(&markers);
    group
}

fn marker(point: &ScenePoint, icons: &[Icon; 6], close: &str) -> Marker {
    let options = MarkerOptions::new();
    options.set_icon(icons[point.look.min(5)].clone());
    options.set_title(point.title.clone());
    options.set_rise_on_hover(true);
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    set(&options, "falconSum", point.sum_hundredths as f64);
    set(&options, "falconN", point.n);
    let marker = Marker::new_with_options(&LatLng::new(point.latitude, point.longitude), &options);
    let popup = Object::new();
    set(&popup, "closeButtonLabel", close);
    set(&popup, "maxWidth", 280);
    // A popup moves the map until it lies clear of the zoom buttons.
    set(&popup, "autoPanPaddingTopLeft", Array::of2(&56.into(), &12.into()));
    marker.bind_popup_with_options(&JsValue::from_str(&point.popup), &popup);
    marker
}

/// Where a band stands among the looks.
fn place_of(band: Band) -> usize {
    Band::ALL.iter().position(|other| *other == band).unwrap_or(4)
}

/// A shape of a side in pixels, with a count inside when it stands for several.
fn drawn(look: Look, side: f64, count: Option<u32>) -> Icon {
    let text = count.map_or_else(String::new, |count| format!("<b>{count}</b>"));
    let options = DivIconOptions::new();
    options
        .set_html(format!(r#"<svg viewBox="-1 -1 12 12" aria-hidden="true"><path d="{}"/></svg>{text}"#, look.outline));
    options.set_class_name(format!("{} {}", if count.is_some() { "map-cluster" } else { "map-mark" }, look.class));
    options.set_icon_size(Point::new(side, side));
    div_icon(&options)
}

/// Heat by points missing to the target; branches on target give none.
pub fn heat(points: &[ScenePoint]) -> Layer {
    let warm = points.iter().filter(|point| point.missing > 0.0);
    let places: Array = warm
        .map(|point| {
            let weight = (point.missing / 20.0).clamp(0.1, 1.0);
            JsValue::from(Array::of3(&point.latitude.into(), &point.longitude.into(), &weight.into()))
        })
        .collect();
    let options = Object::new();
    let accent = accent();
    let gradient = Object::new();
    // One colour: density alone makes it stronger.
    set(&gradient, "0.1", &accent);
    set(&gradient, "1", &accent);
    set(&options, "gradient", &gradient);
    set(&options, "radius", 28);
    set(&options, "blur", 22);
    set(&options, "maxZoom", 9);
    set(&options, "minOpacity", 0.25);
    heat_layer(&places, &options)
}

/// The theme's accent: heat is not a band, so it has none of their colours.
fn accent() -> String {
    let style = || {
        let window = web_sys::window()?;
        let root = window.document()?.document_element()?;
        window.get_computed_style(&root).ok()??.get_property_value("--accent").ok()
    };
    style().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).unwrap_or_else(|| "#4650b8".into())
}
