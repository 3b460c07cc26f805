//! Areas by average, lowest first: which areas fail everywhere.

use leptos::prelude::*;

use crate::{
    contract::Frame,
    domain::{Mean, views::AreaScore},
    ui::{
        Address,
        components::{RankItem, RankList, Section, SectionLink},
        i18n::{board::words, common, format},
    },
};

/// Rows shown; the rest stands on `/indicadores`.
const ROWS: usize = 12;

#[component]
pub fn AreaRanking(
    class: &'static str,
    areas: Vec<AreaScore>,
    frame: Frame,
    address: Address,
    by_area: bool,
    why: String,
) -> impl IntoView {
    let words = words();
    (!areas.is_empty()).then(|| {
        let n = areas.iter().map(|area| area.n).sum::<u32>();
        let all = address.to("/indicadores");
        let total = format::integer(i64::try_from(areas.len()).unwrap_or(i64::MAX));
        let see_all = [common::words().see_all_f, " (", &total, ")"].concat();
        let items = areas.into_iter().rev().take(ROWS).map(|area| item(area, &frame, &address)).collect();
        view! {
            <Section title=words.areas_lowest class=class n by_area why
                action=Some(SectionLink { href: all, text: see_all, stays: false, button: false })>
                <RankList items bands=frame.bands target=frame.target/>
            </Section>
        }
        .into_any()
    })
}

fn item(area: AreaScore, frame: &Frame, address: &Address) -> RankItem {
    let current = address.filter.areas.contains(&area.slug);
    let filter = address.with(|filter| filter.areas = if current { Vec::new() } else { vec![area.slug.clone()] });
    let only = address.to_with("/porque", |filter| filter.areas = vec![area.slug.clone()]);
    RankItem {
        position: area.position,
        detail: detail(&area, frame),
        mean: Mean { sum_hundredths: area.sum_hundredths, n: area.n },
        visited: true,
        filter,
        current,
        open: Some(only),
        name: area.name,
    }
}

/// That the organization watches it most, and how often it was below the limit.
fn detail(area: &AreaScore, frame: &Frame) -> Option<String> {
    let watched = frame.critical_areas.contains(&area.slug).then(|| common::words().key_area.to_owned());
    let limit = format::short(i64::from(frame.opportunity));
    let below = (area.below_80 > 0)
        .then(|| [&format::integer(area.below_80), " ", words().opportunity_note, " ", &limit].concat());
    let told: Vec<String> = watched.into_iter().chain(below).collect();
    (!told.is_empty()).then(|| told.join(" · "))
}
