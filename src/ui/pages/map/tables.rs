//! The same figures as tables, one tap away.

use leptos::prelude::*;

use super::popup;
use crate::{
    contract::Frame,
    domain::views::{MapBranch, MapView, StateScore},
    ui::{
        Address,
        components::{BandMark, DataTable, charts::map_states},
        i18n::{charts, common, format},
        links::branch_path,
    },
};

/// Rows shown of the branches, those in need first.
const ROWS: usize = 200;

/// States, and branches with their last visit and worst areas.
#[component]
pub fn Tables(view: MapView, frame: Frame, address: Address) -> impl IntoView {
    let (words, common) = (charts::words(), common::words());
    let mut branches = view.branches;
    branches.sort_by(|a, b| {
        let mean = |branch: &MapBranch| crate::domain::Mean { sum_hundredths: branch.sum_hundredths, n: branch.n };
        (a.n == 0).cmp(&(b.n == 0)).then_with(|| mean(a).cmp_value(mean(b))).then_with(|| a.name.cmp(&b.name))
    });
    let more = i64::try_from(branches.len().saturating_sub(ROWS)).unwrap_or(0);
    let rows = branches.into_iter().take(ROWS).map(|branch| branch_row(&branch, &address)).collect_view();
    let links = map_states(&view.states, frame.bands, &address);
    let state_rows = view
        .states
        .iter()
        .filter(|state| state.n > 0)
        .zip(links)
        .map(|(state, drawn)| state_row(state, drawn.href, drawn.band))
        .collect_view();
    view! {
        <details class="as-table">
            <summary>{common.table}</summary>
            {(!view.states.is_empty()).then(|| view! {
                <DataTable caption=words.states_summary>
                    <thead><tr>
                        <th scope="col">{common.state}</th>
                        <th scope="col" class="num">{common.average}</th>
                        <th scope="col" class="num">"n"</th>
                    </tr></thead>
                    <tbody>{state_rows}</tbody>
                </DataTable>
            })}
            <DataTable caption=words.map_summary>
                <thead><tr>
                    <th scope="col">{common.branch}</th>
                    <th scope="col" class="num">{common.average}</th>
                    <th scope="col" class="num">"n"</th>
                    <th scope="col">{words.last_visit}</th>
                    <th scope="col">{words.worst}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </DataTable>
            {(more > 0).then(|| view! { <p class="hint">"+ "{words.more_rows.count(more)}</p> })}
        </details>
    }
}

fn state_row(state: &StateScore, href: String, band: crate::domain::Band) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row"><a href=href data-noscroll="">{state.name.clone()}</a></th>
            <td class="num"><BandMark band word=false/>" "{format::pair(state.sum_hundredths, state.n)}</td>
            <td class="num">{format::integer(state.n)}</td>
        </tr>
    }
}

fn branch_row(branch: &MapBranch, address: &Address) -> impl IntoView + use<> {
    let worst: Vec<_> = branch
        .worst
        .iter()
        .map(|area| [&area.name, " ", &format::pair(area.sum_hundredths, area.n)].concat())
        .collect();
    view! {
        <tr>
            <th scope="row"><a href=address.to(&branch_path(&branch.code))>{branch.name.clone()}</a></th>
            <td class="num">
                {match branch.band {
                    Some(band) => view! { <BandMark band word=false/>" "{format::pair(branch.sum_hundredths, branch.n)} }.into_any(),
                    None => common::without_score(branch.visited).into_any(),
                }}
            </td>
            <td class="num">{format::integer(branch.n)}</td>
            <td>{popup::last(branch)}</td>
            <td>{worst.join(" · ")}</td>
        </tr>
    }
}
