//! `/historico`: averages of groups, or of the branches of one, over time.

mod rows;

pub use rows::{cells, columns, finer, within};

use leptos::prelude::*;

use crate::{
    contract::Frame,
    domain::views::{Granularity, History, HistoryShow},
    server_fns::history::get_history,
    ui::{
        Address,
        components::{Empty, FilterBar, Head, HeatTable, HeatWords, Legend, Pager, Tab, Tabs},
        followed,
        i18n::{board, format, history, lang},
        links::{by_code, group_path, show_code},
        loaded, use_address, use_query,
    },
};

/// See the module.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let (query, address) = (use_query(), use_address());
    let data = followed(move || query.get(), get_history);
    view! {
        <Head title=history::words().title/>
        <FilterBar/>
        {loaded(data, move |history, frame| {
            let address = address.get_untracked().resolved(&frame);
            view! { <Content history frame address/> }
        })}
    }
}

#[component]
fn Content(history: History, frame: Frame, address: Address) -> impl IntoView {
    let words = history::words();
    let inside = history.group.is_some();
    view! {
        {heading(&history, &address)}
        <div class="choices">
            <Tabs label=words.by tabs=widths(&history, &frame, &address)/>
            <Tabs label=words.show tabs=shows(&history, &address)/>
        </div>
        <p class="summary" role="status">
            {history::summary(lang(), inside, history.show, history.rows.total, history.counts.all)}
            " · n "{format::integer(history.organization.cells.iter().map(|cell| cell.n).sum::<u32>())}
        </p>
        {table(&history, &frame, &address)}
        {(history.outside_named_periods > 0).then(|| {
            let list = Address::of("/porque", address.filter.clone()).own("cifra", "outside");
            view! { <p class="hint"><a href=list>{board::words().outside.count(history.outside_named_periods)}</a>"."</p> }
        })}
        <Pager page=history.rows.page per_page=history.rows.per_page total=history.rows.total address/>
    }
}

/// Title, what is shown, and inside a group the way back and on.
fn heading(history: &History, address: &Address) -> impl IntoView + use<> {
    let words = history::words();
    let crumbs = history.group.as_ref().map(|group| {
        let mut all = address.clone();
        // A tap on a group's cell narrowed the filter to it as well.
        if all.filter.groups == [group.key.clone()] {
            all.filter.groups.clear();
        }
        let page = address.to_with(&group_path(&group.key), |filter| filter.groups.clear());
        view! {
            <nav class="crumbs">
                <a href=all.own("dentro", "")>"← " {words.all_groups}</a>
                <a href=page>{words.open_group}</a>
            </nav>
        }
    });
    let title = history.group.as_ref().map_or_else(|| words.title.to_owned(), |group| group.name.clone());
    let lead = if history.group.is_some() { words.lead_branches } else { words.lead_groups };
    view! {
        {crumbs}
        <h1 class="title">{title}</h1>
        <p class="lead">{lead}</p>
    }
}

/// Widths of columns; named periods only where the organization has some.
fn widths(history: &History, frame: &Frame, address: &Address) -> Vec<Tab> {
    [Granularity::Month, Granularity::Quarter, Granularity::Year, Granularity::Named]
        .into_iter()
        .filter(|by| *by != Granularity::Named || !frame.options.periods.is_empty())
        .map(|by| {
            let name = history::granularity(lang(), by);
            Tab::new(name, address.own("por", by_code(by)), by == history.granularity)
        })
        .collect()
}

/// Choices of rows with how many each holds.
fn shows(history: &History, address: &Address) -> Vec<Tab> {
    let counts = history.counts;
    [
        (HistoryShow::All, counts.all),
        (HistoryShow::Improving, counts.improving),
        (HistoryShow::Declining, counts.declining),
        (HistoryShow::Critical, counts.critical),
    ]
    .map(|(show, count)| Tab {
        name: history::show(lang(), show).to_owned(),
        count: Some(format::integer(count)),
        href: address.own("mostrar", show_code(show)),
        current: show == history.show,
    })
    .into()
}

fn table(history: &History, frame: &Frame, address: &Address) -> AnyView {
    let words = history::words();
    if history.columns.is_empty() {
        return view! { <Empty title=words.empty/> }.into_any();
    }
    let inside = history.group.is_some();
    let row = if inside { rows::branch } else { rows::group };
    let heat = HeatWords {
        caption: history.group.as_ref().map_or_else(|| words.title.to_owned(), |group| group.name.clone()),
        corner: if inside { words.branch } else { words.group },
        change: words.change,
    };
    let columns = columns(address, history.granularity, &history.columns);
    let pinned = rows::pinned(history, &address.filter, words.organization);
    let rows: Vec<_> = history.rows.items.iter().map(|item| row(item, history, &address.filter)).collect();
    let none = rows.is_empty().then(|| {
        view! { <p class="none">{words.none_shown} " " <a href=address.own("mostrar", "")>{words.show_all}</a></p> }
    });
    view! {
        <HeatTable words=heat columns pinned=Some(pinned) rows limits=frame.bands/>
        {none}
        <Legend limits=frame.bands/>
        <p class="hint">{words.how_to_read}</p>
    }
    .into_any()
}
