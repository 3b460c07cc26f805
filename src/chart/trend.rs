//! The trend: monthly averages as a line with points, the target dotted, the last value at the line's end.

use core::{fmt::Write as _, ops::Range};

use plotters::{
    coord::{
        Shift,
        types::{RangedCoordf64, RangedCoordi64},
    },
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use super::{
    Canvas, Ink, Scale, decimal, push_escaped,
    scale::{grouped, short},
    text_width,
};
use crate::domain::{Mean, views::TrendPoint};

/// Words of a trend, in the language of the page.
#[derive(Clone, Copy, Debug)]
pub struct TrendWords<'a> {
    /// Short names of the months, January first.
    pub months: [&'a str; 12],
    /// "Meta".
    pub target: &'a str,
    /// What stands before a count: "n".
    pub n: &'a str,
    /// What the chart shows, for screen readers.
    pub summary: &'a str,
}

/// A drawn trend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// 760 × 260.
    pub wide: String,
    /// 358 × 220.
    pub narrow: String,
    /// Where the axis starts, in hundredths; when not zero the page says so.
    pub from: i64,
}

/// Size and margins of a variant, in pixels.
struct Frame {
    class: &'static str,
    size: (u32, u32),
    steps: i64,
}

const WIDE: Frame = Frame { class: "trend-wide", size: (760, 260), steps: 5 };
const NARROW: Frame = Frame { class: "trend-narrow", size: (358, 220), steps: 4 };

/// Height of the row that bubbles stand in.
const TOP: i32 = 30;
const BOTTOM: i32 = 38;
const LABEL: u32 = 12;
const VALUE: u32 = 14;
/// plotters multiplies sizes by this when it writes them.
const PLOTTERS_FONT: f64 = 1.24;

/// A month with a score.
struct Dot<'a> {
    month: &'a str,
    /// Months since year 0.
    index: i32,
    /// Rounded hundredths.
    value: i64,
    n: u32,
}

/// Draws the trend; `None` without a single score.
///
/// `target` in hundredths; `href` gives the address that filters by a month (`2025-08`).
#[must_use]
pub fn trend(
    points: &[TrendPoint],
    target: u16,
    href: impl Fn(&str) -> String,
    words: &TrendWords<'_>,
) -> Option<Trend> {
    let dots: Vec<Dot<'_>> = points.iter().filter_map(dot).collect();
    let target = i64::from(target);
    let (low, high) = dots.iter().fold((target, target), |(low, high), d| (low.min(d.value), high.max(d.value)));
    dots.first()?;
    // Both variants show the same axis, so that the note under the chart is true for either.
    let scale = Scale::around(low, high, NARROW.steps);
    let draw = |frame: &Frame| draw(frame, &dots, &scale, target, &href, words).unwrap_or_default();
    Some(Trend { wide: draw(&WIDE), narrow: draw(&NARROW), from: scale.from })
}

fn dot(point: &TrendPoint) -> Option<Dot<'_>> {
    let value = Mean { sum_hundredths: point.sum_hundredths, n: point.n }.rounded_hundredths()?;
    let (year, month) = point.month.split_once('-')?;
    let index = year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1;
    Some(Dot { month: &point.month, index, value, n: point.n })
}

type Area<'a> = DrawingArea<Canvas<'a>, Shift>;
type Plot<'a> = DrawingArea<Canvas<'a>, Cartesian2d<RangedCoordf64, RangedCoordi64>>;
type Outcome<T> = Result<T, DrawingAreaErrorKind<std::io::Error>>;

