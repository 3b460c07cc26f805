//! The bands on a ruler from 0 to 100: one stacked bar, the limits below it, the target on it.

use super::{bands::patterns, push_escaped};
use crate::domain::{Band, BandLimits};

const TOP: u32 = 18;
const HEIGHT: u32 = 32;
const LABELS: u32 = 20;
/// Limits nearer than this to the one before, in hundredths of a percent, are not written: they stand in the list below.
const NEAR: u16 = 700;

/// What the ruler says for screen readers, of each band in the order of [`Band::ALL`], and of the target.
#[derive(Clone, Debug)]
pub struct RulerWords {
    pub summary: String,
    pub titles: [String; 4],
    /// `Meta 90`.
    pub target: String,
}

/// The ruler, as wide as its place: lengths are percents of it, so that text keeps its size. `None` when the limits do not
/// fall. `id` sets patterns of several drawings on a page apart; `write` writes a limit.
#[must_use]
pub fn band_ruler(
    limits: BandLimits,
    target: u16,
    id: &str,
    write: impl Fn(u16) -> String,
    words: &RulerWords,
) -> Option<String> {
    let BandLimits { excelente, bueno, regular } = limits;
    if excelente < bueno || bueno < regular || excelente > 10_000 || target > 10_000 {
        return None;
    }
    let total = TOP + HEIGHT + LABELS;
    let mut svg = format!(r#"<svg class="ruler" width="100%" height="{total}" role="img" aria-label=""#);
    push_escaped(&mut svg, &words.summary);
    svg.push_str("\">");
    patterns(&mut svg, id);
    let ends = [(10_000, excelente), (excelente, bueno), (bueno, regular), (regular, 0)];
    for ((band, (to, from)), title) in Band::ALL.into_iter().zip(ends).zip(&words.titles) {
        if to > from {
            segment(&mut svg, band, (from, to), id, title);
        }
    }
    let mut last = None;
    for limit in [0, regular, bueno, excelente, 10_000] {
        let near = 10_000 - limit < NEAR || last.is_some_and(|before| limit - before < NEAR);
        if last == Some(limit) || near && limit != 10_000 {
            continue;
        }
        last = Some(limit);
        svg.push_str(&format!(
            r#"<text class="limit" x="{}" y="{}" text-anchor="{}">{}</text>"#,
            share(limit),
            TOP + HEIGHT + 15,
            anchor(limit),
            write(limit)
        ));
    }
    mark(&mut svg, target, &words.target);
    svg.push_str("</svg>");
    Some(svg)
}

fn segment(svg: &mut String, band: Band, (from, to): (u16, u16), id: &str, title: &str) {
    let code = band.code();
    let place = format!(r#"x="{}" y="{TOP}" width="{}" height="{HEIGHT}""#, share(from), share(to - from));
    svg.push_str(&format!(r#"<g class="{code}"><title>"#));
    push_escaped(svg, title);
    svg.push_str(&format!(r#"</title><rect class="fill" {place}/>"#));
    if band != Band::Excelente {
        svg.push_str(&format!(r#"<rect class="weave" fill="url(#{id}-{code})" {place}/>"#));
    }
    svg.push_str("</g>");
}

fn mark(svg: &mut String, target: u16, words: &str) {
    let x = share(target);
    svg.push_str(&format!(r#"<line class="target" x1="{x}" x2="{x}" y1="{}" y2="{}"/>"#, TOP - 4, TOP + HEIGHT + 4));
    svg.push_str(&format!(r#"<text class="target" x="{x}" y="11" text-anchor="{}">"#, anchor(target)));
    push_escaped(svg, words);
    svg.push_str("</text>");
}

/// Text stays inside at both ends.
const fn anchor(place: u16) -> &'static str {
    match place {
        ..=800 => "start",
        9_200.. => "end",
        _ => "middle",
    }
}

/// `87.55%`.
pub(super) fn share(hundredths: u16) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
