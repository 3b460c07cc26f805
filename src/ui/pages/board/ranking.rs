//! The long ranking: branches (or groups, states, areas) by average, with order, search and pages in the address.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    contract::{Frame, push_markup},
    domain::{
        Mean,
        views::{Ranking, RankingOf, RankingRow, RankingSort},
    },
    ui::{
        Address,
        browser::{self, told},
        components::{Empty, Glyph, Pager, RankItem, RankList, Section, SectionLink, Tab, Tabs, push_icon},
        i18n::{board, board::words, common, format},
        links::{branch_path, group_path},
    },
};

/// `/#lista`.
#[component]
pub fn BranchRanking(ranking: Ranking, frame: Frame, address: Address) -> impl IntoView {
    let words = words();
    let Ranking { meta, of, sort, rows, .. } = ranking;
    let title = match of {
        RankingOf::Branches => words.branches,
        RankingOf::Groups => words.groups,
        RankingOf::States => words.states,
        RankingOf::Areas => words.areas,
    };
    let order = [
        (RankingSort::Best, "", words.top),
        (RankingSort::Worst, "worst", words.bottom),
        (RankingSort::Name, "name", words.by_name),
        (RankingSort::Count, "count", words.by_count),
    ]
    .map(|(choice, code, name)| Tab::new(name, address.own("orden", code), choice == sort));
    let back = (of != RankingOf::Branches).then(|| {
        let href = [&address.own("de", ""), "#lista"].concat();
        SectionLink { href, text: words.branches.to_owned(), stays: true, button: false }
    });
    let count = match (frame.scope(), of) {
        (Some(scope), RankingOf::Branches) => board::of_yours(rows.total, scope.count),
        (Some(_), _) => [format::integer(rows.total).as_str(), " ", words.in_scope].concat(),
        (None, _) => [format::integer(rows.total).as_str(), " ", words.in_list].concat(),
    };
    let (page, per_page, total) = (rows.page, rows.per_page, rows.total);
    let items: Vec<_> = rows.items.into_iter().map(|row| item(row, of, &address)).collect();
    view! {
        <Section title class="span-7" id="lista" by_area=meta.by_area why=meta.filter note=count action=back>
            <div {..told::kept("class", "list-tools")}>
                <Tabs label=words.order tabs=order.into()/>
                <Find address=address.clone() of/>
            </div>
            {if items.is_empty() {
                view! { <Empty title=words.nothing_found/> }.into_any()
            } else {
                view! { <RankList items bands=frame.bands target=frame.target/> }.into_any()
            }}
            <Pager address=address.clone() page per_page total/>
        </Section>
    }
    .into_any()
}

/// Search within the list: a GET form that carries the rest of the address.
#[component]
fn Find(address: Address, of: RankingOf) -> impl IntoView {
    let words = words();
    let navigate = use_navigate();
    let path = address.path.clone();
    let text = address.get("buscar").unwrap_or_default().to_owned();
    let action = path.clone();
    let label = if of == RankingOf::Branches { words.search_branch } else { words.search_any };
    let mut out = String::with_capacity(900);
    // What is carried has an element of its own: however much it is, the field stays.
    out.push_str("<span hidden>");
    for (name, value) in address.pairs().iter().filter(|(key, _)| key != "buscar") {
        push_markup(&mut out, "<input type=\"hidden\" name=\"", name);
        push_markup(&mut out, "\" value=\"", value);
        out.push_str("\">");
    }
    out.push_str("</span>");
    push_icon(&mut out, Glyph::Search);
    push_markup(&mut out, "<input type=\"search\" name=\"buscar\" maxlength=\"100\" aria-label=\"", label);
    push_markup(&mut out, "\" placeholder=\"", label);
    push_markup(&mut out, "\" value=\"", &text);
    push_markup(&mut out, "\"><button class=\"vh\" type=\"submit\">", common::words().filter_by);
    out.push_str("</button>");
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(query) = browser::form::query_of(&event) {
            let href = Address::read(&path, &query).with(|_| ());
            navigate(&href, NavigateOptions { scroll: false, ..Default::default() });
        }
    };
    view! {
        <form on:submit=submit role="search" {..told::kept("class", "search find")} {..told::kept("method", "get")}
            {..told::kept("action", action)} {..told::markup(out)}></form>
    }
}

fn item(row: RankingRow, of: RankingOf, address: &Address) -> RankItem {
    let list = |filter: &crate::domain::Filter| match of {
        RankingOf::Branches => filter.branches.clone(),
        RankingOf::Groups => filter.groups.clone(),
        RankingOf::States => filter.states.clone(),
        RankingOf::Areas => filter.areas.clone(),
    };
    let current = list(&address.filter).contains(&row.key);
    let chosen = if current { Vec::new() } else { vec![row.key.clone()] };
    let filter = address.with(|filter| match of {
        RankingOf::Branches => filter.branches = chosen,
        RankingOf::Groups => filter.groups = chosen,
        RankingOf::States => filter.states = chosen,
        RankingOf::Areas => filter.areas = chosen,
    });
    let open = match of {
        RankingOf::Branches => Some(address.to_with(&branch_path(&row.key), |filter| filter.branches.clear())),
        RankingOf::Groups => Some(address.to_with(&group_path(&row.key), |filter| filter.groups.clear())),
        RankingOf::States => Some(address.to_with("/mapa", |filter| filter.states = vec![row.key.clone()])),
        RankingOf::Areas => None,
    };
    RankItem {
        position: row.position,
        name: row.name,
        detail: row.detail,
        mean: Mean { sum_hundredths: row.sum_hundredths, n: row.n },
        visited: row.visited,
        filter,
        current,
        open,
    }
}
