//! A ranking: positions, marks and names at the left, bars from 0 to 100, values at the right.

use super::super::{
    flow::Piece,
    ink,
    model::{Bar, Bars},
    pen::{Pen, body},
};

const ROW: f64 = 16.0;
const SIZE: f64 = 8.5;
const THICK: f64 = 6.0;
/// Where the mark and the name begin.
const MARK: f64 = 27.0;
const NAME: f64 = 36.0;

/// Where the columns are, from the longest texts in them.
struct Columns {
    /// Left and right of the bars.
    bars: (f64, f64),
    /// Right edges.
    value: f64,
    n: f64,
}

pub fn bars(found: &Bars, width: f64) -> (Piece, Vec<Piece>) {
    let columns = columns(found, width);
    let pieces = found.rows.iter().map(|row| piece(row, found.target, &columns)).collect();
    (head(found, &columns), pieces)
}

fn columns(found: &Bars, width: f64) -> Columns {
    let widest = |of: &dyn Fn(&Bar) -> f64| found.rows.iter().map(of).fold(0.0, f64::max);
    let [_, value_head, n_head] = &found.heads;
    let head = body(7.5);
    let n = widest(&|row| if let Bar::Row { n, .. } = row { body(SIZE).width(n) } else { 0.0 }).max(head.width(n_head));
    let value = widest(&|row| if let Bar::Row { value, .. } = row { body(SIZE).bold().width(value) } else { 0.0 });
    let value = value.max(head.width(value_head));
    let names = widest(&|row| match row {
        Bar::Row { name, detail, .. } => {
            let detail = if detail.is_empty() { 0.0 } else { 6.0 + body(7.5).width(detail) };
            body(SIZE).width(name) + detail
        }
        Bar::Gap(_) => 0.0,
    });
    let value_at = width - n - 14.0;
    let right = value_at - value - 12.0;
    // Bars of one report stand under one another, unless names need more; they keep a third.
    let left = (NAME + names + 14.0).max(width * 0.46).min(right - width * 0.32);
    Columns { bars: (left, right), value: value_at, n: width }
}

fn head(found: &Bars, columns: &Columns) -> Piece {
    let (mut pen, style) = (Pen::default(), body(7.5).quiet());
    let [name, value, n] = &found.heads;
    pen.text((NAME, 8.0), style, name);
    pen.text((columns.value, 8.0), style.end(), value);
    pen.text((columns.n, 8.0), style.end(), n);
    let (left, right) = columns.bars;
    let x = (right - left).mul_add(found.target, left);
    let half = style.width(&found.target_word) / 2.0;
    pen.text((x.min(right - half), 8.0), style.middle(), &found.target_word);
    pen.line((0.0, 13.0), (columns.n, 13.0), 0.6, ink::LINE);
    Piece { height: 16.0, svg: pen.done() }
}

fn piece(row: &Bar, target: f64, columns: &Columns) -> Piece {
    let mut pen = Pen::default();
    let base = ROW / 2.0 + SIZE * 0.36;
    let (left, right) = columns.bars;
    match row {
        Bar::Gap(text) => {
            let style = body(8.0).quiet();
            pen.text((NAME, base), style, &style.fit(text, columns.n - NAME));
        }
        Bar::Row { position, name, detail, band, share, value, n } => {
            if let Some(position) = position {
                pen.text((18.0, base), body(SIZE).quiet().end(), &position.to_string());
            }
            pen.mark((MARK, ROW / 2.0), 3.4, *band);
            let room = left - NAME - 10.0;
            let style = body(SIZE);
            let shown = style.fit(name, room);
            pen.text((NAME, base), style, &shown);
            let beside = NAME + style.width(&shown) + 6.0;
            let quiet = body(7.5).quiet();
            // A detail of three letters and an ellipsis says nothing.
            if !detail.is_empty() && left - 10.0 - beside > 24.0 {
                pen.text((beside, base), quiet, &quiet.fit(detail, left - 10.0 - beside));
            }
            if let (Some(share), Some(band)) = (share, band) {
                let top = (ROW - THICK) / 2.0;
                pen.rect((left, top), (right - left, THICK), ink::TRACK);
                pen.rect((left, top), ((right - left) * share, THICK), ink::band(*band));
                let x = (right - left).mul_add(target, left);
                // Seen on any colour.
                pen.line((x, 2.0), (x, ROW - 2.0), 2.2, ink::SURFACE);
                pen.line((x, 2.0), (x, ROW - 2.0), 0.8, ink::TEXT);
            }
            pen.text((columns.value, base), body(SIZE).bold().end(), value);
            pen.text((columns.n, base), body(SIZE).quiet().end(), n);
        }
    }
    Piece { height: ROW, svg: pen.done() }
}
