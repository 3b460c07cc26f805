//! Averages over time: a row for each thing, the number in its cell, tinted by band.

use super::super::{
    flow::Piece,
    ink,
    model::{Heat, HeatRow},
    pen::{Pen, body},
};

const ROW: f64 = 19.0;
const SIZE: f64 = 8.0;
const GAP: f64 = 1.5;
/// What a number needs, and what looks calm.
const LEAST: f64 = 34.0;
const MOST: f64 = 62.0;
const DELTA: f64 = 50.0;

/// Columns that a page of this width has room for.
#[must_use]
pub fn room_for(width: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has some ten columns")]
    let columns = ((width - NAME - DELTA) / (LEAST + GAP)) as usize;
    columns
}

/// The least that names have.
const NAME: f64 = 120.0;

pub fn heat(found: &Heat, width: f64) -> (Piece, Vec<Piece>) {
    // The newest columns, where there is no room for all.
    let from = found.columns.len().saturating_sub(room_for(width));
    let shown = &found.columns[from..];
    let cell = ((width - NAME - DELTA) / shown.len().max(1) as f64 - GAP).clamp(LEAST, MOST);
    let left = width - DELTA - shown.len() as f64 * (cell + GAP);
    let mut pieces: Vec<Piece> = found.rows.iter().map(|row| piece(row, from, (left, cell, width))).collect();
    if let Some(more) = &found.more {
        pieces.push(super::more(more, width));
    }
    let (mut pen, style) = (Pen::default(), body(7.0).quiet());
    pen.text((0.0, 9.0), style, &style.fit(&found.name, left - 8.0));
    for (nth, column) in shown.iter().enumerate() {
        let x = (nth as f64).mul_add(cell + GAP, left) + cell / 2.0;
        pen.text((x, 9.0), style.middle(), &style.fit(column, cell + GAP));
    }
    pen.text((width, 9.0), style.end(), &style.fit(&found.delta, DELTA - 4.0));
    (Piece { height: 15.0, svg: pen.done() }, pieces)
}

fn piece(row: &HeatRow, from: usize, (left, cell, width): (f64, f64, f64)) -> Piece {
    let mut pen = Pen::default();
    let base = (ROW - GAP) / 2.0 + SIZE * 0.36;
    let style = if row.pinned { body(8.5).bold() } else { body(8.5) };
    pen.text((0.0, base), style, &style.fit(&row.name, left - 8.0));
    for (nth, found) in row.cells.iter().skip(from).enumerate() {
        let x = (nth as f64).mul_add(cell + GAP, left);
        let Some((band, value)) = found else {
            pen.text((x + cell / 2.0, base), body(SIZE).quiet().middle(), "·");
            continue;
        };
        pen.rect((x, 0.0), (cell, ROW - GAP), &ink::tint(*band, ink::CELL));
        let text = body(SIZE);
        let wide = text.width(value);
        let start = x + (cell - wide - 7.0) / 2.0;
        pen.mark((start + 2.0, (ROW - GAP) / 2.0), 2.1, Some(*band));
        pen.text((start + 7.0, base), text, value);
    }
    pen.text((width, base), body(SIZE).end(), &row.delta);
    let height = if row.pinned { ROW + 4.0 } else { ROW };
    Piece { height, svg: pen.done() }
}
