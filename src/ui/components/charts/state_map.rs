//! States by average, as a map small enough for a dashboard.

use leptos::prelude::*;

use super::Drawing;
use crate::{
    chart::{Extent, MapPicture, MapState, layer_credit, map, states_reach},
    contract::push_markup,
    domain::{Band, BandLimits, BaseLayer, Mean, views::StateScore},
    ui::{
        Address,
        browser::told,
        components::push_band_mark,
        i18n::{charts, common, format},
    },
};

/// Only states with data are coloured. Tapping one filters by it, or frees it again.
#[component]
pub fn StateMap(states: Vec<StateScore>, bands: BandLimits, layer: BaseLayer, address: Address) -> impl IntoView {
    let words = charts::words();
    let states = map_states(&states, bands, &address);
    let view = states_view(layer, &states);
    let summary = map_summary(words.states_summary, &states);
    let svg = map(&MapPicture { layer, view, summary, states, dots: Vec::new() });
    view! {
        <div {..told::kept("class", "state-map")}>
            <Drawing svg class="map-box"/>
            <MapLegend layer/>
        </div>
    }
}

/// The states with a score, as the map draws them.
#[must_use]
pub fn map_states(states: &[StateScore], bands: BandLimits, address: &Address) -> Vec<MapState> {
    let draw = |state: &StateScore| {
        let mean = Mean { sum_hundredths: state.sum_hundredths, n: state.n };
        let value = format::score(mean);
        let current = address.filter.states.contains(&state.code);
        (state.n > 0).then(|| MapState {
            code: state.code.clone(),
            band: bands.band_of(state.sum_hundredths, state.n),
            title: [&state.name, " · ", &value, " · n ", &format::integer(state.n)].concat(),
            label: value,
            href: address.with(|filter| {
                filter.states = if current { Vec::new() } else { vec![state.code.clone()] };
            }),
            current,
        })
    };
    states.iter().filter_map(draw).collect()
}

/// What a reader sees at a glance, for those who listen: what the map is, and its ends. `states` best first.
#[must_use]
pub fn map_summary(what: &str, states: &[MapState]) -> String {
    let words = charts::words();
    match states {
        [] => what.to_owned(),
        [only] => [what, " ", &only.title, "."].concat(),
        [best, .., worst] => {
            [what, " ", words.highest, " ", &best.title, ". ", words.lowest, " ", &worst.title, "."].concat()
        }
    }
}

/// What shows the chosen states, else all with data, else the whole layer.
#[must_use]
pub fn states_view(layer: BaseLayer, states: &[MapState]) -> Extent {
    let chosen = states.iter().any(|state| state.current);
    states_reach(layer, states.iter().filter(|state| state.current || !chosen).map(|state| state.code.as_str()))
}

/// What shapes and colours mean, and whose borders they are.
#[component]
pub fn MapLegend(layer: BaseLayer, #[prop(optional)] pending: bool, #[prop(optional)] unscored: bool) -> impl IntoView {
    let words = charts::words();
    let mut out = String::with_capacity(1_200);
    push_markup(&mut out, "<ul aria-label=\"", words.legend);
    out.push_str("\">");
    for band in Band::ALL {
        out.push_str("<li>");
        push_band_mark(&mut out, band, true);
        out.push_str("</li>");
    }
    for (shown, class, visited) in [(unscored, "pending-mark unscored", true), (pending, "pending-mark", false)] {
        if shown {
            push_markup(&mut out, "<li class=\"", class);
            push_markup(&mut out, "\">", common::without_score(visited));
            out.push_str("</li>");
        }
    }
    push_markup(&mut out, "</ul><small>", words.credit);
    push_markup(&mut out, ": ", layer_credit(layer));
    out.push_str("</small>");
    view! { <div {..told::kept("class", "map-legend")} {..told::markup(out)}></div> }
}
