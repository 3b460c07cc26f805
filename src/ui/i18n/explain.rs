//! Words of `/porque`.

use super::{Lang, Noun, format, lang, noun};
use crate::domain::views::{ExplainSort, Figure};

/// Fixed words of the page.
pub struct Words {
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
    pub pending: &'static str,
    pub visited: &'static str,
    pub selected: &'static str,
    pub visits: Noun,
    pub never: &'static str,
    pub last: &'static str,
    pub last_outside: &'static str,
    pub none_pending: &'static str,
    pub none_visited: &'static str,
    pub all_sorted: &'static str,
}

const ES: Words = Words {
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
    pending: "Pendientes",
    visited: "Visitadas",
    selected: "En la selección",
    visits: noun("visita", "visitas"),
    never: "Nunca visitada",
    last: "última visita",
    last_outside: "última visita, fuera del periodo:",
    none_pending: "Ninguna sucursal activa está pendiente en el periodo.",
    none_visited: "Ninguna sucursal tiene visitas aquí. Quita un filtro o elige otro periodo.",
    all_sorted: "Ver todas, de la más baja a la más alta",
};

const EN: Words = Words {
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
    pending: "Pending",
    visited: "Visited",
    selected: "In the selection",
    visits: noun("visit", "visits"),
    never: "Never visited",
    last: "last visit",
    last_outside: "last visit, outside the period:",
    none_pending: "No active branch is pending in the period.",
    none_visited: "No branch has visits here. Remove a filter or choose another period.",
    all_sorted: "See all, lowest first",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// What is asked, and how the figure is made.
#[must_use]
pub const fn question(lang: Lang, figure: Figure, by_area: bool) -> (&'static str, &'static str) {
    match (lang, figure) {
        (Lang::Es, Figure::Average) => (
            "Por qué este número",
            if by_area {
                "Con filtro de área, el promedio es la suma de las calificaciones de esas áreas entre cuántas son; una visita aporta una por cada área calificada."
            } else {
                "El promedio es la suma de las calificaciones generales de estas supervisiones entre cuántas son. Nada más entra en la cuenta."
            },
        ),
        (Lang::Es, Figure::Visits) => {
            ("Por qué estas supervisiones", "Cada visita de la selección cuenta una vez, con calificación o sin ella.")
        }
        (Lang::Es, Figure::Outside) => (
            "Fuera de los periodos con nombre",
            "Supervisiones de la selección cuya fecha no cae en ningún periodo con nombre para el territorio de su sucursal. Cuentan en las vistas de calendario.",
        ),
        (Lang::Es, Figure::Coverage) => (
            "Por qué esta cobertura",
            "De las sucursales activas en el periodo, cuáles tuvieron visita y cuáles siguen pendientes. Los filtros de banda y de área no vuelven pendiente a una sucursal visitada.",
        ),
        (Lang::Es, Figure::Median) => (
            "Por qué esta mediana",
            "Las calificaciones se ordenan de la más baja a la más alta: la mediana está a la mitad del camino; el décimo más bajo, a una décima parte.",
        ),
        (Lang::En, Figure::Average) => (
            "Why this number",
            if by_area {
                "With an area filter, the average is the sum of the scores of those areas divided by how many they are; a visit gives one for each rated area."
            } else {
                "The average is the sum of the general scores of these supervisions divided by how many they are. Nothing else enters the account."
            },
        ),
        (Lang::En, Figure::Visits) => {
            ("Why these supervisions", "Each visit of the selection counts once, with or without a score.")
        }
        (Lang::En, Figure::Outside) => (
            "Outside every named period",
            "Supervisions of the selection whose date lies in no named period for the territory of their branch. They count in calendar views.",
        ),
        (Lang::En, Figure::Coverage) => (
            "Why this coverage",
            "Of the branches active in the period, which were visited and which are still pending. Band and area filters do not make a visited branch pending.",
        ),
        (Lang::En, Figure::Median) => (
            "Why this median",
            "The scores are sorted from the lowest to the highest: the median lies half way, the lowest tenth a tenth of the way.",
        ),
    }
}

/// "86 supervisiones, 84 con calificación general".
#[must_use]
pub fn counted(lang: Lang, by_area: bool, visits: u32, n: u32) -> String {
    let (noun, with) = match lang {
        Lang::Es => (
            noun("supervisión", "supervisiones"),
            if by_area { "calificaciones de área" } else { "con calificación general" },
        ),
        Lang::En => (noun("supervision", "supervisions"), if by_area { "area scores" } else { "with a general score" }),
    };
    [&noun.count(visits), " · ", &format::integer(n), " ", with].concat()
}

/// "Entre los lugares 43 y 44 de 86" and what the list shows.
#[must_use]
pub fn ranks(lang: Lang, (low, high): (u32, u32), n: u32) -> String {
    let (low, high, n, one) = (format::integer(low), format::integer(high), format::integer(n), low == high);
    match (lang, one) {
        (Lang::Es, true) => format!(
            "Es la calificación del lugar {low} de {n}. Abajo, las que la rodean, de la más baja a la más alta."
        ),
        (Lang::Es, false) => format!(
            "Está entre los lugares {low} y {high} de {n}. Abajo, las que la rodean, de la más baja a la más alta."
        ),
        (Lang::En, true) => format!("It is the score at place {low} of {n}. Below, those around it, lowest first."),
        (Lang::En, false) => {
            format!("It lies between places {low} and {high} of {n}. Below, those around it, lowest first.")
        }
    }
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
