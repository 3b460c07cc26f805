//! `/grupos/{slug}`: the dashboard inside a group, and who it is.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    contract::Frame,
    domain::views::GroupView,
    server_fns::groups::get_group,
    ui::{
        Address,
        app::tell_results,
        components::{Fact, Facts, FilterBar, Head, Inside},
        followed,
        i18n::{drill, format, lang},
        loaded,
        pages::{
            board::ranking::BranchRanking,
            drill::{Onward, last_visits, position, since, summary},
        },
        use_address, use_query,
    },
};

/// See the module.
#[component]
pub fn GroupPage() -> impl IntoView {
    let (query, address, params) = (use_query(), use_address(), use_params_map());
    let slug = move || params.with(|params| params.get("slug").unwrap_or_default());
    let data = followed(move || (slug(), query.get()), |(slug, query)| get_group(slug, query));
    view! {
        <FilterBar/>
        {loaded(data, move |group, frame| {
            let address = address.get_untracked().resolved(&frame);
            view! { <Content group frame address/> }
        })}
    }
}

#[component]
fn Content(group: GroupView, frame: Frame, address: Address) -> impl IntoView {
    let words = drill::words();
    tell_results(group.dashboard.kpis.supervisions);
    // What the page's figures are of: the links onward carry the group as a filter.
    let mut inside = address.clone();
    inside.filter.groups = vec![group.slug.clone()];
    let history = Address::of("/historico", address.filter.clone()).own("dentro", &group.slug);
    let links = vec![
        (words.board, inside.to("/")),
        (words.map, inside.to("/mapa")),
        (words.history, history),
        (words.all_supervisions, inside.to("/porque")),
    ];
    let mut ranking = group.ranking.clone();
    // The page names the group: its rows need not.
    ranking.rows.items.iter_mut().for_each(|row| row.detail = None);
    view! {
        <Head title=group.name.clone()/>
        <p class="kicker">{words.group}</p>
        <h1 class="title">{group.name.clone()}</h1>
        <Facts facts=facts(&group, &frame, &address)/>
        <div class="grid">
            {summary(&group.dashboard, &frame, &address, &inside)}
            <div class="span-7 stack">
                <BranchRanking ranking frame=frame.clone() address=address.clone()/>
                {last_visits(group.last, &frame, Inside::Group, inside.to("/porque"))}
            </div>
        </div>
        <Onward links/>
    }
}

fn facts(group: &GroupView, frame: &Frame, address: &Address) -> Vec<Option<Fact>> {
    let words = drill::words();
    let lang = lang();
    let states: Vec<_> = group.dashboard.states.iter().map(|state| state.name.as_str()).collect();
    let state = match states.as_slice() {
        [] => None,
        [one] => Some(Fact::new(words.state, *one)),
        // Many states would push the rest off a phone's screen.
        [first, second] => Some(Fact::new(words.states, [*first, ", ", second].concat())),
        more => Some(Fact::new(words.states, more.len().to_string()).note(more.join(", "))),
    };
    let territory = group.territory.as_deref().and_then(|code| drill::territory(lang, code));
    let ranking = address.to_with("/", |filter| filter.groups.clear());
    vec![
        Some(position(group.position, group.position_of, &group.dashboard.kpis, frame, ranking)),
        since(group.last.first().map(|visit| visit.day), frame, words.last_visit),
        Some(Fact::new(words.branches, format::integer(group.branches))),
        territory.map(|territory| Fact::new(words.territory, territory)),
        state,
    ]
}
