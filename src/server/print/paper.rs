//! A report's pages: the cover, then sections under one another, each page with its foot.

use super::{
    blocks::{self, Room},
    flow, ink,
    model::{Head, Report},
    pen::{Pen, body, document},
};

/// What a report is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paper {
    #[default]
    A4,
    Letter,
}

impl Paper {
    const ALL: [Self; 2] = [Self::A4, Self::Letter];

    /// The word of the parameter `paper`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    /// The paper of this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.code() == word)
    }

    /// Width and height in points: 210 × 297 mm, 8.5 × 11 in.
    #[must_use]
    pub const fn size(self) -> (f64, f64) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// Space around what is shown.
const SIDE: f64 = 52.0;
const TOP: f64 = 54.0;
const BOTTOM: f64 = 66.0;
/// Of the foot's text, from below.
const FOOT: f64 = 34.0;

/// Width that sections have.
#[must_use]
pub fn width(paper: Paper) -> f64 {
    paper.size().0 - 2.0 * SIDE
}

/// Each page as SVG.
#[must_use]
pub fn pages(report: &Report, paper: Paper) -> Vec<String> {
    let (wide, high) = paper.size();
    let room = Room { width: width(paper), goes_on: report.head.goes_on };
    let runs: Vec<flow::Run> = report.sections.iter().map(|section| blocks::run(section, room)).collect();
    let inside = flow::pages(&runs, high - TOP - BOTTOM);
    let count = inside.len() + 1;
    let cover = document((wide, high), &cover(report, paper));
    let others = inside.into_iter().enumerate().map(|(nth, inside)| {
        let mut pen = Pen::default();
        pen.group((SIDE, TOP), &inside);
        foot(&mut pen, &report.head, paper, (nth + 2, count));
        document((wide, high), &pen.done())
    });
    std::iter::once(cover).chain(others).collect()
}

fn foot(pen: &mut Pen, head: &Head, paper: Paper, (nth, count): (usize, usize)) {
    let (wide, high) = paper.size();
    let (style, y) = (body(7.5).quiet(), high - FOOT);
    let number = format!("{nth} / {count}");
    let title = head.of.as_ref().unwrap_or(&head.title);
    let parts = [Some(&head.organization), Some(title), Some(&head.filter), head.demo.as_ref()];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let room = wide - 2.0 * SIDE - style.width(&number) - 24.0;
    pen.line((SIDE, y - 15.0), (wide - SIDE, y - 15.0), 0.6, ink::LINE);
    pen.text((SIDE, y), style, &style.fit(&parts.join("  ·  "), room));
    pen.text((wide - SIDE, y), body(7.5).end(), &number);
}

fn cover(report: &Report, paper: Paper) -> String {
    let (wide, high) = paper.size();
    let (mut pen, room, head) = (Pen::default(), width(paper), &report.head);
    let organization = body(12.0).bold();
    pen.text((SIDE, TOP + 16.0), organization, &organization.fit(&head.organization, room * 0.7));
    if let Some(demo) = &head.demo {
        let style = body(9.0).quiet().end();
        pen.text((wide - SIDE, TOP + 16.0), style, &style.fit(demo, room * 0.28));
    }
    let mut y = high * 0.27;
    pen.rect((SIDE, y), (44.0, 3.0), ink::ACCENT);
    y += 18.0;
    let title = body(36.0).bold();
    y = pen.paragraph((SIDE - 2.0, y), title, 43.0, &title.lines(&head.title, room, 2));
    if let Some(of) = &head.of {
        let style = body(20.0);
        y = pen.paragraph((SIDE, y + 2.0), style, 26.0, &style.lines(of, room, 3));
    }
    let filter = body(13.0).quiet();
    pen.paragraph((SIDE, y + 12.0), filter, 19.0, &filter.lines(&head.filter, room * 0.86, 5));
    lines(&mut pen, &report.cover, (SIDE, high - BOTTOM), room);
    pen.done()
}

/// What it is and how fresh, upwards from the foot of the cover.
fn lines(pen: &mut Pen, lines: &[(String, String)], (left, foot): (f64, f64), room: f64) {
    const ROW: f64 = 14.0;
    const LABEL: f64 = 130.0;
    let (label, value) = (body(9.0).quiet(), body(9.0));
    let texts: Vec<Vec<String>> = lines.iter().map(|(_, text)| value.lines(text, room - LABEL, 3)).collect();
    let rows: usize = texts.iter().map(|lines| lines.len().max(1)).sum();
    let mut y = (lines.len() as f64).mul_add(-3.0, (rows as f64).mul_add(-ROW, foot));
    pen.line((left, y - 8.0), (left + room, y - 8.0), 0.6, ink::LINE);
    for ((name, _), lines) in lines.iter().zip(&texts) {
        pen.text((left, y + 9.0), label, &label.fit(name, LABEL - 10.0));
        let below = pen.paragraph((left + LABEL, y), value, ROW, lines);
        y = below.max(y + ROW) + 3.0;
    }
}
