//! Maps as SVG: shapes come from the committed layers by `<use>`, so a page carries codes, not borders.

use core::fmt::Write as _;

use super::{Extent, bands::band_shape, extents::STATES, project, push_escaped, text_width};
use crate::domain::{Band, BaseLayer};

/// Width over height of a map.
pub const MAP_RATIO: f64 = 1.5;

/// The width that sizes of marks and text are meant at, in pixels.
const WIDTH: f64 = 760.0;

/// Font size of a state's average, in pixels at [`WIDTH`].
const LABEL: u32 = 15;

/// A state with data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapState {
    /// Code within the layer: INEGI's in Mexico.
    pub code: String,
    pub band: Band,
    /// What stands on the state where there is room.
    pub label: String,
    /// What hover and focus say.
    pub title: String,
    pub href: String,
    /// The filter selects it.
    pub current: bool,
}

/// A branch, or several that lie together.
#[derive(Clone, Debug, PartialEq)]
pub struct MapDot {
    /// On the plane of [`project`].
    pub place: (f64, f64),
    /// `None`: without a score.
    pub band: Option<Band>,
    /// Without a score: visited in the period all the same; else pending.
    pub visited: bool,
    pub title: String,
    /// `None`: several branches together.
    pub href: Option<String>,
    pub count: u32,
}

/// A map to be drawn.
#[derive(Clone, Debug)]
pub struct MapPicture {
    pub layer: BaseLayer,
    pub view: Extent,
    /// What the map shows, for screen readers.
    pub summary: String,
    pub states: Vec<MapState>,
    pub dots: Vec<MapDot>,
}

/// Address of a layer's SVG.
#[must_use]
pub const fn layer_file(layer: BaseLayer) -> &'static str {
    match layer {
        BaseLayer::MexicoStates => "/geo/mx-states.svg",
        BaseLayer::UsStates => "/geo/us-states.svg",
        BaseLayer::World => "/geo/world-land.svg",
    }
}

/// Who is to be named for a layer's borders.
#[must_use]
pub const fn layer_credit(layer: BaseLayer) -> &'static str {
    match layer {
        BaseLayer::MexicoStates => "INEGI, Marco Geoestadístico",
        BaseLayer::UsStates => "US Census Bureau",
        BaseLayer::World => "Natural Earth",
    }
}

/// The part of the plane where a layer's country is.
#[must_use]
pub fn layer_extent(layer: BaseLayer) -> Extent {
    let ((north, west), (south, east)) = match layer {
        BaseLayer::MexicoStates => ((32.8, -118.4), (14.5, -86.7)),
        BaseLayer::UsStates => ((49.4, -124.8), (24.5, -66.9)),
        BaseLayer::World => ((72.0, -168.0), (-55.0, 180.0)),
    };
    let ((left, top), (right, bottom)) = (project(north, west), project(south, east));
    Extent { left, top, right, bottom }
}

/// Where a state of the layer is, when it is known here: those of Mexico are.
#[must_use]
pub fn state_extent(layer: BaseLayer, code: &str) -> Option<Extent> {
    let (_, [left, top, right, bottom], _) =
        STATES.iter().find(|(c, ..)| layer == BaseLayer::MexicoStates && *c == code)?;
    Some(Extent { left: f64::from(*left), top: f64::from(*top), right: f64::from(*right), bottom: f64::from(*bottom) })
}

/// Several dots of one place as one: what lies in the same cell of a grid of `across` cells over the view.
///
/// `sum` and `n` of [`Member`]s are added, so a cell's band is that of its exact mean.
#[must_use]
pub fn cells(members: &[Member], view: Extent, across: f64) -> Vec<Cell> {
    let size = view.width() / across;
    let mut cells: Vec<((i64, i64), Cell)> = Vec::new();
    for (index, member) in members.iter().enumerate() {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the plane is 100 000 units wide, a cell at least a fraction of one"
        )]
        let key = ((member.place.0 / size).floor() as i64, (member.place.1 / size).floor() as i64);
        let found = cells.binary_search_by_key(&key, |cell| cell.0);
        let at = found.unwrap_or_else(|at| {
            cells.insert(at, (key, Cell { first: index, ..Cell::default() }));
            at
        });
        let cell = &mut cells[at].1;
        cell.place = (cell.place.0 + member.place.0, cell.place.1 + member.place.1);
        cell.count += 1;
        cell.sum_hundredths += member.sum_hundredths;
        cell.n += member.n;
    }
    let middle = |mut cell: Cell| {
        let count = f64::from(cell.count);
        cell.place = (cell.place.0 / count, cell.place.1 / count);
        cell
    };
    cells.into_iter().map(|(_, cell)| middle(cell)).collect()
}

/// What a branch adds to its cell.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub place: (f64, f64),
    pub sum_hundredths: i64,
    pub n: u32,
}

/// Branches that lie together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// Which member came first: the only one of a cell of one.
    pub first: usize,
    /// The middle of its branches.
    pub place: (f64, f64),
    pub count: u32,
    pub sum_hundredths: i64,
    pub n: u32,
}

