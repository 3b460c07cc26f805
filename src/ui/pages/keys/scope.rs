//! A scope in words.

use crate::{
    contract::ScopeNames,
    ui::i18n::{Noun, common, format, keys, lang},
};

/// Names that are told one by one.
const FEW: usize = 3;

/// `Norte, Sur, Nuevo León`; many of a sort are counted: `12 grupos, Foránea`.
pub fn sentence(scope: &ScopeNames) -> String {
    let words = keys::words();
    if scope.whole {
        return words.whole.to_owned();
    }
    let territories: Vec<String> =
        scope.territories.iter().map(|territory| common::territory(lang(), *territory).to_owned()).collect();
    let parts = [
        few(&scope.groups, words.group),
        few(&scope.states, words.state_count),
        few(&scope.branches, words.branch),
        few(&territories, words.state_count),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn few(names: &[String], noun: Noun) -> String {
    if names.len() > FEW { noun.count(i64::try_from(names.len()).unwrap_or(i64::MAX)) } else { names.join(", ") }
}

/// `34 de 120 sucursales hoy`.
pub fn covered(scope: &ScopeNames) -> String {
    let (words, common) = (keys::words(), common::words());
    let [count, of] = [scope.covered.count, scope.covered.of].map(format::integer);
    [&count, " ", common.of, " ", &of, " ", words.covered].concat()
}
