//! A *pen* writes SVG: text, rules, bars and marks at places in points, the origin at the upper left.

use std::fmt::Write as _;

use super::{
    font::{self, Weight},
    ink,
};
use crate::{
    chart::{band_shape, push_escaped},
    domain::Band,
};

/// A line of text: how large, how heavy, in which colour, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub size: f64,
    pub weight: Weight,
    pub colour: &'static str,
    pub anchor: Anchor,
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// Text that is read.
#[must_use]
pub const fn body(size: f64) -> Style {
    Style { size, weight: Weight::Regular, colour: ink::TEXT, anchor: Anchor::Start }
}

impl Style {
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    /// What stands beside what is read first.
    #[must_use]
    pub const fn quiet(self) -> Self {
        Self { colour: ink::TEXT_2, ..self }
    }

    #[must_use]
    pub const fn end(self) -> Self {
        Self { anchor: Anchor::End, ..self }
    }

    #[must_use]
    pub const fn middle(self) -> Self {
        Self { anchor: Anchor::Middle, ..self }
    }

    /// The width of a text in it.
    #[must_use]
    pub fn width(self, text: &str) -> f64 {
        font::width(text, self.size, self.weight)
    }

    /// The text, cut where it has no room.
    #[must_use]
    pub fn fit(self, text: &str, room: f64) -> String {
        font::fit(text, self.size, self.weight, room)
    }

    /// The text in lines.
    #[must_use]
    pub fn lines(self, text: &str, room: f64, most: usize) -> Vec<String> {
        font::lines(text, self.size, self.weight, room, most)
    }
}

/// What was drawn.
#[derive(Clone, Debug, Default)]
pub struct Pen(String);

impl Pen {
    #[must_use]
    pub fn done(self) -> String {
        self.0
    }

    /// Text on a line whose base is at `y`.
    pub fn text(&mut self, (x, y): (f64, f64), style: Style, text: &str) {
        let _ = write!(self.0, "<text x=\"{}\" y=\"{}\" font-size=\"{}\"", short(x), short(y), short(style.size));
        if style.weight == Weight::Bold {
            self.0.push_str(" font-weight=\"700\"");
        }
        match style.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.0.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.0.push_str(" text-anchor=\"end\""),
        }
        let _ = write!(self.0, " fill=\"{}\">", style.colour);
        // What XML has no way to write is no text: a name may hold anything.
        let written: String =
            text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        push_escaped(&mut self.0, &written);
        self.0.push_str("</text>");
    }

    /// Lines of text below one another; the place below them.
    pub fn paragraph(&mut self, (x, y): (f64, f64), style: Style, lead: f64, lines: &[String]) -> f64 {
        lines.iter().fold(y, |y, line| {
            self.text((x, y + style.size), style, line);
            y + lead
        })
    }

    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), colour: &str) {
        let _ = write!(
            self.0,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\"/>",
            short(x),
            short(y),
            short(width.max(0.0)),
            short(height)
        );
    }

    /// A rectangle with round corners.
    pub fn round(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), radius: f64, colour: &str) {
        let _ = write!(
            self.0,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{colour}\"/>",
            short(x),
            short(y),
            short(width.max(0.0)),
            short(height),
            short(radius)
        );
    }

    /// An upright or level line.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), width: f64, colour: &str) {
        let _ = write!(
            self.0,
            "<path d=\"M{} {}L{} {}\" stroke=\"{colour}\" stroke-width=\"{}\"/>",
            short(x1),
            short(y1),
            short(x2),
            short(y2),
            short(width)
        );
    }

    /// The shape of a band around a point: ● ▲ ◆ ■; an open circle for what has none.
    pub fn mark(&mut self, (x, y): (f64, f64), radius: f64, band: Option<Band>) {
        let _ = write!(self.0, "<g transform=\"translate({} {})scale({})\">", short(x), short(y), short(radius / 10.0));
        let _ = match band {
            Some(band) => write!(self.0, "<path d=\"{}\" fill=\"{}\"/>", band_shape(band, 0, 0, 10), ink::band(band)),
            None => {
                write!(self.0, "<circle r=\"8\" fill=\"none\" stroke=\"{}\" stroke-width=\"3\"/>", ink::LINE_STRONG)
            }
        };
        self.0.push_str("</g>");
    }

    /// An arrow up, down, or a level stroke, in a square of this size whose lower left is the place.
    pub fn arrow(&mut self, (x, y): (f64, f64), size: f64, direction: core::cmp::Ordering) {
        let path = match direction {
            core::cmp::Ordering::Greater => "M5 9V1M1.5 4.5L5 1L8.5 4.5",
            core::cmp::Ordering::Equal => "M1 5H9",
            core::cmp::Ordering::Less => "M5 1V9M1.5 5.5L5 9L8.5 5.5",
        };
        let _ = write!(
            self.0,
            "<path transform=\"translate({} {})scale({})\" d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\"/>",
            short(x),
            short(y - size),
            short(size / 10.0),
            ink::TEXT
        );
    }

    /// A drawing of `chart` with this `viewBox`, as wide and high as told.
    pub fn drawing(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), svg: &str) {
        let place = format!(
            "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" ",
            short(x),
            short(y),
            short(width),
            short(height)
        );
        self.0.push_str(&ink::paint(svg).replacen("<svg ", &place, 1));
    }

    /// What another pen drew, at a place.
    pub fn group(&mut self, (x, y): (f64, f64), inside: &str) {
        let _ = write!(self.0, "<g transform=\"translate({} {})\">{inside}</g>", short(x), short(y));
    }

    /// Anything that is there only once on a page, such as the shapes of a map.
    pub fn raw(&mut self, svg: &str) {
        self.0.push_str(svg);
    }
}

/// A drawing of this size in points.
#[must_use]
pub fn document((width, height): (f64, f64), inside: &str) -> String {
    let (width, height) = (short(width), short(height));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"{}\"><rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>{inside}</svg>",
        font::FAMILY,
        ink::SURFACE
    )
}

/// A number with two decimals at most.
fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_text_is_escaped() {
        assert_eq!([0.0, -0.001, 1.5, 12.345, 100.0].map(short), ["0", "0", "1.5", "12.35", "100"].map(str::to_owned));
        let mut pen = Pen::default();
        pen.text((1.0, 2.0), body(9.0).bold().end(), "<A & \u{b}\"B\"\u{ffff}>");
        assert_eq!(
            pen.done(),
            "<text x=\"1\" y=\"2\" font-size=\"9\" font-weight=\"700\" text-anchor=\"end\" fill=\"#16191d\">\
             &lt;A &amp; &quot;B&quot;&gt;</text>"
        );
    }
}