/// Draws the map. Dots that are one branch link to it, states filter; the first link of each kind is a tab stop, arrow
/// keys lead to the others.
#[must_use]
pub fn map(picture: &MapPicture) -> String {
    let MapPicture { layer, view, .. } = picture;
    let file = layer_file(*layer);
    let mut svg = format!("<svg class=\"map\" viewBox=\"{}\" role=\"group\" aria-label=\"", view.view_box());
    push_escaped(&mut svg, &picture.summary);
    let _ = write!(svg, "\"><use class=\"land\" href=\"{file}#all\"/><g>");
    for (i, state) in picture.states.iter().enumerate() {
        draw_state(&mut svg, file, state, i == 0);
    }
    svg.push_str("</g>");
    let unit = view.width() / WIDTH;
    if *layer == BaseLayer::MexicoStates {
        labels(&mut svg, picture, unit);
    }
    svg.push_str("<g>");
    for (i, dot) in picture.dots.iter().enumerate() {
        draw_dot(&mut svg, dot, unit, i == 0);
    }
    svg.push_str("</g></svg>");
    svg
}

fn draw_state(svg: &mut String, file: &str, state: &MapState, first: bool) {
    let _ = write!(svg, "<a class=\"state {}\" href=\"", state.band.code());
    push_escaped(svg, &state.href);
    let (tab, current) = (if first { "0" } else { "-1" }, if state.current { " aria-current=\"true\"" } else { "" });
    let _ = write!(svg, "\" tabindex=\"{tab}\"{current}><title>");
    push_escaped(svg, &state.title);
    let _ = write!(svg, "</title><use href=\"{file}#s");
    push_escaped(svg, &state.code);
    svg.push_str("\"/></a>");
}

/// Shape and average on each state that has room for them between its branches.
fn labels(svg: &mut String, picture: &MapPicture, unit: f64) {
    svg.push_str("<g class=\"labels\" aria-hidden=\"true\">");
    for state in &picture.states {
        let Some(((x, y), width)) = label_spot(picture, state) else { continue };
        let start = -width / 2.0;
        let _ = write!(
            svg,
            "<g class=\"{}\" transform=\"translate({x:.0} {y:.0})scale({unit:.3})\"><path d=\"{}\" transform=\"translate({:.0})\"/>\
             <text x=\"{:.0}\" y=\"5\">{}</text></g>",
            state.band.code(),
            band_shape(state.band, 0, 0, 5),
            start + 5.0,
            start + 16.0,
            state.label
        );
    }
    svg.push_str("</g>");
}

/// States of the picture that have no room for their average: what stands beside the map tells them. No layer but Mexico's
/// has averages on it.
pub fn unlabelled(picture: &MapPicture) -> impl Iterator<Item = &MapState> {
    let labelled = picture.layer == BaseLayer::MexicoStates;
    picture.states.iter().filter(move |state| labelled && label_spot(picture, state).is_none())
}

/// Where a state's label stands, and its width in pixels at [`WIDTH`].
fn label_spot(picture: &MapPicture, state: &MapState) -> Option<((f64, f64), f64)> {
    let unit = picture.view.width() / WIDTH;
    let (_, _, [x, y, free]) = STATES.iter().find(|(code, ..)| *code == state.code)?;
    let (middle, free) = ((f64::from(*x), f64::from(*y)), f64::from(*free));
    let width = f64::from(text_width(&state.label, LABEL) + 16);
    if free * 2.2 < width * unit {
        return None;
    }
    Some((free_spot(picture, middle, free, (width * unit, 22.0 * unit))?, width))
}

/// The point near `middle`, within the state, where a label of this size covers no branch and is whole in the view.
fn free_spot(picture: &MapPicture, middle: (f64, f64), free: f64, size: (f64, f64)) -> Option<(f64, f64)> {
    let view = picture.view;
    let tries = [0.0, -0.35, 0.35, -0.6, 0.6].into_iter().flat_map(|up| [0.0, -0.35, 0.35].map(|aside| (aside, up)));
    tries.map(|(aside, up)| (middle.0 + aside * free, middle.1 + up * free)).find(|(x, y)| {
        let (wide, high) = (size.0 / 2.0, size.1 / 2.0);
        let inside = x - wide > view.left && x + wide < view.right && y - high > view.top && y + high < view.bottom;
        let covers = |dot: &MapDot| (dot.place.0 - x).abs() < wide && (dot.place.1 - y).abs() < high;
        inside && !picture.dots.iter().any(covers)
    })
}

fn draw_dot(svg: &mut String, dot: &MapDot, unit: f64, first: bool) {
    let (x, y) = dot.place;
    let class = dot.band.map_or(if dot.visited { "unscored" } else { "pending" }, Band::code);
    let place = format!("transform=\"translate({x:.2} {y:.2})scale({unit:.4})\"");
    let (tag, many) = (if dot.href.is_some() { "a" } else { "g" }, dot.count > 1);
    let _ = write!(svg, "<{tag} class=\"dot {class}{}\" {place}", if many { " many" } else { "" });
    if let Some(href) = &dot.href {
        svg.push_str(" href=\"");
        push_escaped(svg, href);
        let _ = write!(svg, "\" tabindex=\"{}\"", if first { "0" } else { "-1" });
    }
    svg.push_str("><title>");
    push_escaped(svg, &dot.title);
    let radius = if many { 13 } else { 5 };
    // An open circle is pending, a small full one visited without a score.
    let circle = if dot.visited {
        "M-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z"
    } else {
        "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"
    };
    let shape = dot.band.map_or_else(|| circle.to_owned(), |b| band_shape(b, 0, 0, radius));
    let _ = write!(svg, "</title><path d=\"{shape}\"/>");
    if many {
        let _ = write!(svg, "<text y=\"4\">{}</text>", dot.count);
    }
    let _ = write!(svg, "</{tag}>");
}
