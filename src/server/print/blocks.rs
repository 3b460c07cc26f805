//! Sections as runs of pieces, for a page of this width.

mod bars;
mod cards;
mod charts;
mod grid;
mod heat;

pub use heat::room_for as heat_columns;

use super::{
    flow::{Piece, Run},
    model::{Content, Section},
    pen::{Pen, body},
};

/// What a section has to be drawn in.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// In points.
    pub width: f64,
    /// What stands behind a title where it goes on.
    pub goes_on: &'static str,
}

/// See the module.
#[must_use]
pub fn run(section: &Section, room: Room) -> Run {
    let width = room.width;
    let (head, pieces) = match &section.content {
        Content::Cards(cards) => (Piece::default(), vec![cards::cards(cards, width)]),
        Content::Bands(bands) => (Piece::default(), vec![charts::bands(bands, width)]),
        Content::Trend(drawing) => (Piece::default(), vec![charts::drawing(drawing, width)]),
        Content::Map(map) => (Piece::default(), vec![charts::map(map, width)]),
        Content::Bars(bars) => bars::bars(bars, width),
        Content::Heat(heat) => heat::heat(heat, width),
        Content::Grid(grid) => grid::grid(grid, width),
        Content::Words(words) => (Piece::default(), words.iter().map(|words| paragraph(words, width)).collect()),
    };
    let again = [&section.title, " ", room.goes_on].concat();
    Run { title: title(section, width), again: again_title(&again, width), head, pieces, fresh: section.fresh }
}

fn title(section: &Section, width: f64) -> Piece {
    const SIZE: f64 = 13.0;
    let (mut pen, mut y) = (Pen::default(), 0.0);
    if !section.title.is_empty() {
        let style = body(SIZE).bold();
        y = pen.paragraph((0.0, 0.0), style, 17.0, &style.lines(&section.title, width, 2));
    }
    if !section.note.is_empty() {
        let style = body(8.0).quiet();
        y = pen.paragraph((0.0, y + 1.0), style, 11.0, &style.lines(&section.note, width, 3));
    }
    let space = if y > 0.0 { 9.0 } else { 0.0 };
    Piece { height: y + space, svg: pen.done() }
}

fn again_title(text: &str, width: f64) -> Piece {
    let (mut pen, style) = (Pen::default(), body(9.0).bold().quiet());
    pen.text((0.0, 9.0), style, &style.fit(text, width));
    Piece { height: 20.0, svg: pen.done() }
}

fn paragraph(text: &str, width: f64) -> Piece {
    let (mut pen, style) = (Pen::default(), body(9.5));
    // Lines longer than this are hard to follow.
    let lines = style.lines(text, width.min(440.0), 40);
    let y = pen.paragraph((0.0, 0.0), style, 14.0, &lines);
    Piece { height: y + 6.0, svg: pen.done() }
}

/// Below rows, quietly: what is left out.
fn more(text: &str, width: f64) -> Piece {
    let (mut pen, style) = (Pen::default(), body(8.0).quiet());
    let y = pen.paragraph((0.0, 5.0), style, 11.0, &style.lines(text, width, 3));
    Piece { height: y, svg: pen.done() }
}
