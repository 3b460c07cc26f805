//! A year with what lies in it: a column per month, a lane per series, a bar per period.

use super::push_escaped;
use crate::domain::Day;

const HEAD: u32 = 20;
/// Height of a lane: its name, and its bars.
const NAME: u32 = 18;
const BAR: u32 = 26;
const GAP: u32 = 8;

/// Bars that do not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    pub name: String,
    pub spans: Vec<Span>,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Day,
    pub to: Day,
    /// Written on the bar as far as it has room.
    pub text: String,
    /// The whole of it, for screen readers and the pointer.
    pub title: String,
    pub href: String,
}

/// The year, as wide as its place: lengths are percents of it, so that text keeps its size. `None` outside the calendar.
/// `months` are their names, as short as can be; `today` is marked when it lies in the year.
#[must_use]
pub fn calendar(year: i16, lanes: &[Lane], months: [&str; 12], today: Option<Day>, summary: &str) -> Option<String> {
    let (first, after) = (Day::from_ymd(year, 1, 1)?, Day::from_ymd(year.checked_add(1)?, 1, 1)?);
    let days = after.number() - first.number();
    let place = |day: i32| permyriad((day - first.number()).clamp(0, days), days);
    let count = u32::try_from(lanes.len()).unwrap_or(u32::MAX).min(200);
    let height = HEAD + count * (NAME + BAR + GAP);
    let mut svg = format!(r#"<svg class="calendar" width="100%" height="{height}" role="group" aria-label=""#);
    push_escaped(&mut svg, summary);
    svg.push_str("\">");
    for (month, name) in (1..).zip(months) {
        let Some(start) = Day::from_ymd(year, month, 1) else { continue };
        let x = percent(place(start.number()));
        svg.push_str(&format!(r#"<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{height}"/>"#));
        svg.push_str(&format!(r#"<text class="month" x="{x}" dx="4" y="13">"#));
        push_escaped(&mut svg, name);
        svg.push_str("</text>");
    }
    for (row, lane) in (0..count).zip(lanes) {
        let top = HEAD + row * (NAME + BAR + GAP);
        svg.push_str(&format!(r#"<text class="lane" x="0" dx="2" y="{}">"#, top + 13));
        push_escaped(&mut svg, &lane.name);
        svg.push_str("</text>");
        let inside = |span: &&Span| span.from < after && span.to >= first;
        for span in lane.spans.iter().filter(inside) {
            let (from, to) = (place(span.from.number()), place(span.to.number() + 1));
            bar(&mut svg, span, (from, to), top + NAME);
        }
    }
    if let Some(today) = today.filter(|today| (first..after).contains(today)) {
        let x = percent(place(today.number()));
        svg.push_str(&format!(r#"<line class="today" x1="{x}" x2="{x}" y1="{}" y2="{height}"/>"#, HEAD - 4));
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// Its own `<svg>` cuts off what has no room.
fn bar(svg: &mut String, span: &Span, (from, to): (u32, u32), top: u32) {
    svg.push_str("<a href=\"");
    push_escaped(svg, &span.href);
    svg.push_str("\"><title>");
    push_escaped(svg, &span.title);
    let (x, width) = (percent(from), percent(to - from));
    svg.push_str(&format!(
        r#"</title><svg x="{x}" y="{top}" width="{width}" height="{BAR}"><rect class="fill" x="0" y="0" width="100%" height="100%" rx="3"/><text class="name" x="6" y="17">"#
    ));
    push_escaped(svg, &span.text);
    svg.push_str("</text></svg></a>");
}

/// Share of the year in hundredths of a percent.
fn permyriad(days: i32, of: i32) -> u32 {
    u32::try_from(i64::from(days) * 10_000 / i64::from(of.max(1))).unwrap_or(0)
}

fn percent(hundredths: u32) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
