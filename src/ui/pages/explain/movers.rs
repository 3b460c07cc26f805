//! What moved an average: branches with effects that add up to the change, areas with their own change.

use leptos::prelude::*;

use crate::{
    domain::views::{Explain, Mover},
    ui::{
        Address,
        components::{DataTable, Section},
        i18n::{explain, format},
        links::branch_path,
    },
};

/// See the module.
#[component]
pub fn Movers(explain: Explain, address: Address) -> impl IntoView {
    let words = explain::words();
    let Some(delta) = explain.delta else {
        return view! {
            <Section title=words.moved>
                <p class="none">{words.no_delta}</p>
            </Section>
        }
        .into_any();
    };
    let branches = (!explain.branches.is_empty()).then(|| {
        let named: f64 = explain.branches.iter().map(|mover| mover.effect).sum();
        let rows = explain.branches.iter().map(|mover| {
            let href = address.to_with(&branch_path(&mover.key), |filter| filter.branches.clear());
            row(mover, href)
        });
        let rows = rows.collect_view();
        view! {
            <div>
                <h3>{words.branches}</h3>
                <p class="hint">{words.moved_lead}</p>
                <DataTable caption=words.branches>
                    {head(words.branch, words.effect)}
                    <tbody>{rows}</tbody>
                    <tfoot>
                        <tr><th scope="row">{words.others}</th><td></td><td></td>{effect(delta - named)}</tr>
                        <tr><th scope="row">{words.total}</th><td></td><td></td>{effect(delta)}</tr>
                    </tfoot>
                </DataTable>
            </div>
        }
    });
    let areas = (!explain.areas.is_empty()).then(|| {
        let rows = explain
            .areas
            .iter()
            .map(|mover| row(mover, address.to_with("/porque", |filter| filter.areas = vec![mover.key.clone()])))
            .collect_view();
        view! {
            <div>
                <h3>{words.areas}</h3>
                <p class="hint">{words.areas_lead}</p>
                <DataTable caption=words.areas>
                    {head(words.area, words.change)}
                    <tbody>{rows}</tbody>
                </DataTable>
            </div>
        }
    });
    view! {
        <Section title=words.moved>
            <div class="moved">{branches} {areas}</div>
        </Section>
    }
    .into_any()
}

fn head(what: &'static str, effect: &'static str) -> impl IntoView + use<> {
    let words = explain::words();
    view! {
        <thead>
            <tr>
                <th scope="col">{what}</th>
                <th scope="col">{words.before}</th>
                <th scope="col">{words.now}</th>
                <th scope="col">{effect}</th>
            </tr>
        </thead>
    }
}

fn row(mover: &Mover, href: String) -> impl IntoView + use<> {
    let figure = |sum, n: u32| {
        let count = (n > 0).then(|| view! { <small>"n " {format::integer(n)}</small> });
        view! { <td class="num">{format::pair(sum, n)} {count}</td> }
    };
    view! {
        <tr>
            <th scope="row"><a href=href>{mover.name.clone()}</a></th>
            {figure(mover.sum_hundredths_before, mover.n_before)}
            {figure(mover.sum_hundredths, mover.n)}
            {effect(mover.effect)}
        </tr>
    }
}

/// Points with two decimals, so that the column adds up to the eye as it does exactly.
fn effect(points: f64) -> impl IntoView {
    let text = format::points(points);
    let sign = match points {
        _ if text == "0.00" => "",
        points if points > 0.0 => "+",
        _ => "−",
    };
    view! { <td class="num">{sign} {text}</td> }
}
