//! The strip of figures: the average largest, beside it what it rests on.

use leptos::prelude::*;

use super::{Glyph, push_band_mark, push_bar, push_by_area, push_delta, push_icon, push_why, selection};
use crate::{
    contract::{Frame, push_escaped, push_markup},
    domain::{
        Band, Filter, Mean,
        views::{Dashboard, Kpis},
    },
    ui::{
        Address,
        browser::{later::later, told},
        i18n::{board::words, common, format},
    },
};

/// The cards. With an area filter each says that it measures areas (rule 10). `address` is the page's; `inside` selects
/// what the cards are of on other pages, where the page's path says it here.
#[component]
pub fn KpiStrip(dashboard: Dashboard, frame: Frame, address: Address, inside: Address) -> impl IntoView {
    let outside = dashboard.kpis.outside_named_periods;
    let outside_of = asked(&inside, "outside");
    view! {
        {later(move || {
            let figures = figures(&dashboard, &frame, &address, &inside);
            view! { <div {..told::kept("class", "kpis")} {..told::markup(figures)}></div> }.into_any()
        })}
        {(outside > 0).then(|| view! {
            <p class="hint outside"><a href=outside_of>{words().outside.count(outside)}</a>"."</p>
        })}
    }
    .into_any()
}

/// The way to what a figure of `inside` rests on.
fn asked(inside: &Address, figure: &str) -> String {
    Address::of("/porque", inside.filter.clone()).own("cifra", figure)
}

/// The cards, as text.
fn figures(
    Dashboard { meta, kpis, areas, .. }: &Dashboard,
    frame: &Frame,
    address: &Address,
    inside: &Address,
) -> String {
    let words = words();
    let ask = |figure| asked(inside, figure);
    let by_area = meta.by_area;
    // Bands are of general scores: where areas are measured, the lowest of them are listed instead.
    let critical = if by_area {
        Address::of("/porque", inside.filter.clone()).own("orden", "worst")
    } else {
        address.with(|filter| filter.bands = vec![Band::Critico])
    };
    let narrowed = by_area || !address.filter.bands.is_empty();
    let number = |count: u32| format::integer(count);
    let note = |parts: &[&str]| {
        let mut note = String::with_capacity(200);
        push_escaped(&mut note, &parts.concat());
        note
    };
    let figure = |label, value: String, href, way| Figure { label, value, href, way };

    let mut out = String::with_capacity(5_000);
    push_lead(&mut out, kpis, by_area, &meta.filter, frame);
    let scored = if by_area { words.area_scores.of(kpis.n) } else { words.scored };
    figure(words.supervisions, number(kpis.supervisions), ask("visits"), Way::Why).push(
        &mut out,
        &note(&[&number(kpis.n), " ", scored]),
        by_area,
    );
    let visited = if narrowed { words.visited_in_period.count(kpis.branches_visited) } else { String::new() };
    let supervised = words.coverage_of.count(kpis.branches_active);
    let visited = note(&[
        &number(kpis.branches_supervised),
        " ",
        words.of,
        " ",
        &supervised,
        if narrowed { " · " } else { "" },
        &visited,
    ]);
    let coverage = if narrowed { words.coverage_selected } else { words.coverage };
    figure(coverage, format::share(kpis.branches_supervised, kpis.branches_active), ask("coverage"), Way::Why)
        .push(&mut out, &visited, by_area);
    let mut critical_of = String::with_capacity(300);
    push_band_mark(&mut critical_of, Band::Critico, false);
    critical_of.push_str(&note(&[&number(kpis.bands.critico), " ", words.of, " ", &number(kpis.n)]));
    figure(
        words.critical,
        format::share(kpis.bands.critico, kpis.n),
        critical,
        if by_area { Way::Open } else { Way::Filter },
    )
    .push(&mut out, &critical_of, by_area);
    // Scores without areas have none that could fail.
    if !areas.is_empty() {
        let total = format::integer(i64::try_from(areas.len()).unwrap_or(i64::MAX));
        let limit = format::short(i64::from(frame.opportunity));
        let below = note(&[words.of, " ", &total, ", ", words.opportunity_note, " ", &limit]);
        figure(words.opportunity, number(kpis.areas_of_opportunity), inside.to("/indicadores"), Way::Open)
            .push(&mut out, &below, by_area);
    }
    let quantile = |value: Option<_>| value.map_or_else(|| format::NONE.to_owned(), format::quantile);
    let p10 = [&note(&[words.p10]), " <b class=\"num\">", &note(&[&quantile(kpis.p10)]), "</b>"].concat();
    figure(words.median, quantile(kpis.median), ask("median"), Way::Why).push(&mut out, &p10, by_area);
    out
}

