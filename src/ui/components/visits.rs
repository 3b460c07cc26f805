//! Supervisions as a list: where, when, who, and the score with its band.

use leptos::prelude::*;

use crate::{
    domain::{BandLimits, Mean, views::SupervisionLine},
    ui::{
        components::BandMark,
        i18n::{common, drill, format, lang},
        links::supervision_path,
    },
};

/// What the page around the list is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inside {
    #[default]
    Nothing,
    Group,
    Branch,
}

/// A list of supervisions; each leads to its page. `inside` leaves out what the page
/// already names.
#[component]
pub fn Visits(lines: Vec<SupervisionLine>, limits: BandLimits, #[prop(optional)] inside: Inside) -> impl IntoView {
    let rows = lines.into_iter().map(|line| row(line, limits, inside)).collect_view();
    view! { <ul class="visits">{rows}</ul> }
}

fn row(line: SupervisionLine, limits: BandLimits, inside: Inside) -> impl IntoView {
    let lang = lang();
    let day = format::day(lang, line.day);
    let kind = common::kind(&line.kind);
    let group = line.group.map(|group| group.name);
    let (first, details) = match inside {
        Inside::Branch => (day, vec![line.supervisor, Some(kind)]),
        Inside::Group => (line.branch.name, vec![Some(day), line.supervisor, Some(kind)]),
        Inside::Nothing => (line.branch.name, vec![Some(day), group, line.supervisor, Some(kind)]),
    };
    let details = details.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let mean = Mean { sum_hundredths: line.sum_hundredths, n: line.n };
    let score = match mean.rounded_hundredths() {
        Some(rounded) => view! {
            <span class="visit-score">
                <BandMark band=limits.band_of(mean.sum_hundredths, mean.n) word=false/>
                <b class="num">{format::hundredths(rounded)}</b>
            </span>
        }
        .into_any(),
        None => view! { <span class="visit-none">{drill::words().no_score}</span> }.into_any(),
    };
    view! {
        <li>
            <a class="visit" href=supervision_path(line.id)>
                <span class="visit-name">{first}</span>
                <span class="visit-details">{details}</span>
                {score}
            </a>
        </li>
    }
}
