//! From names to codes.

use super::Cube;
use crate::domain::{
    Filter, FilterError, Period,
    filter::{FilterReason, KindFilter},
    states::inegi,
    text::{fold, slug},
};

impl Cube {
    /// The filter with every name turned into its code; the form that addresses show.
    ///
    /// Values are tried as code, then as name compared folded (states also by every known spelling, groups and areas also by
    /// the slug of what was given); a name that several branches share means all of them.
    ///
    /// # Errors
    /// When the organization has no such value.
    pub fn resolve(&self, filter: &Filter) -> Result<Filter, FilterError> {
        let mut resolved = filter.clone();
        let unknown = |field: &str, value: &str| FilterError {
            field: field.to_owned(),
            value: value.to_owned(),
            reason: FilterReason::UnknownValue,
        };
        if let KindFilter::One(kind) = &filter.kind {
            let folded = fold(kind);
            let mut kinds = self.catalog.kinds.iter();
            let code = kinds.clone().find(|code| *code == kind).or_else(|| kinds.find(|code| fold(code) == folded));
            resolved.kind = KindFilter::One(code.ok_or_else(|| unknown("kind", kind))?.clone());
        }
        if let Period::Named(name) = &filter.period {
            let folded = fold(name);
            let mut periods = self.catalog.periods.iter();
            let period = periods
                .clone()
                .find(|period| period.code == *name)
                .or_else(|| periods.find(|period| fold(&period.code) == folded || fold(&period.name) == folded));
            resolved.period = Period::Named(period.ok_or_else(|| unknown("period", name))?.code.clone());
        }
        let list = |field: &str, values: &[String], find: &dyn Fn(&str) -> Vec<String>| {
            let mut codes = Vec::with_capacity(values.len());
            for value in values {
                let found = find(value);
                if found.is_empty() {
                    return Err(unknown(field, value));
                }
                codes.extend(found);
            }
            Ok(codes)
        };
        resolved.states = list("estado", &filter.states, &|value| self.find_states(value))?;
        resolved.groups = list("grupo", &filter.groups, &|value| self.find_groups(value))?;
        resolved.branches = list("sucursal", &filter.branches, &|value| self.find_branches(value))?;
        resolved.areas = list("area", &filter.areas, &|value| self.find_areas(value))?;
        resolved.normalize();
        Ok(resolved)
    }

    fn find_states(&self, value: &str) -> Vec<String> {
        let states = &self.catalog.states;
        let by_code = |code: &str| states.iter().find(|state| state.code == code).map(|state| state.code.clone());
        if let Some(code) = by_code(value) {
            return vec![code];
        }
        let folded = fold(value);
        let by_name: Vec<String> = states
            .iter()
            .zip(&self.index.state_text)
            .filter(|(state, text)| **text == folded || state.code.eq_ignore_ascii_case(&folded))
            .map(|(state, _)| state.code.clone())
            .collect();
        if by_name.is_empty() {
            inegi(value).and_then(|(code, _)| by_code(code)).into_iter().collect()
        } else {
            by_name
        }
    }

    pub(super) fn find_groups(&self, value: &str) -> Vec<String> {
        let groups = &self.catalog.groups;
        if groups.iter().any(|group| group.slug == value) {
            return vec![value.to_owned()];
        }
        let (folded, slugged) = (fold(value), slug(value));
        groups
            .iter()
            .zip(&self.index.group_text)
            .filter(|(group, text)| **text == folded || group.slug == slugged)
            .map(|(group, _)| group.slug.clone())
            .collect()
    }

    fn find_branches(&self, value: &str) -> Vec<String> {
        if self.index.branch_by_code.contains_key(value) {
            return vec![value.to_owned()];
        }
        let folded = fold(value);
        let holds = |text: &str| text.split('\n').take(2).any(|part| part == folded);
        self.catalog
            .branches
            .iter()
            .zip(&self.index.branch_text)
            .filter(|(_, text)| holds(text))
            .map(|(branch, _)| branch.code.clone())
            .collect()
    }

    fn find_areas(&self, value: &str) -> Vec<String> {
        let slugs = &self.index.area_slugs;
        if slugs.iter().any(|slug| slug == value) {
            return vec![value.to_owned()];
        }
        let (folded, slugged) = (fold(value), slug(value));
        slugs
            .iter()
            .zip(&self.index.area_text)
            .filter(|(slug, text)| **slug == slugged || **text == folded)
            .map(|(slug, _)| slug.clone())
            .collect()
    }

    /// The kind that a filter means; `None` for all kinds (and where there is no kind at all).
    pub(super) fn kind_number(&self, kind: &KindFilter) -> Option<usize> {
        match kind {
            KindFilter::All => None,
            KindFilter::One(code) => self.catalog.kinds.iter().position(|kind| kind == code),
            KindFilter::Default => self.default_kind(),
        }
    }

    /// The kind meant when none is named (rule 4): the one set, else the one with most supervisions; ties go to the
    /// first code of the alphabet. `None` without kinds.
    pub(super) fn default_kind(&self) -> Option<usize> {
        let kinds = &self.catalog.kinds;
        let set = self.catalog.settings.default_kind.as_ref();
        set.and_then(|code| kinds.iter().position(|kind| kind == code)).or_else(|| {
            let visits = |kind: usize| self.index.kinds.get(kind).map_or(0, |facts| facts.visits);
            (0..kinds.len()).min_by_key(|kind| (core::cmp::Reverse(visits(*kind)), &kinds[*kind]))
        })
    }

    /// Code of the kind meant when a filter names none; empty without kinds.
    #[must_use]
    pub fn default_kind_code(&self) -> &str {
        self.default_kind().map_or("", |kind| &self.catalog.kinds[kind])
    }

    /// First and last day with a visit of this kind (all kinds for `None`).
    pub(super) fn span_of(&self, kind: Option<usize>) -> Option<(i32, i32)> {
        let spans = self.index.kinds.iter().enumerate().filter(|(number, _)| kind.is_none_or(|kind| kind == *number));
        spans.filter_map(|(_, facts)| facts.span).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}