/// Where a figure leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// To what it rests on.
    Why,
    /// To itself: the page filters by it, and stays where it is.
    Filter,
    /// To a page of its own.
    Open,
}

/// A smaller figure; tapping it follows its way.
struct Figure {
    label: &'static str,
    value: String,
    href: String,
    way: Way,
}

impl Figure {
    /// `note` is markup.
    fn push(&self, out: &mut String, note: &str, by_area: bool) {
        push_markup(out, "<div class=\"kpi\"><a class=\"kpi-label\" href=\"", &self.href);
        match self.way {
            Way::Why => push_markup(out, "\" title=\"", common::words().why),
            Way::Filter => out.push_str("\" data-noscroll=\""),
            Way::Open => {}
        }
        push_markup(out, "\">", self.label);
        if self.way == Way::Why {
            push_icon(out, Glyph::Info);
        }
        push_markup(out, "</a><b class=\"kpi-value num\">", &self.value);
        out.push_str("</b><span class=\"kpi-note num\">");
        out.push_str(note);
        push_measure(out, by_area);
        out.push_str("</span></div>");
    }
}

/// Says that areas are measured, where they are.
fn push_measure(out: &mut String, by_area: bool) {
    if by_area {
        push_by_area(out);
    }
}

/// The average of the selection: number, change, and the way left to the target.
fn push_lead(out: &mut String, kpis: &Kpis, by_area: bool, why: &str, frame: &Frame) {
    let words = words();
    let mean = Mean { sum_hundredths: kpis.sum_hundredths, n: kpis.n };
    let band = (kpis.n > 0).then(|| frame.bands.band_of(kpis.sum_hundredths, kpis.n));
    push_markup(out, "<div class=\"kpi kpi-lead\"><p class=\"kpi-label\">", words.average);
    out.push(' ');
    push_measure(out, by_area);
    push_markup(out, "<span class=\"selection\">", &selection::in_words(frame));
    push_markup(out, "</span></p><p class=\"lead-line\"><b class=\"lead-value num\">", &format::score(mean));
    out.push_str("</b>");
    if let Some(band) = band {
        push_band_mark(out, band, true);
    }
    push_why(out, why);
    out.push_str("</p><p class=\"lead-delta\">");
    if let Some(previous) = &kpis.previous {
        let before = Mean { sum_hundredths: previous.sum_hundredths, n: previous.n };
        let filter = Filter::parse_query(&previous.period).ok();
        let name = filter.map(|filter| selection::period_name(frame, &filter.period)).unwrap_or_default();
        if let Some(tenths) = format::delta_tenths(mean, before) {
            push_delta(out, tenths, &name);
        }
    }
    push_markup(out, "<span class=\"n num\">n ", &format::integer(kpis.n));
    if by_area {
        push_markup(out, " ", words.area_scores.of(kpis.n));
    }
    out.push_str("</span></p>");
    if band.is_some() {
        push_bar(out, mean, frame.bands, frame.target);
    }
    push_markup(out, "<p class=\"kpi-note num\">", common::words().target);
    push_markup(out, " ", &format::short(i64::from(frame.target)));
    let target = Mean { sum_hundredths: i64::from(frame.target), n: 1 };
    let gap = format::delta_tenths(target, mean).filter(|gap| *gap > 0);
    match (kpis.n, gap) {
        (_, Some(gap)) => {
            push_markup(out, " · ", &format::tenths_text(gap));
            push_markup(out, " ", words.to_target);
        }
        (0, None) => {}
        _ => push_markup(out, " · ", words.on_target),
    }
    out.push_str("</p></div>");
}
