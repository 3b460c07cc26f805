//! Averages by month.

use leptos::prelude::*;

use super::Drawing;
use crate::{
    chart::{TrendWords, decimal, trend},
    domain::{Mean, Period, views::TrendPoint},
    ui::{
        Address,
        components::DataTable,
        i18n::{charts, common, format, lang},
    },
};

/// The line of monthly averages with the target (hundredths). Tapping a month filters by it.
#[component]
pub fn TrendChart(points: Vec<TrendPoint>, target: u16, address: Address) -> impl IntoView {
    let words = charts::words();
    let summary = summary(&points, target);
    let href = |month: &str| address.with(|filter| filter.period = month_period(month));
    let months = core::array::from_fn(|i| format::month_name(lang(), u8::try_from(i + 1).unwrap_or(1)));
    let drawn =
        trend(&points, target, href, &TrendWords { months, target: common::words().target, n: "n", summary: &summary });
    let Some(drawn) = drawn else {
        return view! { <p class="hint">{words.no_trend}</p> }.into_any();
    };
    let zoomed = (drawn.from > 0).then(|| [words.axis_from, " ", &format::short(drawn.from), "."].concat());
    view! {
        <figure class="chart-figure">
            <Drawing svg=drawn.wide + &drawn.narrow/>
            <figcaption class="hint">{zoomed}</figcaption>
            <TrendTable points address/>
        </figure>
    }
    .into_any()
}

/// The same figures as rows, newest first.
#[component]
fn TrendTable(points: Vec<TrendPoint>, address: Address) -> impl IntoView {
    let words = common::words();
    let rows = points
        .into_iter()
        .rev()
        .map(|point| {
            let href = address.with(|filter| filter.period = month_period(&point.month));
            view! {
                <tr>
                    <th scope="row"><a href=href data-noscroll="">{format::month(lang(), &point.month)}</a></th>
                    <td class="num">{format::pair(point.sum_hundredths, point.n)}</td>
                    <td class="num">{format::integer(point.n)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <details class="as-table">
            <summary>{words.table}</summary>
            <DataTable caption=charts::words().trend_caption>
                <thead><tr>
                    <th scope="col">{charts::words().month}</th>
                    <th scope="col" class="num">{words.average}</th>
                    <th scope="col" class="num">"n"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </DataTable>
        </details>
    }
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
