//! The named periods: a year of them drawn as a calendar, and all of them as a table.

use leptos::prelude::*;

use super::field::Done;
use crate::{
    chart::{Lane, Span, calendar},
    contract::SettingsPart,
    domain::{Day, NamedPeriod, Territory},
    ui::{
        address::encode,
        components::{DataTable, Empty, Section, SectionLink, charts::Drawing},
        i18n::{
            format, lang,
            settings::{days, failed, whose, words},
        },
        use_address,
    },
};

/// See the module.
#[component]
pub fn Periods(periods: Vec<NamedPeriod>, today: String) -> impl IntoView {
    let words = words();
    let part = SettingsPart::Period;
    let address = use_address();
    let error = move || {
        address.with(|address| {
            address.get("error").map(|code| {
                view! { <div class="note error" role="alert"><p class="note-title">{failed(code)}</p></div> }
            })
        })
    };
    let body = if periods.is_empty() {
        view! { <Empty title=words.no_periods text=words.no_periods_text/> }.into_any()
    } else {
        let rows = periods.iter().map(row).collect_view();
        let heads = [words.period_name, words.code, words.series, words.dates];
        view! {
            <Year periods today=Day::parse(&today)/>
            <DataTable caption=words.all_periods>
                <thead><tr>{heads.map(|head| view! { <th scope="col">{head}</th> })}</tr></thead>
                <tbody>{rows}</tbody>
            </DataTable>
        }
        .into_any()
    };
    let new =
        SectionLink { href: super::PERIOD.to_owned(), text: words.new_period.to_owned(), stays: false, button: true };
    view! {
        <Section title=words.periods id=part.code() note=words.periods_lead
            action=Some(new)>
            <Done part/>
            {error}
            {body}
        </Section>
    }
}

/// Where a period is changed.
pub fn href(code: &str) -> String {
    [super::PERIOD, "/", &encode(code)].concat()
}

fn row(period: &NamedPeriod) -> impl IntoView + use<> {
    let dates = period.dates.iter().map(|dates| {
        let whose = dates.territory.map(|territory| [whose(Some(territory)), ": "].concat());
        view! { <span class="settings-dates">{whose}{days(dates.from, dates.to)}</span> }
    });
    view! {
        <tr>
            <th scope="row"><a href=href(&period.code)>{period.name.clone()}</a></th>
            <td><code>{period.code.clone()}</code></td>
            <td>{period.series.clone()}</td>
            <td>{dates.collect_view()}</td>
        </tr>
    }
}

/// One year, and the way to those beside it: `anio` in the address, else this year, else the last that has periods.
#[component]
fn Year(periods: Vec<NamedPeriod>, today: Option<Day>) -> impl IntoView {
    let words = words();
    let address = use_address();
    let spans = || periods.iter().flat_map(|period| &period.dates);
    let first = spans().map(|dates| dates.from.ymd().0).min().unwrap_or(1970);
    let last = spans().map(|dates| dates.to.ymd().0).max().unwrap_or(first);
    let usual = today.map_or(last, |today| today.ymd().0).clamp(first, last);
    let year = Memo::new(move |_| {
        address.with(|address| address.get("anio").and_then(|year| year.parse::<i16>().ok())).unwrap_or(usual)
    });
    let beside = move |other: i16, text: String| {
        let there = (first..=last).contains(&other);
        let path =
            address.with(|address| address.clone().set("hecho", "").set("error", "").own("anio", &other.to_string()));
        there.then(|| view! { <a class="button" href=[&path, "#periodos"].concat() data-noscroll="">{text}</a> })
    };
    let drawn = move || {
        let year = year.get();
        let summary = [words.in_year, " ", &year.to_string()].concat();
        let months = std::array::from_fn(|month| format::month_name(lang(), u8::try_from(month).unwrap_or(0) + 1));
        let svg = calendar(year, &lanes(&periods, year), months, today, &summary);
        svg.map(|svg| view! { <Drawing svg class="drawing settings-calendar"/> })
    };
    view! {
        <nav class="settings-years" aria-label=words.years>
            {move || beside(year.get() - 1, ["← ", &(year.get() - 1).to_string()].concat())}
            <b class="num">{move || year.get()}</b>
            {move || beside(year.get() + 1, [&(year.get() + 1).to_string(), " →"].concat())}
        </nav>
        {drawn}
    }
}

/// A lane for each series, and where territories have their own dates one for each of them; those that the year has.
fn lanes(periods: &[NamedPeriod], year: i16) -> Vec<Lane> {
    let mut series: Vec<&str> = periods.iter().map(|period| period.series.as_str()).collect();
    series.sort_unstable();
    series.dedup();
    let mut lanes = Vec::new();
    for series in series {
        for territory in [None, Some(Territory::Local), Some(Territory::Foranea)] {
            let of = periods.iter().filter(|period| period.series == series);
            let mut spans: Vec<Span> = of.filter_map(|period| span(period, territory, year)).collect();
            if spans.is_empty() {
                continue;
            }
            spans.sort_by_key(|span| span.from);
            let name = match territory {
                None => series.to_owned(),
                own => [series, " · ", whose(own)].concat(),
            };
            lanes.push(Lane { name, spans });
        }
    }
    lanes
}

fn span(period: &NamedPeriod, territory: Option<Territory>, year: i16) -> Option<Span> {
    let dates = period.dates.iter().find(|dates| dates.territory == territory)?;
    let inside = dates.from.ymd().0 <= year && dates.to.ymd().0 >= year;
    inside.then(|| Span {
        from: dates.from,
        to: dates.to,
        text: period.name.clone(),
        title: [&period.name, ", ", whose(territory), ": ", &days(dates.from, dates.to)].concat(),
        href: href(&period.code),
    })
}
