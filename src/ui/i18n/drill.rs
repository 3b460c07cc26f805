//! Words of the drill-down pages: a group, a branch, a supervision.

use super::{Lang, Noun, lang, noun};

/// Fixed words of the pages.
pub struct Words {
    pub group: &'static str,
    pub branch: &'static str,
    pub supervision: &'static str,
    pub territory: &'static str,
    pub state: &'static str,
    pub states: &'static str,
    pub municipality: &'static str,
    pub branches: &'static str,
    pub opened: &'static str,
    pub closed: &'static str,
    pub position: &'static str,
    pub last_visit: &'static str,
    pub never_visited: &'static str,
    pub none_here: &'static str,
    pub last_of_all: &'static str,
    pub trend: &'static str,
    pub bands: &'static str,
    pub areas: &'static str,
    pub group_branches: &'static str,
    pub last_supervisions: &'static str,
    pub all_supervisions: &'static str,
    pub history: &'static str,
    pub map: &'static str,
    pub board: &'static str,
    pub location: &'static str,
    pub no_location: &'static str,
    pub see_on_map: &'static str,
    pub no_supervisions: &'static str,
    pub no_areas: &'static str,
    pub pending: &'static str,
    pub date: &'static str,
    pub supervisor: &'static str,
    pub score: &'static str,
    pub no_score: &'static str,
    pub points: Noun,
    pub distance: &'static str,
    pub time: &'static str,
    pub kind: &'static str,
    pub worst_first: &'static str,
    pub unrated: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub first_visit: &'static str,
    pub latest_visit: &'static str,
    pub no_rated_areas: &'static str,
    pub not_found_group: &'static str,
    pub not_found_branch: &'static str,
    pub not_found_supervision: &'static str,
    pub go_on: &'static str,
    pub other_visits: &'static str,
    pub area: &'static str,
    pub n: &'static str,
}

const ES: Words = Words {
    group: "Grupo operativo",
    branch: "Sucursal",
    supervision: "Supervisión",
    territory: "Territorio",
    state: "Estado",
    states: "Estados",
    municipality: "Municipio",
    branches: "Sucursales",
    opened: "Abrió",
    closed: "Cerró",
    position: "Posición",
    last_visit: "Última visita",
    never_visited: "Sin visitas",
    none_here: "Ninguna en la selección",
    last_of_all: "sin más filtro que el tipo:",
    trend: "Promedio por mes",
    bands: "Calificaciones por banda",
    areas: "Áreas de evaluación",
    group_branches: "Sucursales del grupo",
    last_supervisions: "Últimas supervisiones",
    all_supervisions: "Ver todas las supervisiones",
    history: "Histórico",
    map: "Mapa",
    board: "Tablero",
    location: "Ubicación",
    no_location: "Sin ubicación registrada",
    see_on_map: "Ver en el mapa",
    no_supervisions: "Sin supervisiones en esta selección. Quita un filtro o elige otro periodo.",
    no_areas: "Sin áreas calificadas en esta selección.",
    pending: "Pendiente",
    date: "Fecha",
    supervisor: "Supervisor",
    score: "Calificación",
    no_score: "Sin calificación",
    points: noun("punto", "puntos"),
    distance: "Distancia a la sucursal",
    time: "Hora",
    kind: "Tipo",
    worst_first: "Áreas, de la más baja a la más alta",
    unrated: "Sin calificar en esta visita",
    before: "Visita anterior",
    after: "Visita siguiente",
    first_visit: "Es la primera visita de este tipo",
    latest_visit: "Es la visita más reciente de este tipo",
    no_rated_areas: "Esta visita no trae áreas calificadas.",
    not_found_group: "No existe ese grupo. Puede que haya cambiado de nombre o que el enlace esté incompleto.",
    not_found_branch: "No existe esa sucursal. Revisa el número o busca desde el tablero.",
    not_found_supervision: "No existe esa supervisión. Puede que el enlace esté incompleto.",
    go_on: "Seguir viendo",
    other_visits: "Otras visitas de la sucursal",
    area: "Área",
    n: "n",
};

const EN: Words = Words {
    group: "Operator group",
    branch: "Branch",
    supervision: "Supervision",
    territory: "Territory",
    state: "State",
    states: "States",
    municipality: "Municipality",
    branches: "Branches",
    opened: "Opened",
    closed: "Closed",
    position: "Position",
    last_visit: "Last visit",
    never_visited: "No visits",
    none_here: "None in the selection",
    last_of_all: "with no filter but the kind:",
    trend: "Average by month",
    bands: "Scores by band",
    areas: "Evaluation areas",
    group_branches: "Branches of the group",
    last_supervisions: "Last supervisions",
    all_supervisions: "See all supervisions",
    history: "History",
    map: "Map",
    board: "Dashboard",
    location: "Location",
    no_location: "No location on record",
    see_on_map: "See on the map",
    no_supervisions: "No supervisions in this selection. Remove a filter or choose another period.",
    no_areas: "No rated areas in this selection.",
    pending: "Pending",
    date: "Date",
    supervisor: "Supervisor",
    score: "Score",
    no_score: "No score",
    points: noun("point", "points"),
    distance: "Distance from the branch",
    time: "Time",
    kind: "Kind",
    worst_first: "Areas, lowest first",
    unrated: "Not rated in this visit",
    before: "Previous visit",
    after: "Next visit",
    first_visit: "This is the first visit of its kind",
    latest_visit: "This is the latest visit of its kind",
    no_rated_areas: "This visit has no rated areas.",
    not_found_group: "There is no such group. It may have been renamed, or the link is incomplete.",
    not_found_branch: "There is no such branch. Check its number or search from the dashboard.",
    not_found_supervision: "There is no such supervision. The link may be incomplete.",
    go_on: "Go on",
    other_visits: "Other visits of the branch",
    area: "Area",
    n: "n",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// A territory's word: `local`, `foránea`, `mixto`; `None` for codes it does not know.
#[must_use]
pub fn territory(lang: Lang, code: &str) -> Option<&'static str> {
    Some(match (lang, code) {
        (Lang::Es, "local") => "Local",
        (Lang::Es, "foranea") => "Foránea",
        (Lang::Es, "mixto") => "Mixto",
        (Lang::En, "local") => "Local",
        (Lang::En, "foranea") => "Out of town",
        (Lang::En, "mixto") => "Mixed",
        _ => return None,
    })
}

/// "3 de 20"; "3 de tus 20" where more are ranked than who asks knows.
#[must_use]
pub fn position_of(lang: Lang, position: u32, of: u32, scoped: bool) -> String {
    let between = match (lang, scoped) {
        (Lang::Es, false) => " de ",
        (Lang::Es, true) => " de tus ",
        (Lang::En, false) => " of ",
        (Lang::En, true) => " of your ",
    };
    [&position.to_string(), between, &of.to_string()].concat()
}

/// "850 m", "12.4 km".
#[must_use]
pub fn metres(metres: u32) -> String {
    if metres < 1_000 { format!("{metres} m") } else { format!("{}.{} km", metres / 1_000, metres % 1_000 / 100) }
}

/// Heading of a supervision: "12 ago 2025 · 25 Juárez" is put together by the page; this is its document title.
#[must_use]
pub fn supervision_title(lang: Lang, id: u32) -> String {
    match lang {
        Lang::Es => format!("Supervisión {id}"),
        Lang::En => format!("Supervision {id}"),
    }
}
