//! Words of the filter bar and its chips.

use super::{Noun, lang, noun};

/// See the module.
pub struct Words {
    pub filters: &'static str,
    pub period: &'static str,
    pub kind: &'static str,
    pub territory: &'static str,
    pub state: &'static str,
    pub group: &'static str,
    pub branch: &'static str,
    pub area: &'static str,
    pub band: &'static str,
    pub text: &'static str,
    pub all: &'static str,
    pub all_kinds: &'static str,
    pub apply: &'static str,
    pub share: &'static str,
    pub clear: &'static str,
    pub close: &'static str,
    pub remove: &'static str,
    pub active: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub suggestions: &'static str,
    pub nothing_suggested: &'static str,
    pub years: &'static str,
    pub quarters: &'static str,
    pub months: &'static str,
    pub named: &'static str,
    pub range: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub more_groups: &'static str,
    pub show_results: &'static str,
    pub results: Noun,
    pub unknown_parameter: &'static str,
    pub unknown_value: &'static str,
    pub malformed: &'static str,
    pub too_long: &'static str,
    pub contradiction: &'static str,
}

const ES: Words = Words {
    filters: "Filtros",
    period: "Periodo",
    kind: "Tipo",
    territory: "Territorio",
    state: "Estado",
    group: "Grupo",
    branch: "Sucursal",
    area: "Área",
    band: "Banda",
    text: "Contiene",
    all: "Todo el historial",
    all_kinds: "Todos los tipos",
    apply: "Aplicar",
    share: "Compartir",
    clear: "Quitar todo",
    close: "Cerrar",
    remove: "Quitar el filtro",
    active: "Filtros activos",
    search: "Buscar",
    search_hint: "Sucursal, grupo, área…",
    suggestions: "Sugerencias",
    nothing_suggested: "Ninguna sucursal, grupo, área o estado se llama así.",
    years: "Año",
    quarters: "Trimestre",
    months: "Mes",
    named: "Con nombre",
    range: "Fechas",
    from: "Desde",
    to: "Hasta",
    more_groups: "Hay más grupos: escribe el nombre en Buscar.",
    show_results: "Ver resultados",
    results: noun("supervisión", "supervisiones"),
    unknown_parameter: "La dirección lleva un filtro que no conocemos",
    unknown_value: "No hay este valor en la organización",
    malformed: "El filtro está mal escrito",
    too_long: "El filtro es demasiado largo",
    contradiction: "El filtro se contradice",
};

const EN: Words = Words {
    filters: "Filters",
    period: "Period",
    kind: "Kind",
    territory: "Territory",
    state: "State",
    group: "Group",
    branch: "Branch",
    area: "Area",
    band: "Band",
    text: "Contains",
    all: "All time",
    all_kinds: "All kinds",
    apply: "Apply",
    share: "Share",
    clear: "Clear all",
    close: "Close",
    remove: "Remove the filter",
    active: "Active filters",
    search: "Search",
    search_hint: "Branch, group, area…",
    suggestions: "Suggestions",
    nothing_suggested: "No branch, group, area or state has that name.",
    years: "Year",
    quarters: "Quarter",
    months: "Month",
    named: "Named",
    range: "Dates",
    from: "From",
    to: "To",
    more_groups: "There are more groups: type the name in Search.",
    show_results: "Show results",
    results: noun("supervision", "supervisions"),
    unknown_parameter: "The address holds a filter that we do not know",
    unknown_value: "The organization has no such value",
    malformed: "The filter is misspelled",
    too_long: "The filter is too long",
    contradiction: "The filter contradicts itself",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// What is wrong with a filter, as a sentence.
#[must_use]
pub fn reason(reason: crate::domain::filter::FilterReason) -> &'static str {
    use crate::domain::filter::FilterReason as R;
    let words = words();
    match reason {
        R::UnknownParameter => words.unknown_parameter,
        R::UnknownValue => words.unknown_value,
        R::Malformed => words.malformed,
        R::TooLong => words.too_long,
        R::Contradiction => words.contradiction,
    }
}
