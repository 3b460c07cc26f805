//! How far a map reaches.

use super::{Extent, MAP_RATIO, layer_extent, project, state_extent};
use crate::domain::{
    BaseLayer,
    views::{MapBranch, MapView},
};

/// What shows the chosen states, else every state with data and every branch; the layer's country when there is nothing.
#[must_use]
pub fn map_reach(view: &MapView, layer: BaseLayer, chosen: &[String]) -> Extent {
    let chosen = chosen.iter().filter_map(|code| state_extent(layer, code)).reduce(Extent::union);
    let all = || {
        let states =
            view.states.iter().filter(|state| state.n > 0).filter_map(|state| state_extent(layer, &state.code));
        let branches = Extent::around(core(view.branches.iter().map(place).collect()));
        states.chain(branches).reduce(Extent::union)
    };
    // A city is some twenty units wide.
    chosen.or_else(all).unwrap_or_else(|| layer_extent(layer)).framed(0.05, 8.0, MAP_RATIO)
}

/// What shows these states, else the whole layer.
#[must_use]
pub fn states_reach<'a>(layer: BaseLayer, codes: impl IntoIterator<Item = &'a str>) -> Extent {
    let around = codes.into_iter().filter_map(|code| state_extent(layer, code)).reduce(Extent::union);
    around.unwrap_or_else(|| layer_extent(layer)).framed(0.04, 60.0, MAP_RATIO)
}

/// The points without the one in a hundred that lies farthest out on each side: one wrong coordinate among thousands must
/// not shrink a city to a dot. Few points are all kept.
fn core(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let cut = points.len() / 100;
    for axis in [|point: &(f64, f64)| point.0, |point: &(f64, f64)| point.1] {
        points.sort_by(|a, b| axis(a).total_cmp(&axis(b)));
        points.drain(points.len() - cut..);
        points.drain(..cut);
    }
    points
}

fn place(branch: &MapBranch) -> (f64, f64) {
    project(branch.latitude, branch.longitude)
}
