//! A *scope* is the part of an organization's branches that a person may know of: a union of groups, branches, states
//! and territories.

use serde::{Deserialize, Serialize};

use crate::domain::{Branch, Catalog, Territory};

/// See the module. Groups go by slug, branches and states by code.
///
/// A branch counts to the group that runs it now; its whole past comes with it, also what it did under other groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Scope {
    /// Every branch, also those to come; the lists then say nothing.
    pub whole: bool,
    pub groups: Vec<String>,
    pub branches: Vec<String>,
    pub states: Vec<String>,
    pub territories: Vec<Territory>,
}

impl Scope {
    /// Every branch.
    #[must_use]
    pub fn whole() -> Self {
        Self { whole: true, ..Self::default() }
    }

    /// Whether it names nothing, and so covers nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.whole
            && self.groups.is_empty()
            && self.branches.is_empty()
            && self.states.is_empty()
            && self.territories.is_empty()
    }

    /// Whether a branch of the catalog is covered.
    #[must_use]
    pub fn covers(&self, catalog: &Catalog, branch: &Branch) -> bool {
        let group = branch.assignments.last().and_then(|assignment| assignment.group);
        let group = group.and_then(|group| catalog.groups.get(usize::from(group)));
        let state = branch.state.and_then(|state| catalog.states.get(usize::from(state)));
        self.whole
            || self.branches.contains(&branch.code)
            || group.is_some_and(|group| self.groups.contains(&group.slug))
            || state.is_some_and(|state| self.states.contains(&state.code))
            || branch.territory.is_some_and(|territory| self.territories.contains(&territory))
    }

    /// Which branches of the catalog are covered, by index; what [`crate::domain::Cube::restrict`] takes.
    #[must_use]
    pub fn kept(&self, catalog: &Catalog) -> Vec<bool> {
        catalog.branches.iter().map(|branch| self.covers(catalog, branch)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Assignment, Day, Group, State};

    fn catalog() -> Catalog {
        let branch = |code: &str, groups: &[Option<u16>], state: Option<u16>, territory| Branch {
            code: code.into(),
            name: code.into(),
            territory,
            state,
            municipality: None,
            location: None,
            time_zone: None,
            opened: None,
            closed: None,
            assignments: groups
                .iter()
                .enumerate()
                .map(|(nth, group)| Assignment {
                    from: if nth == 0 { Day::MIN } else { Day::from_number(20_000) },
                    group: *group,
                })
                .collect(),
        };
        let group = |slug: &str| Group { slug: slug.into(), name: slug.into() };
        Catalog {
            groups: vec![group("norte"), group("sur")],
            states: vec![State { code: "19".into(), name: "Nuevo León".into() }],
            branches: vec![
                branch("1", &[Some(0)], Some(0), Some(Territory::Local)),
                branch("2", &[Some(0), Some(1)], None, Some(Territory::Foranea)),
                branch("3", &[None], None, None),
            ],
            ..Catalog::default()
        }
    }

    #[test]
    fn a_scope_is_a_union() {
        let kept = |scope: Scope| scope.kept(&catalog());
        let of = |text: &str| vec![text.to_owned()];
        assert_eq!(kept(Scope::default()), [false, false, false], "nothing named, nothing seen");
        assert_eq!(kept(Scope::whole()), [true, true, true]);
        assert_eq!(kept(Scope { groups: of("norte"), ..Scope::default() }), [true, false, false]);
        assert_eq!(kept(Scope { groups: of("sur"), ..Scope::default() }), [false, true, false], "the group of now");
        assert_eq!(kept(Scope { states: of("19"), ..Scope::default() }), [true, false, false]);
        assert_eq!(kept(Scope { territories: vec![Territory::Foranea], ..Scope::default() }), [false, true, false]);
        let both = Scope { branches: of("3"), states: of("19"), ..Scope::default() };
        assert_eq!(kept(both), [true, false, true]);
        assert_eq!(kept(Scope { branches: of("99"), ..Scope::default() }), [false, false, false]);
    }

    #[test]
    fn only_a_scope_without_names_is_empty() {
        assert!(Scope::default().is_empty());
        assert!(!Scope::whole().is_empty());
        assert!(!Scope { branches: vec!["3".into()], ..Scope::default() }.is_empty());
    }
}
