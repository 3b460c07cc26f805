//! The distribution by band: one stacked bar with counts; and the shapes that stand for bands.

use super::{push_escaped, scale::grouped, text_width};
use crate::domain::{Band, views::BandCounts};

const WIDTH: u32 = 360;
const HEIGHT: u32 = 36;
const GAP: u32 = 2;
const LABEL: u32 = 13;

/// A band of the bar, as the page lists it below too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandPart {
    pub band: Band,
    pub count: u32,
    /// Share of all in tenths of a percent, rounded half up.
    pub permille: u32,
}

impl BandPart {
    /// The four bands, best first.
    #[must_use]
    pub fn all(counts: &BandCounts) -> [Self; 4] {
        let total = u64::from(counts.excelente)
            + u64::from(counts.bueno)
            + u64::from(counts.regular)
            + u64::from(counts.critico);
        let part = |band, count: u32| {
            let permille = (u64::from(count) * 2_000 + total) / (2 * total.max(1));
            Self { band, count, permille: u32::try_from(permille).unwrap_or(1_000) }
        };
        [
            part(Band::Excelente, counts.excelente),
            part(Band::Bueno, counts.bueno),
            part(Band::Regular, counts.regular),
            part(Band::Critico, counts.critico),
        ]
    }
}

/// What the bar says for screen readers and of each part, in the order of [`Band::ALL`].
#[derive(Clone, Debug)]
pub struct BandWords {
    pub summary: String,
    pub titles: [String; 4],
}

/// The stacked bar, 360 × 36; `None` when nothing was counted. Bands with no score take no room.
///
/// `href` gives the address that filters by a band; `id` sets patterns of several bars on a page apart.
#[must_use]
pub fn band_bar(parts: &[BandPart; 4], id: &str, href: impl Fn(Band) -> String, words: &BandWords) -> Option<String> {
    let total: u64 = parts.iter().map(|p| u64::from(p.count)).sum();
    if total == 0 {
        return None;
    }
    let shown = u32::try_from(parts.iter().filter(|p| p.count > 0).count()).unwrap_or(4);
    // Even one supervision among thousands stays visible and can be tapped.
    let least = 6;
    let room = u64::from(WIDTH - GAP * (shown - 1) - least * shown);

    let mut svg = format!(r#"<svg class="band-bar" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label=""#);
    push_escaped(&mut svg, &words.summary);
    svg.push_str("\">");
    patterns(&mut svg, id);
    let (mut x, mut before) = (0, 0_u64);
    for (part, title) in parts.iter().zip(&words.titles).filter(|(part, _)| part.count > 0) {
        // Ends are rounded, not widths: the bar is always full.
        let from = before * room / total;
        before += u64::from(part.count);
        let width = least + u32::try_from(before * room / total - from).unwrap_or(0);
        segment(&mut svg, part, id, (x, width), &href(part.band), title);
        x += width + GAP;
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn segment(svg: &mut String, part: &BandPart, id: &str, (x, width): (u32, u32), href: &str, title: &str) {
    let code = part.band.code();
    svg.push_str(&format!("<a class=\"{code}\" href=\""));
    push_escaped(svg, href);
    svg.push_str("\"><title>");
    push_escaped(svg, title);
    let place = format!("x=\"{x}\" width=\"{width}\" height=\"{HEIGHT}\"");
    svg.push_str(&format!("</title><rect class=\"fill\" {place}/>"));
    if part.band != Band::Excelente {
        svg.push_str(&format!("<rect class=\"weave\" fill=\"url(#{id}-{code})\" {place}/>"));
    }
    let text = grouped(part.count);
    let wide = text_width(&text, LABEL);
    let middle = HEIGHT / 2;
    if width >= wide + 28 {
        let start = x + (width - wide - 16) / 2;
        svg.push_str(&format!(
            "<path class=\"shape\" d=\"{}\"/>",
            band_shape(part.band, (start + 5).cast_signed(), middle.cast_signed(), 5)
        ));
        svg.push_str(&format!("<text x=\"{}\" y=\"{}\">{text}</text>", start + 16, middle + 5));
    } else if width >= wide + 8 {
        svg.push_str(&format!("<text x=\"{}\" y=\"{}\">{text}</text>", x + (width - wide) / 2, middle + 5));
    }
    svg.push_str("</a>");
}

/// Weaves that keep the bands apart on paper and without colour: none, dots, strokes, a lattice.
pub(super) fn patterns(svg: &mut String, id: &str) {
    svg.push_str(&format!(
        "<defs>\
         <pattern id=\"{id}-bueno\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
         <circle cx=\"2\" cy=\"2\" r=\"1\"/><circle cx=\"6\" cy=\"6\" r=\"1\"/></pattern>\
         <pattern id=\"{id}-regular\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
         <path d=\"M-1 8L8 -1M-1 1L1 -1M6 8L8 6\"/></pattern>\
         <pattern id=\"{id}-critico\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
         <path d=\"M0 0L7 7M7 0L0 7\"/></pattern></defs>"
    ));
}

/// The shape of a band around a point, as the `d` of a path: ● ▲ ◆ ■.
#[must_use]
pub fn band_shape(band: Band, x: i32, y: i32, r: i32) -> String {
    match band {
        Band::Excelente => format!("M{} {y}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 {} 0z", x - r, 2 * r, -2 * r),
        Band::Bueno => format!("M{x} {}L{} {}H{}z", y - r, x + r, y + r - 1, x - r),
        Band::Regular => format!("M{x} {}L{} {y}L{x} {}L{} {y}z", y - r, x + r, y + r, x - r),
        Band::Critico => format!("M{} {}h{}v{}h{}z", x - r + 1, y - r + 1, 2 * r - 2, 2 * r - 2, 2 - 2 * r),
    }
}
