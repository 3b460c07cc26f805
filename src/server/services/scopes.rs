//! Scopes as administrators see them: what one can be made of, and one in names.

use crate::{
    contract::{Choice, Part, ScopeChoices, ScopeNames},
    domain::{Catalog, Scope, Territory, text::fold},
};

/// What a scope can be made of.
pub(super) fn choices(catalog: &Catalog) -> ScopeChoices {
    let used = |territory: &Territory| catalog.branches.iter().any(|branch| branch.territory == Some(*territory));
    let few = catalog.branches.len() <= ScopeChoices::MOST;
    ScopeChoices {
        groups: sorted(catalog.groups.iter().map(|group| choice(&group.slug, group.name.clone()))),
        states: sorted(catalog.states.iter().map(|state| choice(&state.code, state.name.clone()))),
        territories: Territory::ALL.into_iter().filter(used).collect(),
        branches: if few {
            sorted(catalog.branches.iter().map(|branch| choice(&branch.code, branch_name(&branch.code, &branch.name))))
        } else {
            Vec::new()
        },
    }
}

fn choice(value: &str, name: String) -> Choice {
    Choice { value: value.to_owned(), name }
}

/// Names may be shared by branches, codes may not.
fn branch_name(code: &str, name: &str) -> String {
    if name == code { name.to_owned() } else { format!("{name} · {code}") }
}

fn sorted(choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = choices.collect();
    choices.sort_by_cached_key(|choice| fold(&choice.name));
    choices
}

/// How many branches a scope covers, of all.
pub(super) fn covered(catalog: &Catalog, scope: &Scope) -> Part {
    let kept = scope.kept(catalog);
    Part { count: count(kept.iter().filter(|kept| **kept).count()), of: count(kept.len()) }
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The scope in names. What is no longer in the catalog stays with its code.
pub(super) fn names(catalog: &Catalog, scope: &Scope) -> ScopeNames {
    let named = |codes: &[String], name: &dyn Fn(&str) -> Option<String>| -> Vec<String> {
        codes.iter().map(|code| name(code).unwrap_or_else(|| code.clone())).collect()
    };
    ScopeNames {
        whole: scope.whole,
        groups: named(&scope.groups, &|code| {
            catalog.groups.iter().find(|group| group.slug == code).map(|group| group.name.clone())
        }),
        states: named(&scope.states, &|code| {
            catalog.states.iter().find(|state| state.code == code).map(|state| state.name.clone())
        }),
        territories: scope.territories.clone(),
        branches: named(&scope.branches, &|code| {
            catalog.branches.iter().find(|branch| branch.code == code).map(|branch| branch.name.clone())
        }),
        covered: covered(catalog, scope),
    }
}
