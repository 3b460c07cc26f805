//! The map come alive: takes the place of the server's drawing once Leaflet is there.

use leptos::{html::Div, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::scene;
use crate::{
    domain::views::MapView,
    ui::{
        Fetched,
        browser::{leaflet, scene::Layers},
        i18n::charts,
        use_address, use_frame,
    },
};

/// Hidden until it works; `data` is the page's.
#[component]
pub fn LiveMap(data: Fetched<MapView>) -> impl IntoView {
    let words = charts::words();
    let host = NodeRef::<Div>::new();
    let (ready, set_ready) = signal(false);
    let layers = RwSignal::new(Layers { states: true, points: true, heat: false });
    drive(data, host, ready, set_ready);
    Effect::new(move || {
        let wanted = layers.get();
        if ready.get() {
            leaflet::layers(wanted);
        }
    });
    on_cleanup(leaflet::stop);
    view! {
        <div class="map-live" class:ready=ready>
            <div class="map-host" node_ref=host></div>
            <fieldset class="map-tools">
                <legend class="vh">{words.view}</legend>
                <Switch name=words.layer_states on=move || layers.read().states set=move |on| layers.write().states = on/>
                <Switch name=words.layer_points on=move || layers.read().points set=move |on| layers.write().points = on/>
                <Switch name=words.layer_heat on=move || layers.read().heat set=move |on| layers.write().heat = on/>
                <button type="button" class="button" on:click=|_| leaflet::home()>{words.reset}</button>
            </fieldset>
        </div>
    }
}

#[component]
fn Switch(
    name: &'static str,
    on: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <label>
            <input type="checkbox" prop:checked=on on:change=move |event| set(event_target_checked(&event))/>
            <span>{name}</span>
        </label>
    }
}

/// Starts the map with the first answer and gives it every answer after that. Effects run in the browser only.
fn drive(data: Fetched<MapView>, host: NodeRef<Div>, ready: ReadSignal<bool>, set_ready: WriteSignal<bool>) {
    let (frame, address, navigate) = (use_frame(), use_address(), use_navigate());
    let started = StoredValue::new(false);
    Effect::new(move || {
        let (Some(Ok(view)), Some(Ok(frame))) = (data.get(), frame.get()) else { return };
        if ready.get() {
            leaflet::show(&scene::scene(&view, &frame, &address.get_untracked().resolved(&frame)));
        } else if !started.get_value() && !view.branches.is_empty() {
            started.set_value(true);
            let navigate = navigate.clone();
            let follow =
                move |href: &str| navigate(href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
            leaflet::start(host, scene::setup(&frame), follow, move || set_ready.set(true));
        }
    });
}
