//! A table: columns as wide as what they hold needs, numbers at the right. Days and numbers are never cut; words have two lines.

use std::collections::BTreeSet;

use super::super::{
    flow::Piece,
    ink,
    model::{Grid, Holds},
    pen::{Pen, body},
};

const ROW: f64 = 15.0;
const SIZE: f64 = 8.0;
/// Between two lines of a cell.
const LEAD: f64 = 9.5;
const GAP: f64 = 10.0;
/// What a column of words keeps however little room there is.
const LEAST: f64 = 34.0;
/// Of a word's width, what a column keeps of it as long as there is room elsewhere.
const WORD: f64 = 64.0;

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
    for ((lines, (_, holds)), (x, room)) in heads.iter().zip(&found.heads).zip(&columns) {
        let top = (most - lines.len() as f64) * 9.0;
        let (x, style) = if *holds == Holds::Numbers { (x + room, style.end()) } else { (*x, style) };
        pen.paragraph((x, top), style, 9.0, lines);
    }
    let height = most * 9.0 + 4.0;
    pen.line((0.0, height), (width, height), 0.6, ink::LINE);
    (Piece { height: height + 3.0, svg: pen.done() }, pieces)
}

/// Left edge and width of each column.
fn columns(found: &Grid, width: f64) -> Vec<(f64, f64)> {
    let style = body(SIZE);
    let widest = |texts: BTreeSet<&str>| texts.into_iter().map(|text| style.width(text)).fold(0.0, f64::max);
    let cells = |nth: usize| found.rows.iter().filter_map(move |row| row.get(nth)).map(String::as_str);
    let mut wide: Vec<f64> = Vec::new();
    // What words keep at first: their longest one.
    let mut kept: Vec<f64> = Vec::new();
    for (nth, (name, holds)) in found.heads.iter().enumerate() {
        let head = head(name);
        let whole = widest(cells(nth).collect()).max(head) + 0.5;
        wide.push(whole);
        kept.push(match holds {
            Holds::Words => widest(cells(nth).flat_map(str::split_whitespace).collect()).min(WORD).max(head) + 0.5,
            Holds::Days | Holds::Numbers => whole,
        });
    }
    let gaps = GAP * found.heads.len().saturating_sub(1) as f64;
    let least: Vec<f64> = found
        .heads
        .iter()
        .zip(&kept)
        .map(|((_, holds), kept)| if *holds == Holds::Words { LEAST.min(*kept) } else { *kept })
        .collect();
    let mut over = wide.iter().sum::<f64>() + gaps - width;
    // The widest column first.
    for kept in [kept, least] {
        while over > 0.0 {
            let gives = |nth: &usize| wide[*nth] > kept[*nth];
            let Some(at) = (0..wide.len()).filter(gives).max_by(|a, b| wide[*a].total_cmp(&wide[*b])) else { break };
            let step = over.min(6.0).min(wide[at] - kept[at]);
            wide[at] -= step;
            over -= step;
        }
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

/// What a heading needs to be whole on two lines.
fn head(name: &str) -> f64 {
    let style = body(7.5);
    let words: Vec<&str> = name.split_whitespace().collect();
    let halves = |at: usize| style.width(&words[..at].join(" ")).max(style.width(&words[at..].join(" ")));
    (1..words.len()).map(halves).fold(style.width(name), f64::min)
}

fn piece(found: &Grid, row: &[String], columns: &[(f64, f64)]) -> Piece {
    let (mut pen, style, mut most) = (Pen::default(), body(SIZE), 1);
    for ((cell, (x, room)), (_, holds)) in row.iter().zip(columns).zip(&found.heads) {
        match holds {
            Holds::Numbers => pen.text((x + room, 10.0), style.end(), cell),
            Holds::Days => pen.text((*x, 10.0), style, cell),
            Holds::Words if style.width(cell) <= *room => pen.text((*x, 10.0), style, cell),
            Holds::Words => {
                let lines = style.lines(cell, *room, 2);
                most = most.max(lines.len());
                pen.paragraph((*x, 10.0 - SIZE), style, LEAD, &lines);
            }
        }
    }
    Piece { height: ROW + (most - 1) as f64 * LEAD, svg: pen.done() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::print::{Paper, width};

    /// A table as the median has it, as wide as it comes.
    fn found() -> Grid {
        use Holds::{Days, Numbers, Words};
        let heads = [
            ("Figure", Words),
            ("Value", Numbers),
            ("Rank from below", Numbers),
            ("Number", Numbers),
            ("Date", Days),
            ("Code", Words),
            ("Branch", Words),
            ("Supervisor", Words),
            ("Average", Numbers),
            ("n", Numbers),
        ];
        let row = |nth: usize| {
            let branch = format!("Quimera Monterrey Cumbres {nth}");
            // Beyond the first rows all is wider.
            let number = if nth > 250 { "123456" } else { "1" };
            let cells =
                ["10th percentile", "88.21", "1,234", number, "May 30, 2025", "MTY-025", &branch, "Ana María P."];
            cells.into_iter().chain(["87.53", "12"]).map(str::to_owned).collect()
        };
        let heads = heads.map(|(name, holds)| (name.to_owned(), holds)).to_vec();
        Grid { heads, rows: (0..300).map(row).collect(), more: None }
    }

    #[test]
    fn nothing_is_cut_that_two_lines_have_room_for() {
        let (head, rows) = grid(&found(), width(Paper::A4));
        for svg in rows.iter().map(|row| &row.svg).chain([&head.svg]) {
            assert!(!svg.contains('…'), "{svg}");
        }
        assert!(rows.iter().all(|row| row.svg.contains(">May 30, 2025</text>")));
        assert!(rows[0].height > ROW, "on two lines");
    }

    #[test]
    fn columns_keep_apart() {
        let found = found();
        for room in [width(Paper::A4), 420.0] {
            let columns = columns(&found, room);
            for (nth, pair) in columns.windows(2).enumerate() {
                assert!(pair[1].0 - pair[0].0 - pair[0].1 >= GAP - 0.01, "{room}: {nth}");
            }
            let (x, wide) = columns[columns.len() - 1];
            assert!(x + wide <= room + 0.01, "{room}: {x} {wide}");
        }
    }
}