fn draw(
    frame: &Frame,
    dots: &[Dot<'_>],
    scale: &Scale,
    target: i64,
    href: &impl Fn(&str) -> String,
    words: &TrendWords<'_>,
) -> Outcome<String> {
    let (first, last) = (dots[0].index, dots[dots.len() - 1].index);
    let months = last - first + 1;
    let end = &dots[dots.len() - 1];
    let value = decimal(end.value);
    let right = text_width(&value, VALUE) + 12;
    let span = -0.5..f64::from(months) - 0.5;
    let (grid, (places, column)) = part(frame, scale, right, &span, |area, plot| {
        let at = |dot: &Dot<'_>| plot.map_coordinate(&(f64::from(dot.index - first), dot.value));
        let (xs, _) = plot.get_pixel_range();
        grid(area, plot, scale)?;
        Ok((dots.iter().map(at).collect::<Vec<_>>(), f64::from(xs.end - xs.start) / f64::from(months)))
    })?;
    let (axis, ()) =
        part(frame, scale, right, &span, |area, plot| time_axis(area, plot, first, months, column, words))?;
    let (line, ()) = part(frame, scale, right, &span, |area, plot| {
        let (xs, _) = plot.get_pixel_range();
        let line_y = plot.map_coordinate(&(0.0, target)).1;
        target_line(area, plot, line_y)?;
        line(plot, dots, first)?;
        let label = format!("{} {}", words.target, short(target));
        target_label(area, &label, (xs.start, xs.end), line_y, &places)?;
        let end = places[places.len() - 1];
        area.draw(&Text::new(value, (end.0 + 9, end.1), font(VALUE, Ink::Value, HPos::Left, VPos::Center)))
    })?;

    let (width, height) = frame.size;
    let mut svg =
        format!(r#"<svg class="chart {}" viewBox="0 0 {width} {height}" role="group" aria-label=""#, frame.class);
    push_escaped(&mut svg, words.summary);
    svg.push_str("\">");
    svg.push_str(&grid);
    svg.push_str(&axis);
    svg.push_str(&line);
    push_dots(&mut svg, &places, column);
    svg.push_str("<g>");
    for (i, (dot, place)) in dots.iter().zip(&places).enumerate() {
        let reach = Reach { x: place.0, column, frame, last: i + 1 == dots.len() };
        link(&mut svg, dot, &reach, &href(dot.month), words);
    }
    svg.push_str("</g></svg>");
    Ok(svg)
}

/// A part of the drawing, and what was found out on the way. Each stands apart, so that another count of labels or months leaves the
/// others as they are (`ui/browser/change.rs`).
fn part<T>(
    frame: &Frame,
    scale: &Scale,
    right: u32,
    span: &Range<f64>,
    draw: impl FnOnce(&Area<'_>, &Plot<'_>) -> Outcome<T>,
) -> Outcome<(String, T)> {
    let mut buffer = String::with_capacity(4_096);
    let found = {
        let area = Canvas::on(&mut buffer, frame.size).into_drawing_area();
        let left = scale.ticks.iter().map(|t| text_width(&short(*t), LABEL)).max().unwrap_or(0) + 8;
        let chart = ChartBuilder::on(&area)
            .margin_left(left)
            .margin_right(right)
            .margin_top(TOP)
            .margin_bottom(BOTTOM)
            .build_cartesian_2d(span.clone(), scale.from..scale.to)?;
        let found = draw(&area, chart.plotting_area())?;
        area.present()?;
        found
    };
    Ok((["<g>", &Canvas::finish(&buffer), "</g>"].concat(), found))
}

/// The points, as one mark: a round dot each, as long as they stay apart. `offers.js` reads in it where a month's point is.
fn push_dots(svg: &mut String, places: &[(i32, i32)], column: f64) {
    let width = if column >= 9.0 { 6 } else { 0 };
    let _ = write!(
        svg,
        "<path class=\"dots\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\" stroke-linecap=\"round\" d=\"",
        Ink::Line.property()
    );
    for (x, y) in places {
        // A line of no length is not drawn everywhere.
        let _ = write!(svg, "M{x} {y}h.01");
    }
    svg.push_str("\"/>");
}

fn font(size: u32, ink: Ink, h: HPos, v: VPos) -> TextStyle<'static> {
    let weight = if size == VALUE { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::SansSerif, f64::from(size) * PLOTTERS_FONT, weight);
    TextStyle { font, color: ink.color().to_backend_color(), pos: Pos::new(h, v) }
}

/// Horizontal lines at the ticks, with their labels.
fn grid(area: &Area<'_>, plot: &Plot<'_>, scale: &Scale) -> Outcome<()> {
    let (xs, _) = plot.get_pixel_range();
    for &tick in &scale.ticks {
        let y = plot.map_coordinate(&(0.0, tick)).1;
        area.draw(&PathElement::new(vec![(xs.start, y), (xs.end, y)], Ink::Grid.color()))?;
        let style = font(LABEL, Ink::Label, HPos::Right, VPos::Center);
        area.draw(&Text::new(short(tick), (xs.start - 6, y), style))?;
    }
    Ok(())
}

/// Names of months as far apart as they need, and of years under their January (or the first name).
fn time_axis(
    area: &Area<'_>,
    plot: &Plot<'_>,
    first: i32,
    months: i32,
    column: f64,
    words: &TrendWords<'_>,
) -> Outcome<()> {
    let (_, ys) = plot.get_pixel_range();
    let widest = words.months.iter().map(|m| text_width(m, LABEL)).max().unwrap_or(0);
    let step = month_step(column, widest + 8);
    let shown: Vec<i32> = (first..first + months).filter(|i| i % step == 0).collect();
    // A short stretch between two steps still gets one name.
    let shown = if shown.is_empty() { vec![first] } else { shown };
    let x_of = |index: i32| plot.map_coordinate(&(f64::from(index - first), 0)).0;
    let style = |ink| font(LABEL, ink, HPos::Center, VPos::Top);
    let year_room = i32::try_from(text_width("2000", LABEL)).unwrap_or(40) + 8;
    for (i, &index) in shown.iter().enumerate() {
        let x = x_of(index);
        let year = index.div_euclid(12).to_string();
        if step >= 12 {
            area.draw(&Text::new(year, (x, ys.end + 8), style(Ink::Label)))?;
            continue;
        }
        let month = words.months[usize::try_from(index.rem_euclid(12)).unwrap_or(0)].to_owned();
        area.draw(&Text::new(month, (x, ys.end + 8), style(Ink::Label)))?;
        let january = index.rem_euclid(12) == 0;
        let crowded = shown[i + 1..].iter().find(|j| *j % 12 == 0).is_some_and(|&j| x_of(j) - x < year_room);
        if january || (i == 0 && !crowded) {
            area.draw(&Text::new(year, (x, ys.end + 23), style(Ink::Label)))?;
        }
    }
    Ok(())
}

/// Months between two names so that each has `room` pixels; a divisor of a year, or whole years.
fn month_step(column: f64, room: u32) -> i32 {
    let fits = |step: &i32| f64::from(*step) * column >= f64::from(room);
    [1, 2, 3, 6, 12, 24, 60, 120, 240].into_iter().find(fits).unwrap_or(600)
}

/// The target across the plot.
fn target_line(area: &Area<'_>, plot: &Plot<'_>, y: i32) -> Outcome<()> {
    let (xs, _) = plot.get_pixel_range();
    area.draw(&PathElement::new(vec![(xs.start, y), (xs.end, y)], Ink::Target.color().stroke_width(2)))
}

/// The line, thin where months without a score lie between two points, and its end.
fn line(plot: &Plot<'_>, dots: &[Dot<'_>], first: i32) -> Outcome<()> {
    let at = |dot: &Dot<'_>| (f64::from(dot.index - first), dot.value);
    let mut start = 0;
    for i in 1..=dots.len() {
        let ends = i == dots.len() || dots[i].index != dots[i - 1].index + 1;
        if !ends {
            continue;
        }
        if i - start > 1 {
            let run = dots[start..i].iter().map(at).collect::<Vec<_>>();
            plot.draw(&PathElement::new(run, Ink::Line.color().stroke_width(2)))?;
        }
        if i < dots.len() {
            plot.draw(&PathElement::new(vec![at(&dots[i - 1]), at(&dots[i])], Ink::Line.color().stroke_width(1)))?;
        }
        start = i;
    }
    plot.draw(&Circle::new(at(&dots[dots.len() - 1]), 5, Ink::Line.color().filled()))
}

