//! The figures of a view: the average largest, the others beside it.

use super::super::{
    flow::Piece,
    ink,
    model::{Cards, Figure},
    pen::{Pen, body},
};

/// Share of the width that the average has.
const LEAD: f64 = 0.34;
const GAP: f64 = 24.0;
const FIGURES_ACROSS: usize = 3;
const FIGURE: f64 = 72.0;

pub fn cards(found: &Cards, width: f64) -> Piece {
    let mut pen = Pen::default();
    let lead = width * LEAD;
    let left = self::lead(&mut pen, found, lead);
    let across = (width - lead - GAP) / FIGURES_ACROSS as f64;
    for (nth, figure) in found.figures.iter().enumerate() {
        let x = (nth % FIGURES_ACROSS) as f64 * across + lead + GAP;
        let y = (nth / FIGURES_ACROSS) as f64 * FIGURE;
        self::figure(&mut pen, figure, (x, y), across - 8.0);
    }
    let right = found.figures.len().div_ceil(FIGURES_ACROSS) as f64 * FIGURE - 10.0;
    Piece { height: left.max(right), svg: pen.done() }
}

fn lead(pen: &mut Pen, found: &Cards, width: f64) -> f64 {
    let quiet = body(8.5).quiet();
    pen.text((0.0, 8.5), quiet, &quiet.fit(&found.label, width));
    let value = body(42.0).bold();
    pen.text((-1.5, 50.0), value, &found.value);
    if let Some((band, word)) = &found.band {
        let style = body(9.0);
        let beside = value.width(&found.value) + 12.0;
        // Beside the value; where there is no room for the word, above it at the right.
        let (x, y) = if beside + 8.0 + style.width(word) <= width {
            (beside, 48.7)
        } else {
            (width - style.width(word) - 8.0, 8.5)
        };
        pen.mark((x, y - 3.2), 4.2, Some(*band));
        pen.text((x + 8.0, y), style, word);
    }
    let mut below = change(pen, found, width);
    if let (Some((share, target)), Some((band, _))) = (found.bar, &found.band) {
        pen.round((0.0, below), (width, 5.0), 2.5, ink::TRACK);
        pen.round((0.0, below), (width * share, 5.0), 2.5, ink::band(*band));
        pen.line((width * target, below - 3.0), (width * target, below + 8.0), 1.0, ink::TEXT);
        below += 18.5;
    }
    let small = body(8.0).quiet();
    pen.text((0.0, below), small, &small.fit(&found.target, width));
    below + 4.0
}

/// How far it went, and beside that, where there is room, of how many; the place below.
fn change(pen: &mut Pen, found: &Cards, width: f64) -> f64 {
    const Y: f64 = 69.5;
    const LINE: f64 = 13.0;
    let (style, n) = (body(9.0), body(9.0).quiet());
    let Some((direction, words)) = &found.change else {
        pen.text((0.0, Y), n, &n.fit(&found.n, width));
        return Y + 11.5;
    };
    pen.arrow((0.0, Y), 8.0, *direction);
    let words = style.fit(words, width - 12.0);
    pen.text((12.0, Y), style, &words);
    let beside = 12.0 + style.width(&words) + 10.0;
    if beside + n.width(&found.n) <= width {
        pen.text((beside, Y), n, &found.n);
        return Y + 11.5;
    }
    pen.text((0.0, Y + LINE), n, &n.fit(&found.n, width));
    Y + LINE + 11.5
}

fn figure(pen: &mut Pen, figure: &Figure, (x, y): (f64, f64), width: f64) {
    let label = body(8.2).quiet();
    pen.text((x, y + 8.5), label, &label.fit(&figure.label, width));
    let value = body(19.0).bold();
    pen.text((x, y + 29.0), value, &value.fit(&figure.value, width));
    let (note, mut inset) = (body(7.5).quiet(), 0.0);
    if let Some(band) = figure.band {
        pen.mark((x + 3.0, y + 37.3), 2.8, Some(band));
        inset = 9.0;
    }
    pen.paragraph((x + inset, y + 32.5), note, 9.5, &note.lines(&figure.note, width - inset, 3));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::Band,
        server::print::{Paper, width},
    };

    #[test]
    fn the_word_of_the_band_is_whole() {
        for paper in [Paper::A4, Paper::Letter] {
            for value in ["87.53", "100.00"] {
                for word in ["Excelente", "Excellent", "Crítico"] {
                    let found = Cards {
                        label: "Promedio".into(),
                        value: value.into(),
                        band: Some((Band::Excelente, word.into())),
                        n: "n 1".into(),
                        change: None,
                        bar: None,
                        target: String::new(),
                        figures: Vec::new(),
                    };
                    let drawn = cards(&found, width(paper)).svg;
                    assert!(drawn.contains(&format!(">{word}</text>")), "{paper:?} {value}: {drawn}");
                }
            }
        }
    }
}
