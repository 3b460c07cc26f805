//! `/supervisiones/{id}`: one visit.

mod areas;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use areas::Areas;

use crate::{
    contract::{AppError, Frame},
    domain::{Filter, views::SupervisionView},
    server_fns::supervisions::get_supervision,
    ui::{
        Address,
        components::{BandMark, Fact, Facts, Head},
        followed,
        i18n::{common, drill, format, lang},
        links::{branch_path, group_path, supervision_path},
        loaded,
    },
};

/// See the module.
#[component]
pub fn SupervisionPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<u32>().ok())));
    let data = followed(
        move || id.get(),
        |id| async move {
            let id = id.ok_or_else(|| AppError::NotFound { what: "supervision".to_owned() })?;
            get_supervision(id).await
        },
    );
    loaded(data, |visit, frame| view! { <Visit visit frame/> })
}

#[component]
fn Visit(visit: SupervisionView, frame: Frame) -> impl IntoView {
    let words = drill::words();
    let branch = address(&visit, &frame, &branch_path(&visit.branch_code));
    let day = format::day_text(lang(), &visit.day);
    let title = [visit.branch_name.as_str(), " · ", &day].concat();
    view! {
        <Head title/>
        <p class="kicker">{words.supervision} " " {visit.id} " · " {common::kind(&visit.kind)}</p>
        <h1 class="title"><a href=branch>{visit.branch_name.clone()}</a></h1>
        <p class="lead">{[Some(day), visit.time.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")}</p>
        {score(&visit, &frame)}
        <Facts facts=facts(&visit, &frame)/>
        {neighbours(&visit)}
        <div class="stack"><Areas visit frame/></div>
    }
}

/// A page of the visit's kind, whatever else the address before filtered by.
fn address(visit: &SupervisionView, frame: &Frame, path: &str) -> String {
    filtered(visit, frame, |_| ()).to(path)
}

/// The filter that the visit's links carry: its kind, where that is not the default one.
fn filtered(visit: &SupervisionView, frame: &Frame, change: impl FnOnce(&mut Filter)) -> Address {
    let mut filter = Filter::default();
    if visit.kind != frame.default_kind {
        filter.kind = crate::domain::filter::KindFilter::One(visit.kind.clone());
    }
    change(&mut filter);
    Address::of("", filter)
}

fn score(visit: &SupervisionView, frame: &Frame) -> impl IntoView + use<> {
    let words = drill::words();
    let points = visit.points.map(|(reached, possible)| {
        view! {
            <small>
                {format::short(reached)} " " {common::words().of} " " {format::short(possible)} " " {if possible == 100 { words.points.one } else { words.points.many }}
            </small>
        }
    });
    match visit.score {
        Some(score) => {
            let band = frame.bands.band_of(i64::from(score), 1);
            view! {
                <p class="visit-result">
                    <strong class="num">{format::hundredths(i64::from(score))}</strong>
                    <span><BandMark band/> {points}</span>
                </p>
            }
            .into_any()
        }
        None => view! { <p class="visit-result"><span>{words.no_score} {points}</span></p> }.into_any(),
    }
}

fn facts(visit: &SupervisionView, frame: &Frame) -> Vec<Option<Fact>> {
    let words = drill::words();
    let group = visit
        .group
        .as_ref()
        .map(|group| Fact::new(words.group, &group.name).to(address(visit, frame, &group_path(&group.key))));
    let state = visit.state.as_ref().map(|state| {
        let board = filtered(visit, frame, |filter| filter.states = vec![state.key.clone()]).to("/");
        Fact::new(words.state, &state.name).to(board)
    });
    vec![
        visit.supervisor.as_ref().map(|name| Fact::new(words.supervisor, name)),
        Some(Fact::new(words.branch, &visit.branch_code).to(address(visit, frame, &branch_path(&visit.branch_code)))),
        group,
        state,
        visit.municipality.as_ref().map(|name| Fact::new(words.municipality, name)),
        visit.distance_m.map(|metres| Fact::new(words.distance, drill::metres(metres))),
    ]
}

/// The same branch's visits before and after.
fn neighbours(visit: &SupervisionView) -> impl IntoView + use<> {
    let words = drill::words();
    let step = |id: Option<u32>, arrow: (&'static str, &'static str), name, none| match id {
        Some(id) => view! { <a href=supervision_path(id)>{arrow.0} {name} {arrow.1}</a> }.into_any(),
        None => view! { <span>{none}</span> }.into_any(),
    };
    view! {
        <nav class="neighbours" aria-label=words.other_visits>
            {step(visit.before, ("← ", ""), words.before, words.first_visit)}
            {step(visit.after, ("", " →"), words.after, words.latest_visit)}
        </nav>
    }
}
