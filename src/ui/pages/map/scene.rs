//! The map's data as the live map takes them.

use super::{picture::extent, popup};
use crate::{
    chart::{layer_file, unproject},
    contract::Frame,
    domain::{
        Band, Mean,
        views::{MapBranch, MapView},
    },
    ui::{
        Address,
        browser::scene::{Look, Scene, ScenePoint, SceneState, Setup},
        components::{band_outline, charts::map_states},
        i18n::{charts, filter},
    },
};

/// An open circle.
const PENDING: &str = "M5 1.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z";

/// A small circle.
const UNSCORED: &str = "M5 2.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 1 0 0-4.4z";

/// What stays the same while the page lives.
pub fn setup(frame: &Frame) -> Setup {
    let [best, good, fair, critical] = Band::ALL.map(|band| Look { class: band.code(), outline: band_outline(band) });
    let words = charts::words();
    Setup {
        looks: [
            best,
            good,
            fair,
            critical,
            Look { class: "pending", outline: PENDING },
            Look { class: "unscored", outline: UNSCORED },
        ],
        limits: frame.bands,
        zoom_in: words.zoom_in,
        zoom_out: words.zoom_out,
        close: filter::words().close,
        tile_url: frame.tile_url.clone(),
    }
}

/// What is shown for an answer.
pub fn scene(view: &MapView, frame: &Frame, address: &Address) -> Scene {
    let area = extent(view, frame.base_layer, address);
    let ((north, west), (south, east)) = (unproject(area.left, area.top), unproject(area.right, area.bottom));
    let states = map_states(&view.states, frame.bands, address);
    Scene {
        layer: layer_file(frame.base_layer).replace(".svg", ".geojson"),
        states: states
            .into_iter()
            .map(|state| SceneState {
                class: [state.band.code(), if state.current { " current" } else { "" }].concat(),
                code: state.code,
                title: state.title,
                href: state.href,
            })
            .collect(),
        points: view.branches.iter().map(|branch| point(branch, frame, address)).collect(),
        bounds: [south, west, north, east],
    }
}

fn point(branch: &MapBranch, frame: &Frame, address: &Address) -> ScenePoint {
    let look = branch
        .band
        .and_then(|band| Band::ALL.iter().position(|other| *other == band))
        .unwrap_or(4 + usize::from(branch.visited));
    let mean = Mean { sum_hundredths: branch.sum_hundredths, n: branch.n };
    let missing = mean.average().map_or(0.0, |average| (f64::from(frame.target) / 100.0 - average).max(0.0));
    ScenePoint {
        latitude: branch.latitude,
        longitude: branch.longitude,
        look,
        title: popup::title(branch),
        popup: popup::html(branch, address),
        sum_hundredths: branch.sum_hundredths,
        n: branch.n,
        missing,
    }
}
