//! The map's data as a picture on the plane.

use super::popup;
use crate::{
    chart::{Cell, Extent, MapDot, MapPicture, Member, cells, map_reach, project},
    contract::Frame,
    domain::{
        BaseLayer, Mean,
        views::{MapBranch, MapView},
    },
    ui::{
        Address,
        components::charts::{map_states, map_summary},
        i18n::{charts, format},
        links::branch_path,
    },
};

/// More branches than this are gathered where they lie close.
const MANY: usize = 300;

/// Cells across the map when branches are gathered.
const ACROSS: f64 = 26.0;

/// Everything the server's map shows.
pub fn picture(view: &MapView, frame: &Frame, address: &Address) -> MapPicture {
    let extent = extent(view, frame.base_layer, address);
    let dots = if view.branches.len() > MANY {
        gathered(view, frame, extent, address)
    } else {
        view.branches.iter().map(|branch| single(branch, address)).collect()
    };
    let states = map_states(&view.states, frame.bands, address);
    MapPicture {
        layer: frame.base_layer,
        view: extent,
        summary: map_summary(charts::words().map_summary, &states),
        states,
        dots,
    }
}

/// As far as the map reaches.
pub fn extent(view: &MapView, layer: BaseLayer, address: &Address) -> Extent {
    map_reach(view, layer, &address.filter.states)
}

fn place(branch: &MapBranch) -> (f64, f64) {
    project(branch.latitude, branch.longitude)
}

fn single(branch: &MapBranch, address: &Address) -> MapDot {
    MapDot {
        place: place(branch),
        band: branch.band,
        visited: branch.visited,
        title: popup::title(branch),
        href: Some(address.to(&branch_path(&branch.code))),
        count: 1,
    }
}

fn gathered(view: &MapView, frame: &Frame, extent: Extent, address: &Address) -> Vec<MapDot> {
    let member =
        |branch: &MapBranch| Member { place: place(branch), sum_hundredths: branch.sum_hundredths, n: branch.n };
    let members: Vec<_> = view.branches.iter().map(member).collect();
    let dot = |cell: Cell| {
        if cell.count == 1 {
            return single(&view.branches[cell.first], address);
        }
        let mean = Mean { sum_hundredths: cell.sum_hundredths, n: cell.n };
        let together = [&format::integer(cell.count), " ", charts::words().branches_together].concat();
        MapDot {
            place: cell.place,
            visited: false,
            band: (cell.n > 0).then(|| frame.bands.band_of(cell.sum_hundredths, cell.n)),
            title: [&together, " · ", &format::score(mean), " · n ", &format::integer(cell.n)].concat(),
            href: None,
            count: cell.count,
        }
    };
    cells(&members, extent, ACROSS).into_iter().map(dot).collect()
}
