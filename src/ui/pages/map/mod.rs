//! `/mapa`: states by average, branches as points by band. Complete without scripts; with them the map comes alive.

mod live;
mod picture;
mod popup;
mod scene;
mod tables;

use leptos::prelude::*;

use crate::{
    chart,
    contract::{Frame, push_markup},
    domain::views::MapView,
    server_fns::map::get_map,
    ui::{
        Address,
        app::tell_results,
        browser::told,
        components::{
            Empty, FilterBar, Head,
            charts::{Drawing, MapLegend},
            push_by_area, push_why,
        },
        followed,
        i18n::{charts, common, format},
        loaded, use_address, use_query,
    },
};

/// See the module.
#[component]
pub fn MapPage() -> impl IntoView {
    let (query, address) = (use_query(), use_address());
    let data = followed(move || query.get(), get_map);
    view! {
        <Head title=common::words().map/>
        <FilterBar/>
        <div class="map-page">
            <live::LiveMap data/>
            {loaded(data, move |view, frame| {
                let address = address.get_untracked().resolved(&frame);
                view! { <Still view frame address/> }
            })}
        </div>
    }
}

/// What the server draws: map, legend, tables.
#[component]
fn Still(view: MapView, frame: Frame, address: Address) -> impl IntoView {
    let words = charts::words();
    tell_results(view.branches.iter().map(|branch| branch.n).sum());
    let without = |visited| view.branches.iter().any(|branch| branch.n == 0 && branch.visited == visited);
    let nothing = view.states.is_empty() && view.branches.is_empty();
    let drawing = (!nothing).then(|| chart::map(&picture::picture(&view, &frame, &address)));
    view! {
        {head(&view)}
        {match drawing {
            Some(svg) => view! { <div class="map-still"><Drawing svg class="map-box"/></div> }.into_any(),
            None => view! { <Empty title=words.no_branches/> }.into_any(),
        }}
        <MapLegend layer=frame.base_layer pending=without(false) unscored=without(true)/>
        <p class="hint" role="status">{counts(&view)}</p>
        <tables::Tables view frame address/>
    }
}

/// What the map shows, and of how many scores.
fn head(view: &MapView) -> impl IntoView + use<> {
    let common = common::words();
    // Branches without a state colour none, and those without a place have no point.
    let (states, branches) = (view.states.iter().map(|s| s.n).sum::<u32>(), view.branches.iter().map(|b| b.n).sum());
    let n = states.max(branches);
    let mut out = String::with_capacity(600);
    push_markup(&mut out, "<h1>", common.map);
    push_markup(&mut out, "</h1><span class=\"hint\">", charts::words().map_title);
    out.push_str("</span>");
    if view.meta.by_area {
        push_by_area(&mut out);
    }
    push_markup(&mut out, "<small class=\"n num\">n ", &format::integer(n));
    out.push_str("</small>");
    push_why(&mut out, &view.meta.filter);
    view! { <header class="map-head" {..told::markup(out)}></header> }
}

/// How many branches are on the map, and how many cannot be.
fn counts(view: &MapView) -> String {
    let words = charts::words();
    let shown = u32::try_from(view.branches.len()).unwrap_or(u32::MAX);
    let mut text = words.branches_shown.count(shown);
    if view.without_location > 0 {
        text.push_str(" · ");
        text.push_str(&words.without_location.count(view.without_location));
    }
    text
}
