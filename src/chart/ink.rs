//! An *ink* is a colour by its meaning; the style sheet decides what it looks like in each theme.

use plotters::style::RGBColor;

/// What a mark is drawn with. Each names a custom property of `style/charts.css`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The measured line and its points.
    Line,
    /// Grid lines.
    Grid,
    /// The target line and its label.
    Target,
    /// Labels of axes.
    Label,
    /// Values that are read first.
    Value,
}

impl Ink {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Line, "var(--chart-line)"),
        (Self::Grid, "var(--chart-grid)"),
        (Self::Target, "var(--chart-target)"),
        (Self::Label, "var(--chart-label)"),
        (Self::Value, "var(--chart-value)"),
    ];

    /// The stand-in that passes through plotters: `#F0A1xx`, never drawn as such.
    #[must_use]
    pub const fn color(self) -> RGBColor {
        RGBColor(0xF0, 0xA1, self as u8)
    }

    /// What it looks like.
    pub(super) const fn property(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Turns the stand-ins in finished SVG into custom properties, and drops attributes that say what the style sheet says for all.
    pub(super) fn resolve(svg: &str) -> String {
        let mut out = svg.to_owned();
        for default in [" opacity=\"1\"", " stroke=\"none\"", " font-family=\"sans-serif\"", " font-size=\"12\""] {
            out = out.replace(default, "");
        }
        // plotters knows no dashes: what is drawn in this ink as a line is dotted.
        out = out.replace("stroke=\"#F0A102\"", "stroke=\"#F0A102\" stroke-dasharray=\"2 4\"");
        for (ink, property) in Self::ALL {
            out = out.replace(&format!("#F0A1{:02X}", ink as u8), property);
        }
        out
    }
}
