//! A table: columns as wide as what they hold needs, numbers at the right.

use super::super::{
    flow::Piece,
    ink,
    model::Grid,
    pen::{Pen, body},
};

const ROW: f64 = 15.0;
const SIZE: f64 = 8.0;
const GAP: f64 = 10.0;
/// What a column of text keeps however little room there is.
const LEAST: f64 = 34.0;
/// Rows that widths are taken from: a table may have thousands.
const MEASURED: usize = 200;

pub fn grid(found: &Grid, width: f64) -> (Piece, Vec<Piece>) {
    let columns = columns(found, width);
    let mut pieces: Vec<Piece> = found.rows.iter().map(|row| piece(found, row, &columns)).collect();
    if let Some(more) = &found.more {
        pieces.push(super::more(more, width));
    }
    let (mut pen, style) = (Pen::default(), body(7.5).quiet());
    // A heading has two lines; it stands on the rule.
    let heads: Vec<Vec<String>> =
        found.heads.iter().zip(&columns).map(|((name, _), (_, room))| style.lines(name, *room, 2)).collect();
    let most = heads.iter().map(Vec::len).max().unwrap_or(1) as f64;
    for ((lines, (_, number)), (x, room)) in heads.iter().zip(&found.heads).zip(&columns) {
        let top = (most - lines.len() as f64) * 9.0;
        let (x, style) = if *number { (x + room, style.end()) } else { (*x, style) };
        pen.paragraph((x, top), style, 9.0, lines);
    }
    let height = most * 9.0 + 4.0;
    pen.line((0.0, height), (width, height), 0.6, ink::LINE);
    (Piece { height: height + 3.0, svg: pen.done() }, pieces)
}

/// Left edge and width of each column.
fn columns(found: &Grid, width: f64) -> Vec<(f64, f64)> {
    let style = body(SIZE);
    let widest = |column: usize| {
        let cells = found.rows.iter().take(MEASURED).filter_map(|row| row.get(column));
        cells.map(|cell| style.width(cell)).fold(0.0, f64::max)
    };
    let head = |name: &str| {
        let longest = |word: &str| body(7.5).width(word);
        name.split_whitespace().map(longest).fold(0.0, f64::max)
    };
    let gaps = GAP * found.heads.len().saturating_sub(1) as f64;
    let mut wide: Vec<f64> =
        found.heads.iter().enumerate().map(|(nth, (name, _))| widest(nth).max(head(name)) + 0.5).collect();
    // Text gives way, numbers do not: the widest column of text first.
    let mut over = wide.iter().sum::<f64>() + gaps - width;
    while over > 0.0 {
        let text = |nth: &usize| !found.heads[*nth].1 && wide[*nth] > LEAST;
        let Some(at) = (0..wide.len()).filter(text).max_by(|a, b| wide[*a].total_cmp(&wide[*b])) else { break };
        let step = over.min(6.0).min(wide[at] - LEAST);
        wide[at] -= step;
        over -= step;
    }
    // What is over goes between the columns, so that the last number stands at the edge.
    let more = if over < 0.0 { (-over / found.heads.len().saturating_sub(1).max(1) as f64).min(40.0) } else { 0.0 };
    let mut x = 0.0;
    let place = |wide: f64| {
        let at = (x, wide);
        x += wide + GAP + more;
        at
    };
    wide.into_iter().map(place).collect()
}

fn piece(found: &Grid, row: &[String], columns: &[(f64, f64)]) -> Piece {
    let (mut pen, style) = (Pen::default(), body(SIZE));
    for ((cell, (x, room)), (_, number)) in row.iter().zip(columns).zip(&found.heads) {
        let text = style.fit(cell, *room);
        if *number {
            pen.text((x + room, 10.0), style.end(), &text);
        } else {
            pen.text((*x, 10.0), style, &text);
        }
    }
    Piece { height: ROW, svg: pen.done() }
}
