//! Groups by average: the best and those that need attention.

use leptos::prelude::*;

use crate::{
    contract::{DashboardPage, Frame},
    domain::{Mean, views::GroupScore},
    ui::{
        Address,
        components::{RankItem, RankList, Section, SectionLink},
        i18n::{board::words, common, format},
        links::group_path,
    },
};

/// `groups` are all of `total`, or the ends of a longer list.
#[component]
pub fn GroupRanking(
    class: &'static str,
    groups: Vec<GroupScore>,
    total: u32,
    n: u32,
    frame: Frame,
    address: Address,
    by_area: bool,
    why: String,
) -> impl IntoView {
    let words = words();
    (!groups.is_empty()).then(|| {
        let cut = usize::try_from(total).is_ok_and(|total| total > groups.len());
        let all = [&address.own("de", "groups"), "#lista"].concat();
        let see_all = [common::words().see_all, " (", &format::integer(total), ")"].concat();
        let mut head: Vec<RankItem> = groups.into_iter().map(|group| item(group, &address)).collect();
        let tail = if cut { head.split_off(DashboardPage::ENDS.0.min(head.len())) } else { Vec::new() };
        view! {
            <Section title=words.groups class=class n by_area why
                action=Some(SectionLink { href: all, text: see_all, stays: true, button: false })>
                <RankList items=head bands=frame.bands target=frame.target/>
                {(!tail.is_empty()).then(|| view! {
                    <div class="gap" aria-hidden="true"></div>
                    <RankList items=tail bands=frame.bands target=frame.target/>
                })}
            </Section>
        }
        .into_any()
    })
}

fn item(group: GroupScore, address: &Address) -> RankItem {
    let words = words();
    let current = address.filter.groups.contains(&group.slug);
    let filter = address.with(|filter| filter.groups = if current { Vec::new() } else { vec![group.slug.clone()] });
    let mut inside = address.clone();
    inside.filter.groups.clear();
    let visited = [&format::integer(group.visited), "/", &words.visited.count(group.branches)].concat();
    RankItem {
        position: group.position,
        detail: Some(visited),
        mean: Mean { sum_hundredths: group.sum_hundredths, n: group.n },
        visited: group.visited > 0,
        filter,
        current,
        open: Some(inside.to(&group_path(&group.slug))),
        name: group.name,
    }
}
