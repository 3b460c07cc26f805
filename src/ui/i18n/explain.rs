//! Words of `/porque`.

use super::{Lang, Noun, lang, noun};
use crate::domain::views::ExplainSort;

/// Fixed words of the page.
pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub lead_area: &'static str,
    pub back: &'static str,
    pub sum: &'static str,
    pub n: Noun,
    pub average: &'static str,
    pub exact: &'static str,
    pub unscored: Noun,
    pub moved: &'static str,
    pub moved_lead: &'static str,
    pub no_delta: &'static str,
    pub branches: &'static str,
    pub branch: &'static str,
    pub areas: &'static str,
    pub areas_lead: &'static str,
    pub area: &'static str,
    pub before: &'static str,
    pub now: &'static str,
    pub effect: &'static str,
    pub change: &'static str,
    pub others: &'static str,
    pub total: &'static str,
    pub supervisions: &'static str,
    pub sort: &'static str,
    pub empty: &'static str,
    pub contributes: &'static str,
}

const ES: Words = Words {
    title: "Por qué este número",
    lead: "El promedio es la suma de las calificaciones generales de estas supervisiones entre cuántas son. Nada más entra en la cuenta.",
    lead_area: "Con filtro de área, el promedio es la suma de las calificaciones de esas áreas entre cuántas son; una visita aporta una por cada área calificada.",
    back: "Volver al tablero con esta selección",
    sum: "suma",
    n: noun("calificación", "calificaciones"),
    average: "promedio",
    exact: "La suma es exacta, en centésimas; se divide una sola vez y se redondea al mostrarla.",
    unscored: noun(
        "sin calificación general: cuenta como visita, no en el promedio.",
        "sin calificación general: cuentan como visitas, no en el promedio.",
    ),
    moved: "Qué lo movió",
    moved_lead: "Puntos del cambio que aporta cada sucursal; sumados dan el cambio completo.",
    no_delta: "No hay un periodo anterior con datos contra el cual comparar.",
    branches: "Sucursales",
    branch: "Sucursal",
    areas: "Áreas",
    areas_lead: "El cambio propio de cada área entre los dos periodos.",
    area: "Área",
    before: "Antes",
    now: "Ahora",
    effect: "Aporta",
    change: "Cambio",
    others: "Las demás sucursales",
    total: "Cambio completo",
    supervisions: "Las supervisiones detrás",
    sort: "Orden",
    empty: "Sin supervisiones en esta selección. Quita un filtro o elige otro periodo.",
    contributes: "aporta",
};

const EN: Words = Words {
    title: "Why this number",
    lead: "The average is the sum of the general scores of these supervisions divided by how many they are. Nothing else enters the account.",
    lead_area: "With an area filter, the average is the sum of the scores of those areas divided by how many they are; a visit gives one for each rated area.",
    back: "Back to the dashboard with this selection",
    sum: "sum",
    n: noun("score", "scores"),
    average: "average",
    exact: "The sum is exact, in hundredths; it is divided once and rounded when shown.",
    unscored: noun(
        "without a general score: counted as a visit, not in the average.",
        "without a general score: counted as visits, not in the average.",
    ),
    moved: "What moved it",
    moved_lead: "Points of the change that each branch brings; together they add up to the whole change.",
    no_delta: "There is no previous period with data to compare against.",
    branches: "Branches",
    branch: "Branch",
    areas: "Areas",
    areas_lead: "Each area's own change between the two periods.",
    area: "Area",
    before: "Before",
    now: "Now",
    effect: "Brings",
    change: "Change",
    others: "All other branches",
    total: "Whole change",
    supervisions: "The supervisions behind it",
    sort: "Order",
    empty: "No supervisions in this selection. Remove a filter or choose another period.",
    contributes: "gives",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// Name of an order of the supervisions.
#[must_use]
pub const fn sort(lang: Lang, sort: ExplainSort) -> &'static str {
    match (lang, sort) {
        (Lang::Es, ExplainSort::Newest) => "Recientes",
        (Lang::Es, ExplainSort::Worst) => "Más bajas",
        (Lang::Es, ExplainSort::Best) => "Más altas",
        (Lang::En, ExplainSort::Newest) => "Newest",
        (Lang::En, ExplainSort::Worst) => "Lowest",
        (Lang::En, ExplainSort::Best) => "Highest",
    }
}
