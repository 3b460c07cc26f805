//! A scope in words, and the words of the picker that makes one.

use super::{Noun, common, format, lang, noun};
use crate::{
    contract::{Part, ScopeNames},
    domain::Role,
};

/// See the module.
pub struct Words {
    pub scope: &'static str,
    pub whole: &'static str,
    pub nothing: &'static str,
    pub lead: &'static str,
    pub groups: &'static str,
    pub states: &'static str,
    pub territories: &'static str,
    pub branches: &'static str,
    pub find_in: &'static str,
    pub codes: &'static str,
    pub codes_hint: &'static str,
    pub group: Noun,
    pub state: Noun,
    pub branch: Noun,
    pub covered: &'static str,
    pub count: &'static str,
}

const ES: Words = Words {
    scope: "Alcance",
    whole: "Toda la organización",
    nothing: "Nada",
    lead: "Ve la suma de todo lo que marques. Lo que un grupo o estado reciba después también cuenta.",
    groups: "Grupos",
    states: "Estados",
    territories: "Territorios",
    branches: "Sucursales",
    find_in: "Buscar en",
    codes: "Códigos de sucursal",
    codes_hint: "Uno por línea",
    group: noun("grupo", "grupos"),
    state: noun("estado", "estados"),
    branch: noun("sucursal", "sucursales"),
    covered: "sucursales hoy",
    count: "Contar sucursales",
};

const EN: Words = Words {
    scope: "Scope",
    whole: "The whole organization",
    nothing: "Nothing",
    lead: "They see the sum of what you tick. What a group or state gains later counts too.",
    groups: "Groups",
    states: "States",
    territories: "Territories",
    branches: "Branches",
    find_in: "Search",
    codes: "Codes of branches",
    codes_hint: "One a line",
    group: noun("group", "groups"),
    state: noun("state", "states"),
    branch: noun("branch", "branches"),
    covered: "branches today",
    count: "Count branches",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// A role in a word.
#[must_use]
pub fn role(role: Role) -> &'static str {
    let (es, en) = match role {
        Role::Viewer => ("Consulta", "Viewer"),
        Role::Supervisor => ("Supervisión", "Supervisor"),
        Role::Director => ("Dirección", "Director"),
        Role::Admin => ("Administración", "Admin"),
    };
    lang().pick(es, en)
}

/// Names that are told one by one.
const FEW: usize = 3;

/// `Norte, Sur, Nuevo León`; many of a sort are counted: `12 grupos, Foránea`.
#[must_use]
pub fn sentence(scope: &ScopeNames) -> String {
    let words = words();
    if scope.whole {
        return words.whole.to_owned();
    }
    let territories: Vec<String> =
        scope.territories.iter().map(|territory| common::territory(lang(), *territory).to_owned()).collect();
    let parts = [
        few(&scope.groups, words.group),
        few(&scope.states, words.state),
        few(&scope.branches, words.branch),
        // There are two.
        territories.join(", "),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { words.nothing.to_owned() } else { parts.join(", ") }
}

fn few(names: &[String], noun: Noun) -> String {
    if names.len() > FEW { noun.count(i64::try_from(names.len()).unwrap_or(i64::MAX)) } else { names.join(", ") }
}

/// `34 de 120 sucursales hoy`.
#[must_use]
pub fn covered(part: Part) -> String {
    let (words, common) = (words(), common::words());
    let [count, of] = [part.count, part.of].map(format::integer);
    [&count, " ", common.of, " ", &of, " ", words.covered].concat()
}
