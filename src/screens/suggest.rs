//! What typing in the search box offers.

use crate::{
    contract::Suggestion,
    domain::{Cube, text::fold},
};

const MOST: usize = 12;
/// Groups, states and areas leave room for branches.
const MOST_OTHERS: usize = 2;
const LONGEST: usize = 100;

/// Branches by code or name, groups, states, areas; at most 12. Nothing typed offers nothing.
#[must_use]
pub fn suggest(cube: &Cube, text: &str) -> Vec<Suggestion> {
    let wanted = fold(&text.chars().take(LONGEST).collect::<String>());
    if wanted.is_empty() { Vec::new() } else { suggestions(cube, &wanted) }
}

/// How well a folded name answers: it begins so, a word begins so, it holds it; `None`: not at all.
fn fit(folded: &str, wanted: &str) -> Option<u8> {
    let at = folded.find(wanted)?;
    Some(match at {
        0 => 0,
        _ if folded.split(' ').any(|word| word.starts_with(wanted)) => 1,
        _ => 2,
    })
}

fn best<T>(candidates: impl Iterator<Item = (Option<u8>, T)>, most: usize) -> Vec<T> {
    let mut found: Vec<(u8, T)> = candidates.filter_map(|(fit, item)| Some((fit?, item))).collect();
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().take(most).map(|(_, item)| item).collect()
}

fn suggestions(cube: &Cube, wanted: &str) -> Vec<Suggestion> {
    let catalog = cube.catalog();
    let suggestion = |field: &str, value: &str, name: &str, detail: Option<String>| Suggestion {
        field: field.to_owned(),
        value: value.to_owned(),
        name: name.to_owned(),
        detail,
    };
    let groups = best(catalog.groups.iter().map(|group| (fit(&fold(&group.name), wanted), group)), MOST_OTHERS);
    let states = best(catalog.states.iter().map(|state| (fit(&fold(&state.name), wanted), state)), MOST_OTHERS);
    let areas = cube.area_slugs().iter().zip(&catalog.areas);
    let areas = best(areas.map(|area| (fit(&fold(area.1), wanted), area)), MOST_OTHERS);
    let mut found: Vec<Suggestion> = Vec::new();
    found.extend(groups.iter().map(|group| suggestion("grupo", &group.slug, &group.name, None)));
    found.extend(states.iter().map(|state| suggestion("estado", &state.code, &state.name, None)));
    found.extend(areas.iter().map(|(slug, name)| suggestion("area", slug, name, None)));
    let of_branch = |branch: &crate::domain::Branch| {
        if fold(&branch.code) == wanted {
            Some(0)
        } else {
            fit(&fold(&branch.name), wanted).or_else(|| fit(&fold(&branch.code), wanted))
        }
    };
    let branches = best(catalog.branches.iter().map(|branch| (of_branch(branch), branch)), MOST - found.len());
    let branches = branches.into_iter().map(|branch| {
        let group = branch.assignments.last().and_then(|assignment| assignment.group);
        let group = group.and_then(|group| catalog.groups.get(usize::from(group)));
        suggestion("sucursal", &branch.code, &branch.name, group.map(|group| group.name.clone()))
    });
    let mut all: Vec<Suggestion> = branches.collect();
    all.extend(found);
    all
}
