//! The period: links for years, quarters, months and named periods; dates by a form of their own, since a year and a
//! range together would contradict each other.

use leptos::prelude::*;

use super::{
    super::{Glyph, Icon},
    apply, hidden,
};
use crate::{
    contract::Choice,
    domain::{Day, Period, Quarter},
    ui::{
        Address, browser,
        i18n::{filter::words, format, lang},
    },
};

/// The menu.
#[component]
pub fn PeriodMenu(address: Address, years: Vec<i16>, named: Vec<Choice>) -> impl IntoView {
    let words = words();
    let lang = lang();
    let now = address.filter.period.clone();
    let year = match &now {
        Period::Year(year) | Period::Quarter(year, _) | Period::Month(year, _) => Some(*year),
        _ => years.first().copied(),
    };
    let label = match &now {
        Period::Named(code) => {
            named.iter().find(|choice| choice.value == *code).map_or_else(|| code.clone(), |choice| choice.name.clone())
        }
        other => format::period(lang, other),
    };
    let link = {
        let now = now.clone();
        move |name: String, period: Period| {
            let current = (period == now).then_some("true");
            let href = address.with(|filter| filter.period = period);
            view! { <a href=href aria-current=current data-noscroll="">{name}</a> }
        }
    };
    let quarters = year.map(|year| {
        [Quarter::Q1, Quarter::Q2, Quarter::Q3, Quarter::Q4]
            .map(|quarter| link(format::period(lang, &Period::Quarter(year, quarter)), Period::Quarter(year, quarter)))
            .collect_view()
    });
    let months = year.map(|year| {
        (1..=12_i8)
            .map(|month| link(format::month_name(lang, month.unsigned_abs()).to_owned(), Period::Month(year, month)))
            .collect_view()
    });
    let (from, to) = match &now {
        Period::Range(from, to) => {
            ((*from > Day::MIN).then(|| from.to_string()), (*to < Day::MAX).then(|| to.to_string()))
        }
        _ => (None, None),
    };
    view! {
        <details class="menu period" name="filtro" on:focusout=|event| browser::form::close_when_left(&event)
            on:keydown=|event| browser::form::close_on_escape(&event)>
            <summary class="pill" data-on=(now != Period::All).then_some("")>
                <span class="pill-label">{words.period}</span>
                <b>{label}</b>
                <Icon glyph=Glyph::Expand/>
            </summary>
            <div class="menu-panel" role="group" aria-label=words.period tabindex="-1">
                <p class="links">{link(words.all.to_owned(), Period::All)}</p>
                <p class="menu-title">{words.years}</p>
                <p class="links">{years.iter().map(|year| link(year.to_string(), Period::Year(*year))).collect_view()}</p>
                <p class="menu-title">{words.quarters}</p>
                <p class="links">{quarters}</p>
                <p class="menu-title">{words.months}{year.map(|year| [" ", &year.to_string()].concat())}</p>
                <p class="links">{months}</p>
                {(!named.is_empty()).then(|| view! {
                    <p class="menu-title">{words.named}</p>
                    <p class="links">
                        {named.iter().map(|choice| link(choice.name.clone(), Period::Named(choice.value.clone()))).collect_view()}
                    </p>
                })}
                <p class="menu-title">{words.range}</p>
                <div class="range">
                    <label>{words.from}<input type="date" name="from" form="rango" value=from/></label>
                    <label>{words.to}<input type="date" name="to" form="rango" value=to/></label>
                    <button class="button" type="submit" form="rango">{words.apply}</button>
                </div>
            </div>
        </details>
    }
    .into_any()
}

/// The form of the dates, which carries the rest of the filter.
#[component]
pub fn RangeForm(address: Address) -> impl IntoView {
    let apply = apply();
    let mut rest = address.clone();
    rest.filter.period = Period::All;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        apply(&event);
    };
    view! {
        <form id="rango" method="get" action=address.path on:submit=submit>
            {hidden(rest.pairs())}
        </form>
    }
}
