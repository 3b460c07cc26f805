//! The areas of a visit: rated ones worst first, the unrated by name.

use leptos::prelude::*;

use crate::{
    contract::Frame,
    domain::{
        Mean,
        views::{SupervisionView, VisitArea},
    },
    ui::{
        components::{BandMark, Bar, Section},
        i18n::{common, drill, format},
        links::branch_path,
    },
};

/// See the module.
#[component]
pub fn Areas(visit: SupervisionView, frame: Frame) -> impl IntoView {
    let words = drill::words();
    let rated = if visit.areas.is_empty() {
        view! { <p class="none">{words.no_rated_areas}</p> }.into_any()
    } else {
        let rows = visit.areas.iter().map(|area| row(area, &visit, &frame)).collect_view();
        view! { <ol class="area-rows">{rows}</ol> }.into_any()
    };
    let unrated = (!visit.unrated.is_empty()).then(|| {
        view! {
            <Section title=[words.unrated, " · ", &visit.unrated.len().to_string()].concat()>
                <p class="unrated">{visit.unrated.join(" · ")}</p>
            </Section>
        }
    });
    view! {
        <Section title=words.worst_first>{rated}</Section>
        {unrated}
    }
}

/// An area with its score; it leads to the branch, measured by this area.
fn row(area: &VisitArea, visit: &SupervisionView, frame: &Frame) -> impl IntoView + use<> {
    let href = super::filtered(visit, frame, |filter| filter.areas = vec![area.slug.clone()])
        .to(&branch_path(&visit.branch_code));
    let score = i64::from(area.score);
    let mean = Mean { sum_hundredths: score, n: 1 };
    let band = frame.bands.band_of(score, 1);
    let watched = frame
        .critical_areas
        .contains(&area.slug)
        .then(|| view! { <span class="tag">{common::words().key_area}</span> });
    let points = area.points.map(|(reached, possible)| {
        let text = [&format::short(reached), " ", common::words().of, " ", &format::short(possible)].concat();
        view! { <small>{text}</small> }
    });
    view! {
        <li>
            <a href=href>{area.name.clone()} {watched}</a>
            <Bar mean bands=frame.bands target=frame.target/>
            <span class="area-score"><BandMark band word=false/> <b class="num">{format::hundredths(score)}</b> {points}</span>
        </li>
    }
}
