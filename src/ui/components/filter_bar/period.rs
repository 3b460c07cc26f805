//! The period: links for years, quarters, months and named periods; dates by a form of their own, since a year and a
//! range together would contradict each other.

use leptos::prelude::*;

use super::{Now, Opened, hidden, menu::pill};
use crate::{
    contract::push_markup,
    domain::{Day, Period, Quarter},
    ui::{
        browser::{self, told},
        i18n::{filter::words, format, lang},
    },
};

/// The menu.
#[component]
pub fn PeriodMenu(now: Now) -> impl IntoView {
    let words = words();
    let period = Memo::new(move |_| now.filter.read().period.clone());
    let name = move || match &*period.read() {
        Period::Named(code) => {
            let options = now.options.read();
            options.periods.iter().find(|choice| choice.value == *code).map_or(code, |choice| &choice.name).clone()
        }
        other => format::period(lang(), other),
    };
    let head = move || Some(pill(words.period, Some(&name())));
    let opened = Opened::new();
    view! {
        <details class="menu period" name="filtro" on:focusin=move |_| opened.near() on:toggle=move |event| opened.toggled(&event)>
            <summary class="pill" data-on=move || (*period.read() != Period::All).then_some("") {..told::followed(head)}></summary>
            <div class="menu-panel" role="group" aria-label=words.period tabindex="-1"
                on:click=|event| browser::form::close_on_link(&event)
                on:input=|_| {
                    let _ = browser::form::dates_in_order("");
                }
                {..told::followed(move || opened.holds(|| choices(now, &period.read())))}></div>
        </details>
    }
    .into_any()
}

/// Everything in the menu, with `chosen` marked.
fn choices(now: Now, chosen: &Period) -> String {
    let words = words();
    let lang = lang();
    let options = now.options.read();
    let year = match chosen {
        Period::Year(year) | Period::Quarter(year, _) | Period::Month(year, _) => Some(*year),
        _ => options.years.first().copied(),
    };
    let mut out = String::with_capacity(6000);
    let title = |out: &mut String, title: &str| {
        push_markup(out, "<p class=\"menu-title\">", title);
        out.push_str("</p>");
    };
    let links = |out: &mut String, links: &mut dyn Iterator<Item = (String, Period)>| {
        out.push_str("<p class=\"links\">");
        for (name, period) in links {
            let current = period == *chosen;
            push_markup(out, "<a href=\"", &now.link(|filter| filter.period = period));
            out.push_str(if current { "\" aria-current=\"true" } else { "" });
            push_markup(out, "\" data-noscroll>", &name);
            out.push_str("</a>");
        }
        out.push_str("</p>");
    };
    links(&mut out, &mut [(words.all.to_owned(), Period::All)].into_iter());
    title(&mut out, words.years);
    links(&mut out, &mut options.years.iter().map(|year| (year.to_string(), Period::Year(*year))));
    title(&mut out, words.quarters);
    let quarters =
        |year| [Quarter::Q1, Quarter::Q2, Quarter::Q3, Quarter::Q4].map(|quarter| Period::Quarter(year, quarter));
    links(&mut out, &mut year.into_iter().flat_map(quarters).map(|period| (format::period(lang, &period), period)));
    title(
        &mut out,
        &year.map_or_else(|| words.months.to_owned(), |year| [words.months, " ", &year.to_string()].concat()),
    );
    let months = |year| (1..=12_i8).map(move |month| (month, Period::Month(year, month)));
    let named = |(month, period): (i8, Period)| (format::month_name(lang, month.unsigned_abs()).to_owned(), period);
    links(&mut out, &mut year.into_iter().flat_map(months).map(named));
    if !options.periods.is_empty() {
        title(&mut out, words.named);
        let periods = options.periods.iter();
        links(&mut out, &mut periods.map(|choice| (choice.name.clone(), Period::Named(choice.value.clone()))));
    }
    title(&mut out, words.range);
    let (from, to) = match chosen {
        Period::Range(from, to) => ((*from > Day::MIN).then_some(from), (*to < Day::MAX).then_some(to)),
        _ => (None, None),
    };
    out.push_str("<div class=\"range\">");
    for (label, name, day) in [(words.from, "from", from), (words.to, "to", to)] {
        push_markup(&mut out, "<label>", label);
        push_markup(&mut out, "<input type=\"date\" form=\"rango\" name=\"", name);
        if let Some(day) = day {
            push_markup(&mut out, "\" value=\"", &day.to_string());
        }
        out.push_str("\"></label>");
    }
    push_markup(&mut out, "<button class=\"button\" type=\"submit\" form=\"rango\">", words.apply);
    out.push_str("</button></div>");
    out
}

/// The form of the dates, which carries the rest of the filter.
#[component]
pub fn RangeForm(now: Now, apply: impl Fn(Option<String>) + Copy + 'static) -> impl IntoView {
    let rest = move || {
        let mut rest = now.address.get();
        rest.filter.period = Period::All;
        hidden(rest.pairs())
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if browser::form::dates_in_order(words().reversed) {
            apply(browser::form::query_of(&event));
        }
    };
    view! {
        <form id="rango" method="get" action=move || now.address.get().path on:submit=submit>
            {rest}
        </form>
    }
}
