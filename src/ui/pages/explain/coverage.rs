//! The branches behind a coverage: pending ones first, for they are what is asked for.

use leptos::prelude::*;

use super::head;
use crate::{
    contract::Frame,
    domain::{
        Day,
        views::{BranchVisits, Coverage, CoverageShow, Figure},
    },
    ui::{
        Address,
        components::{Empty, Pager, Section, Tab, Tabs},
        i18n::{board, explain, format, lang},
        links::branch_path,
    },
};

/// See the module.
pub fn page(coverage: Coverage, frame: &Frame, address: &Address) -> impl IntoView + use<> {
    let words = explain::words();
    let Coverage { show, pending, visited, selected, branches: list, .. } = coverage;
    let today = Day::parse(&frame.today);
    // Without bands and areas what was visited is what is selected.
    let narrowed = !address.filter.bands.is_empty() || !address.filter.areas.is_empty();
    let tabs = [
        (CoverageShow::Pending, "", words.pending, pending),
        (CoverageShow::Visited, "visited", words.visited, visited),
        (CoverageShow::Selected, "selected", words.selected, selected),
    ];
    let tabs = tabs.into_iter().filter(|(of, ..)| narrowed || *of != CoverageShow::Selected);
    let tabs: Vec<Tab> = tabs
        .map(|(of, code, name, count)| Tab {
            count: Some(format::integer(count)),
            ..Tab::new(name, address.own("mostrar", code), of == show)
        })
        .collect();
    let active = pending + visited;
    let share = [
        &format::share(visited, active),
        " · ",
        &format::integer(visited),
        " ",
        board::words().of,
        " ",
        &board::words().coverage_of.count(active),
    ];
    let rows = list.items.into_iter().map(|branch| row(branch, today, show, address)).collect_view();
    let body = if list.total == 0 {
        let none = if show == CoverageShow::Pending { words.none_pending } else { words.none_visited };
        view! { <Empty title=none/> }.into_any()
    } else {
        view! { <ul class="visits">{rows}</ul> }.into_any()
    };
    let (head, address) = (head(Figure::Coverage, false, address), address.clone());
    view! {
        {head}
        <p class="summary">{share.concat()}</p>
        <Section title=words.branches n=list.total>
            <Tabs label=words.branches tabs/>
            {body}
            <Pager page=list.page per_page=list.per_page total=list.total address/>
        </Section>
    }
}

fn row(branch: BranchVisits, today: Option<Day>, show: CoverageShow, address: &Address) -> impl IntoView + use<> {
    let words = explain::words();
    let date = branch.last.map(|day| {
        let said = if show == CoverageShow::Pending { words.last_outside } else { words.last };
        [said, " ", &format::day(lang(), day)].concat()
    });
    let details = [branch.group, date].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let ago = today.zip(branch.last).map(|(today, last)| format::ago(lang(), today.number() - last.number()));
    let figure = match show {
        CoverageShow::Pending => ago.unwrap_or_else(|| words.never.to_owned()),
        CoverageShow::Visited => words.visits.count(branch.visits),
        CoverageShow::Selected => words.visits.count(branch.selected),
    };
    let href = address.to_with(&branch_path(&branch.code), |filter| filter.branches.clear());
    view! {
        <li>
            <a class="visit" href=href>
                <span class="visit-name">{branch.name}</span>
                <span class="visit-details">{details}</span>
                <span class="visit-none num">{figure}</span>
            </a>
        </li>
    }
}
