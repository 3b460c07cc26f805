//! Averages by month.

use leptos::prelude::*;

use super::Drawing;
use crate::{
    chart::{TrendWords, decimal, push_escaped, trend},
    contract::push_markup,
    domain::{Mean, Period, views::TrendPoint},
    ui::{
        Address, browser,
        components::DataTable,
        i18n::{charts, common, format, lang},
    },
};

/// The line of monthly averages with the target (hundredths). Tapping a month filters by it, or frees it again.
#[component]
pub fn TrendChart(points: Vec<TrendPoint>, target: u16, address: Address) -> impl IntoView {
    let words = charts::words();
    let summary = summary(&points, target);
    let href = |month: &str| tapped(&address, month);
    let months = core::array::from_fn(|i| format::month_name(lang(), u8::try_from(i + 1).unwrap_or(1)));
    let drawn =
        trend(&points, target, href, &TrendWords { months, target: common::words().target, n: "n", summary: &summary });
    let Some(drawn) = drawn else {
        // As large as the drawing, so that little below moves when it comes back.
        return view! { <figure class="chart-figure"><p class="hint no-trend">{words.no_trend}</p></figure> }
            .into_any();
    };
    // The one that has the room is seen alone: in the browser the other is drawn when the room changes. (What the server drew has
    // both, for it does not know.)
    let seen = browser::svg::seen_alone(VARIANTS);
    let zoomed = (drawn.from > 0).then(|| [words.axis_from, " ", &format::short(drawn.from), "."].concat());
    let node = NodeRef::new();
    let svg = match seen {
        Some(0) => drawn.wide.clone(),
        Some(_) => drawn.narrow.clone(),
        None => drawn.wide.clone() + &drawn.narrow,
    };
    browser::svg::when_resized(move || browser::told::write(node, drawn.wide.clone() + &drawn.narrow));
    view! {
        <figure {..browser::told::kept("class", "chart-figure")}>
            <Drawing svg node/>
            <figcaption {..browser::told::kept("class", "hint")}>{zoomed}</figcaption>
            <TrendTable points address/>
        </figure>
    }
    .into_any()
}

/// Classes of the chart's two drawings.
const VARIANTS: [&str; 2] = ["trend-wide", "trend-narrow"];

/// The table's `<details>`.
const TABLE: &str = "tabla-promedios";

/// The same figures as rows, newest first.
#[component]
fn TrendTable(points: Vec<TrendPoint>, address: Address) -> impl IntoView {
    let words = common::words();
    let rows = move || rows(&points, &address);
    // A hundred rows that nobody sees: in the browser they are written when they are opened. (What the server drew has them, for who
    // has no scripts.)
    let seen = cfg!(feature = "ssr") || !browser::document::is_live() || browser::document::is_open(TABLE);
    let written = RwSignal::new(if seen { rows() } else { String::new() });
    let open = move |_| {
        if written.with_untracked(String::is_empty) {
            written.set(rows());
        }
    };
    view! {
        <details {..browser::told::kept("class", "as-table")} {..browser::told::kept("id", TABLE)} on:toggle=open>
            <summary>{words.table}</summary>
            <DataTable caption=charts::words().trend_caption>
                <thead {..browser::told::markup(head())}></thead>
                <tbody inner_html=written></tbody>
            </DataTable>
        </details>
    }
}

/// The head of the table, as text.
fn head() -> String {
    let mut out = String::with_capacity(200);
    push_markup(&mut out, "<tr><th scope=\"col\">", charts::words().month);
    push_markup(&mut out, "</th><th scope=\"col\" class=\"num\">", common::words().average);
    out.push_str("</th><th scope=\"col\" class=\"num\">n</th></tr>");
    out
}

/// The rows of the table, as text.
fn rows(points: &[TrendPoint], address: &Address) -> String {
    let mut out = String::with_capacity(160 * points.len());
    for point in points.iter().rev() {
        out.push_str("<tr><th scope=\"row\"><a data-noscroll href=\"");
        push_escaped(&mut out, &tapped(address, &point.month));
        out.push_str("\">");
        push_escaped(&mut out, &format::month(lang(), &point.month));
        for part in [
            "</a></th><td class=\"num\">",
            &format::pair(point.sum_hundredths, point.n),
            "</td><td class=\"num\">",
            &format::integer(point.n),
            "</td></tr>",
        ] {
            out.push_str(part);
        }
    }
    out
}

/// Filters by the month, or frees it where it is what is filtered by.
fn tapped(address: &Address, month: &str) -> String {
    let month = month_period(month);
    address.with(|filter| filter.period = if filter.period == month { Period::All } else { month })
}

/// `2025-08` as a period; the whole history if it is none.
fn month_period(month: &str) -> Period {
    let parsed = month.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    parsed.map_or(Period::All, |(year, month)| Period::Month(year, month))
}

/// What a reader sees at a glance, for those who listen.
fn summary(points: &[TrendPoint], target: u16) -> String {
    let words = charts::words();
    let mut known: Vec<_> = points
        .iter()
        .filter_map(|point| {
            let mean = Mean { sum_hundredths: point.sum_hundredths, n: point.n };
            Some((point.month.as_str(), mean.rounded_hundredths()?))
        })
        .collect();
    let say = |at: Option<&(&str, i64)>| {
        at.map_or_else(String::new, |(month, value)| {
            [&decimal(*value), " (", &format::month(lang(), month), ")"].concat()
        })
    };
    let (first, last) = (say(known.first()), say(known.last()));
    known.sort_by_key(|(_, value)| *value);
    let (lowest, highest) = (say(known.first()), say(known.last()));
    let target = format::short(i64::from(target));
    words.trend_summary(&first, &last, &lowest, &highest, &target)
}
