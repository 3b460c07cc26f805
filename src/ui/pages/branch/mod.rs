//! `/sucursales/{code}`: the dashboard inside a branch, and what is known of it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    contract::Frame,
    domain::views::BranchView,
    server_fns::branches::get_branch,
    ui::{
        Address,
        app::tell_results,
        components::{Fact, Facts, FilterBar, Head, Inside, Section},
        followed,
        i18n::{drill, format, lang},
        links::group_path,
        loaded,
        pages::drill::{Onward, last_visits, position, since, summary},
        use_address, use_query,
    },
};

/// See the module.
#[component]
pub fn BranchPage() -> impl IntoView {
    let (query, address, params) = (use_query(), use_address(), use_params_map());
    let code = move || params.with(|params| params.get("code").unwrap_or_default());
    let data = followed(move || (code(), query.get()), |(code, query)| get_branch(code, query));
    view! {
        <FilterBar/>
        {loaded(data, move |branch, frame| {
            let address = address.get_untracked().resolved(&frame);
            view! { <Content branch frame address/> }
        })}
    }
}

#[component]
fn Content(branch: BranchView, frame: Frame, address: Address) -> impl IntoView {
    let words = drill::words();
    tell_results(branch.dashboard.kpis.supervisions);
    let mut inside = address.clone();
    inside.filter.branches = vec![branch.code.clone()];
    let links = vec![
        (words.board, inside.to("/")),
        (words.history, inside.to("/historico")),
        (words.all_supervisions, inside.to("/porque")),
    ];
    view! {
        <Head title=branch.name.clone()/>
        <p class="kicker">{words.branch} " " {branch.code.clone()}</p>
        <h1 class="title">{branch.name.clone()}</h1>
        <Facts facts=facts(&branch, &frame, &address)/>
        <div class="grid">
            {summary(&branch.dashboard, &frame, &address, &inside)}
            <div class="span-7 stack">
                {last_visits(branch.last.clone(), &frame, Inside::Branch, inside.to("/porque"))}
                {place(&branch, &inside)}
            </div>
        </div>
        <Onward links/>
    }
}

fn facts(branch: &BranchView, frame: &Frame, address: &Address) -> Vec<Option<Fact>> {
    let words = drill::words();
    let lang = lang();
    let ranking = address.to_with("/", |filter| filter.branches.clear());
    let territory = branch.territory.as_deref().and_then(|code| drill::territory(lang, code));
    vec![
        Some(position(branch.position, branch.position_of, &branch.dashboard.kpis, frame, ranking)),
        Some(last(branch, frame)),
        branch.group.as_ref().map(|group| Fact::new(words.group, &group.name).to(address.to(&group_path(&group.key)))),
        territory.map(|territory| Fact::new(words.territory, territory)),
        branch.opened.map(|day| Fact::new(words.opened, format::day(lang, day))),
        branch.closed.map(|day| Fact::new(words.closed, format::day(lang, day))),
    ]
}

/// The last visit of the selection; where a later one lies outside it, that too, and said so (rule 10).
fn last(branch: &BranchView, frame: &Frame) -> Fact {
    let words = drill::words();
    let lang = lang();
    let Some((ever, days)) = branch.last_visit.zip(branch.days_since) else {
        return Fact::new(words.last_visit, words.never_visited);
    };
    let here = branch.last.first().map(|visit| visit.day);
    let outside = (here != Some(ever))
        .then(|| [words.last_of_all, " ", &format::day(lang, ever), ", ", &format::ago(lang, days)].concat());
    let fact = since(here, frame, words.last_visit).unwrap_or_else(|| Fact::new(words.last_visit, words.none_here));
    match (fact.note.clone(), outside) {
        (Some(date), Some(outside)) => fact.note([&date, " · ", &outside].concat()),
        (None, Some(outside)) => fact.note(outside),
        _ => fact,
    }
}

/// Where it is, in one line, and the way to the map.
fn place(branch: &BranchView, inside: &Address) -> impl IntoView + use<> {
    let words = drill::words();
    let state = branch.state.as_ref().map(|state| state.name.clone());
    let place = [branch.municipality.clone(), state].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let location = branch.latitude.zip(branch.longitude);
    let map = location.map(|_| view! { <a class="button" href=inside.to("/mapa")>{words.see_on_map}</a> });
    let coordinates = match location {
        Some((latitude, longitude)) => format!("{latitude:.5}, {longitude:.5}"),
        None => words.no_location.to_owned(),
    };
    view! {
        <Section title=words.location>
            <p class="place"><span>{place}</span> <small class="num">{coordinates}</small> {map}</p>
        </Section>
    }
}
