//! One section as a picture: its title, the filter in words, and in the foot how fresh it is.

use super::{
    blocks::{self, Room},
    flow,
    model::{Head, Section},
    pen::{Pen, body, document},
};

/// In points: what is laid out is what paper has, larger.
const WIDTH: f64 = 560.0;
const EDGE: f64 = 26.0;
/// Pixels to a point: 1,600 across.
pub const SCALE: f64 = 1_600.0 / WIDTH;

/// Rows of a ranking or heat map that a picture has; what is longer is for paper.
pub const ROWS: usize = 40;

/// Width that a section has.
pub const ROOM: f64 = WIDTH - 2.0 * EDGE;

/// The picture as SVG, and its size in points.
#[must_use]
pub fn picture(head: &Head, section: &Section) -> (String, (f64, f64)) {
    let mut pen = Pen::default();
    let quiet = body(8.0).quiet();
    let above = [Some(&head.organization), head.of.as_ref(), Some(&head.filter)];
    let above: Vec<&str> = above.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let mut y = pen.paragraph((EDGE, EDGE - 4.0), quiet, 11.5, &quiet.lines(&above.join("  ·  "), ROOM, 3)) + 7.0;
    let (height, inside) = flow::column(&blocks::run(section, Room { width: ROOM, goes_on: "" }));
    pen.group((EDGE, y), &inside);
    y += height + 24.0;
    let foot = body(7.0).quiet();
    let told = [head.demo.as_deref(), Some(&head.fresh)].into_iter().flatten().collect::<Vec<_>>().join("  ·  ");
    pen.text((EDGE, y), foot, &foot.fit(&told, ROOM));
    let size = (WIDTH, y + EDGE - 8.0);
    (document(size, &pen.done()), size)
}
