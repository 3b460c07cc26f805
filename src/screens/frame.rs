//! The frame of every page: who, how fresh, and what the filter bar offers.

use serde::{Deserialize, Serialize};

use crate::{
    contract::{AppError, Choice, Frame, Me, Options},
    domain::{Catalog, Cube, Day, Filter, NamedPeriod, Territory, text::fold},
};

use super::chips::chips;

/// Longest lists of the filter bar: groups are searched by name beyond it.
const GROUPS: usize = 60;
const AREAS: usize = 200;

/// What a frame tells beside the data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Around {
    pub me: Option<Me>,
    /// In the organization's zone, `YYYY-MM-DDTHH:MM`.
    pub last_import_local: Option<String>,
    /// See [`Frame::absent`].
    pub absent: bool,
    pub tile_url: Option<String>,
}

/// What stands around a page. A wrong filter is part of the answer, not an error: the page shows it.
#[must_use]
pub fn frame(cube: &Cube, query: &str, today: Day, around: Around) -> Frame {
    let catalog = cube.catalog();
    let settings = &catalog.settings;
    let parsed = Filter::split_query(query);
    let own = parsed.as_ref().map(|(_, own)| own.as_slice()).unwrap_or_default();
    let resolved = parsed.as_ref().map_err(Clone::clone).and_then(|(filter, _)| cube.resolve(filter));
    let chips = resolved.as_ref().map(|filter| chips(cube, filter, own)).unwrap_or_default();
    Frame {
        organization_name: catalog.organization_name.clone(),
        me: around.me,
        demo: catalog.demo,
        data_version: catalog.data_version,
        last_import: catalog.last_import.clone(),
        last_import_local: around.last_import_local,
        today: today.to_string(),
        empty: cube.supervisions() == 0,
        absent: around.absent,
        target: settings.target,
        bands: settings.bands,
        opportunity: settings.opportunity,
        critical_areas: cube.critical_slugs(),
        base_layer: settings.base_layer,
        tile_url: around.tile_url,
        default_kind: cube.default_kind_code().to_owned(),
        options: options(cube, resolved.as_ref().unwrap_or(&Filter::default())),
        filter: resolved.map_err(AppError::from),
        chips,
    }
}

fn choice(value: &str, name: &str) -> Choice {
    Choice { value: value.to_owned(), name: name.to_owned() }
}

fn by_name(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_cached_key(|choice| fold(&choice.name));
    choices
}

/// The first of the choices, and those of the others that are chosen: a form without them would drop them from the filter.
fn capped(choices: Vec<Choice>, most: usize, chosen: &[String]) -> Vec<Choice> {
    let kept = |(place, choice): &(usize, Choice)| *place < most || chosen.contains(&choice.value);
    choices.into_iter().enumerate().filter(kept).map(|(_, choice)| choice).collect()
}

fn options(cube: &Cube, filter: &Filter) -> Options {
    let catalog = cube.catalog();
    let groups = by_name(catalog.groups.iter().map(|group| choice(&group.slug, &group.name)).collect());
    let groups_more = groups.len() > GROUPS;
    let areas = by_name(cube.area_slugs().iter().zip(&catalog.areas).map(|(slug, name)| choice(slug, name)).collect());
    Options {
        kinds: catalog.kinds.iter().map(|kind| choice(kind, kind)).collect(),
        years: cube.years().into_iter().rev().collect(),
        periods: periods(&catalog.periods),
        territories: territories(catalog),
        states: by_name(catalog.states.iter().map(|state| choice(&state.code, &state.name)).collect()),
        groups: capped(groups, GROUPS, &filter.groups),
        groups_more,
        areas: capped(areas, AREAS, &filter.areas),
    }
}

/// Newest first, by the first day that any territory has.
fn periods(periods: &[NamedPeriod]) -> Vec<Choice> {
    let mut newest: Vec<_> = periods.iter().collect();
    let start = |period: &NamedPeriod| period.dates.iter().map(|dates| dates.from).min();
    newest.sort_by(|a, b| start(b).cmp(&start(a)).then_with(|| a.code.cmp(&b.code)));
    newest.into_iter().map(|period| choice(&period.code, &period.name)).collect()
}

/// Those that some branch has.
fn territories(catalog: &Catalog) -> Vec<Choice> {
    let used = |territory: &Territory| catalog.branches.iter().any(|branch| branch.territory == Some(*territory));
    Territory::ALL.iter().filter(|t| used(t)).map(|t| choice(t.code(), t.code())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_stays_among_the_choices() {
        let choices: Vec<Choice> = ["a", "b", "c", "d"].iter().map(|name| choice(name, name)).collect();
        let kept = capped(choices, 2, &["d".to_owned()]);
        let values: Vec<&str> = kept.iter().map(|choice| choice.value.as_str()).collect();
        assert_eq!(values, ["a", "b", "d"]);
    }
}
