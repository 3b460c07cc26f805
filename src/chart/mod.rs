//! Charts as SVG by plotters: contract in, text out, the same bytes on server and browser.
//!
//! A *drawing* is a finished `<svg>` with its links, bubbles and titles in it, so a page embeds it as it is and
//! hydration has nothing to walk. Words come in as arguments: this module knows no language.
//!
//! Why the two sides agree to the byte: plotters would measure text in the document on WASM and estimate it on the
//! server. [`Canvas`] answers every question about text from one width table ([`text_width`]), coordinates are whole
//! pixels, and colours are names that the style sheet resolves.

mod bands;
mod calendar;
mod canvas;
mod extents;
mod ink;
mod map;
mod metrics;
mod projection;
mod reach;
mod ruler;
mod scale;
mod spark;
mod trend;

#[cfg(test)]
mod tests;

pub use crate::contract::push_escaped;
pub use bands::{BandPart, BandWords, band_bar, band_shape};
pub use calendar::{Lane, Span, calendar};
pub use canvas::Canvas;
pub use ink::Ink;
pub use map::{
    Cell, MAP_RATIO, MapDot, MapPicture, MapState, Member, cells, layer_credit, layer_extent, layer_file, map,
    state_extent, unlabelled,
};
pub use metrics::text_width;
pub use projection::{Extent, PLANE, project, unproject};
pub use reach::{map_reach, states_reach};
pub use ruler::{RulerWords, band_ruler};
pub use scale::{Scale, decimal};
pub use spark::spark;
pub use trend::{Trend, TrendWords, trend};
