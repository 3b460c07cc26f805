//! *Print*: what is shown, on paper and as a picture. A page is an SVG that is laid out here, in points, with text measured by the
//! font that draws it; PDF and PNG are two ways of writing it down. Charts are the pages' own drawings.
//!
//! Pure: no figures are made here, and nothing is read but what is in the program.

mod blocks;
mod flow;
mod font;
mod ink;
mod model;
mod out;
mod paper;
mod pen;
mod picture;

#[cfg(test)]
mod tests;

pub use model::*;
pub use out::{pdf, png};
pub use paper::{Paper, pages, width};
pub use picture::{ROOM, ROWS};

/// Columns of a heat map that a width has room for; older ones are not drawn, and who asks says so.
pub use blocks::heat_columns;