/// The target's label at the end of its line where it hides least of the measured line.
fn target_label(area: &Area<'_>, label: &str, xs: (i32, i32), y: i32, line: &[(i32, i32)]) -> Outcome<()> {
    let width = i32::try_from(text_width(label, LABEL)).unwrap_or(80);
    let height = 14;
    let spots = [(xs.0 + 2, y - 4 - height), (xs.0 + 2, y + 4), (xs.1 - width, y - 4 - height), (xs.1 - width, y + 4)];
    let covered = |spot: &(i32, i32)| {
        let inside = |(x, y): (i32, i32)| {
            (spot.0 - 4..=spot.0 + width + 4).contains(&x) && (spot.1 - 4..=spot.1 + height + 4).contains(&y)
        };
        let crossed = line.windows(2).filter(|pair| samples(pair[0], pair[1]).any(inside)).count();
        let dots = line.iter().filter(|place| inside(**place)).count();
        // Above the plot stand the bubbles, which come and go.
        crossed + dots + usize::from(spot.1 < TOP - 8) * 2
    };
    let Some(spot) = spots.into_iter().min_by_key(covered) else { return Ok(()) };
    area.draw(&Text::new(label.to_owned(), spot, font(LABEL, Ink::Target, HPos::Left, VPos::Top)))
}

/// Points every two pixels or so along a segment.
fn samples(from: (i32, i32), to: (i32, i32)) -> impl Iterator<Item = (i32, i32)> {
    let steps = ((to.0 - from.0).abs().max((to.1 - from.1).abs()) / 2).max(1);
    (0..=steps).map(move |i| (from.0 + (to.0 - from.0) * i / steps, from.1 + (to.1 - from.1) * i / steps))
}

/// Where a month's link is.
struct Reach<'a> {
    x: i32,
    column: f64,
    frame: &'a Frame,
    last: bool,
}

/// The month as a link over its whole column. Its bubble is drawn when it is wanted (`src/ui/browser/offers.js`): a chart has a hundred
/// months, and is drawn with every answer. Without scripts there is the title.
///
/// One month of a chart can be reached by Tab, the newest; the arrow keys lead to the others.
#[expect(clippy::cast_possible_truncation, reason = "pixels")]
fn link(svg: &mut String, dot: &Dot<'_>, reach: &Reach<'_>, href: &str, words: &TrendWords<'_>) {
    let height = reach.frame.size.1;
    let left = (f64::from(reach.x) - reach.column / 2.0).floor() as i32;
    let across = reach.column.ceil() as i32;
    let month = words.months[usize::try_from(dot.index.rem_euclid(12)).unwrap_or(0)];
    let tab = if reach.last { "0" } else { "-1" };
    svg.push_str("<a class=\"pt\" href=\"");
    push_escaped(svg, href);
    let _ = write!(svg, "\" tabindex=\"{tab}\"><title>");
    push_escaped(svg, month);
    let _ = write!(svg, " {} · {} · ", dot.index.div_euclid(12), decimal(dot.value));
    push_escaped(svg, words.n);
    let _ = write!(svg, " {}</title><path d=\"M{left} 0h{across}v{height}h-{across}z\"/></a>", grouped(dot.n));
}
