//! The period: links for years, quarters, months and named periods; dates by a form of their own, since a year and a
//! range together would contradict each other.

use leptos::prelude::*;

use super::{
    super::{Glyph, Icon},
    Now, Opened, hidden,
};
use crate::{
    domain::{Day, Period, Quarter},
    ui::{
        browser,
        i18n::{filter::words, format, lang},
    },
};

/// The menu.
#[component]
pub fn PeriodMenu(now: Now) -> impl IntoView {
    let words = words();
    let period = Memo::new(move |_| now.filter.read().period.clone());
    let label = move || match &*period.read() {
        Period::Named(code) => {
            let options = now.options.read();
            options.periods.iter().find(|choice| choice.value == *code).map_or(code, |choice| &choice.name).clone()
        }
        other => format::period(lang(), other),
    };
    let opened = Opened::new();
    view! {
        <details class="menu period" name="filtro" on:focusin=move |_| opened.near() on:toggle=move |event| opened.toggled(&event)
            on:focusout=|event| browser::form::close_when_left(&event)
            on:keydown=|event| browser::form::close_on_escape(&event)>
            <summary class="pill" data-on=move || (*period.read() != Period::All).then_some("")>
                <span class="pill-label">{words.period}</span>
                <b>{label}</b>
                <Icon glyph=Glyph::Expand/>
            </summary>
            <div class="menu-panel" role="group" aria-label=words.period tabindex="-1"
                on:click=|event| browser::form::close_on_link(&event)>
                {move || {
                    let period = period.get();
                    opened.holds(|| choices(now, period))
                }}
            </div>
        </details>
    }
    .into_any()
}

/// Everything in the menu, with `chosen` marked.
fn choices(now: Now, chosen: Period) -> impl IntoView {
    let words = words();
    let lang = lang();
    let (years, named) = now.options.with(|options| (options.years.clone(), options.periods.clone()));
    let year = match &chosen {
        Period::Year(year) | Period::Quarter(year, _) | Period::Month(year, _) => Some(*year),
        _ => years.first().copied(),
    };
    let link = |name: String, period: Period| {
        let current = (period == chosen).then_some("true");
        let href = move || now.link(|filter| filter.period = period.clone());
        view! { <a href=href aria-current=current data-noscroll="">{name}</a> }
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
    let (from, to) = match &chosen {
        Period::Range(from, to) => {
            ((*from > Day::MIN).then(|| from.to_string()), (*to < Day::MAX).then(|| to.to_string()))
        }
        _ => (None, None),
    };
    view! {
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
    }
}

/// The form of the dates, which carries the rest of the filter.
#[component]
pub fn RangeForm(now: Now, apply: impl Fn(&leptos::ev::Event) + Copy + 'static) -> impl IntoView {
    let rest = move || {
        let mut rest = now.address.get();
        rest.filter.period = Period::All;
        hidden(rest.pairs())
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        apply(&event);
    };
    view! {
        <form id="rango" method="get" action=move || now.address.get().path on:submit=submit>
            {rest}
        </form>
    }
}
