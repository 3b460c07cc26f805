//! Words of charts and maps.

use super::{Lang, Noun, lang, noun};

/// See the module.
pub struct Words {
    lang: Lang,
    pub no_trend: &'static str,
    pub axis_from: &'static str,
    pub trend_caption: &'static str,
    pub month: &'static str,
    pub bands_summary: &'static str,
    pub states_summary: &'static str,
    pub legend: &'static str,
    pub no_data: &'static str,
    pub credit: &'static str,
    pub map_summary: &'static str,
    pub map_title: &'static str,
    pub highest: &'static str,
    pub lowest: &'static str,
    pub branches_shown: Noun,
    pub without_location: Noun,
    pub worst: &'static str,
    pub last_visit: &'static str,
    pub branches_together: &'static str,
    pub view: &'static str,
    pub layer_states: &'static str,
    pub layer_points: &'static str,
    pub layer_heat: &'static str,
    pub reset: &'static str,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    pub open_branch: &'static str,
    pub more_rows: Noun,
    pub no_branches: &'static str,
    pub heat_note: &'static str,
}

const ES: Words = Words {
    lang: Lang::Es,
    no_trend: "Ningún mes tiene calificaciones con estos filtros.",
    axis_from: "El eje empieza en",
    trend_caption: "Promedio por mes",
    month: "Mes",
    bands_summary: "Supervisiones por banda.",
    states_summary: "Estados por promedio.",
    legend: "Simbología",
    no_data: "Sin datos",
    credit: "Límites",
    highest: "Más alto:",
    lowest: "Más bajo:",
    map_title: "Estados por promedio, sucursales por banda",
    map_summary: "Mapa de estados por promedio y sucursales por banda.",
    branches_shown: noun("sucursal en el mapa", "sucursales en el mapa"),
    without_location: noun("sucursal sin ubicación no aparece", "sucursales sin ubicación no aparecen"),
    worst: "Áreas más bajas",
    last_visit: "Última visita",
    branches_together: "sucursales juntas",
    view: "Qué muestra el mapa",
    layer_states: "Estados",
    layer_points: "Sucursales",
    layer_heat: "Calor: por atender",
    reset: "Ver todo",
    zoom_in: "Acercar",
    zoom_out: "Alejar",
    open_branch: "Ver sucursal",
    more_rows: noun("más: filtra por estado o grupo para verla", "más: filtra por estado o grupo para verlas"),
    no_branches: "Ninguna sucursal con ubicación entra en estos filtros.",
    heat_note: "El calor crece con los puntos que faltan para la meta.",
};

const EN: Words = Words {
    lang: Lang::En,
    no_trend: "No month has scores with these filters.",
    axis_from: "The axis starts at",
    trend_caption: "Average by month",
    month: "Month",
    bands_summary: "Supervisions by band.",
    states_summary: "States by average.",
    legend: "Legend",
    no_data: "No data",
    credit: "Borders",
    highest: "Highest:",
    lowest: "Lowest:",
    map_title: "States by average, branches by band",
    map_summary: "Map of states by average and branches by band.",
    branches_shown: noun("branch on the map", "branches on the map"),
    without_location: noun("branch without a location is not shown", "branches without a location are not shown"),
    worst: "Lowest areas",
    last_visit: "Last visit",
    branches_together: "branches together",
    view: "What the map shows",
    layer_states: "States",
    layer_points: "Branches",
    layer_heat: "Heat: need attention",
    reset: "See all",
    zoom_in: "Zoom in",
    zoom_out: "Zoom out",
    open_branch: "Open branch",
    more_rows: noun("more: filter by state or group to see it", "more: filter by state or group to see them"),
    no_branches: "No branch with a location is in these filters.",
    heat_note: "Heat grows with the points missing to the target.",
};

impl Words {
    /// The trend in a sentence; each value comes with its month.
    #[must_use]
    pub fn trend_summary(&self, first: &str, last: &str, lowest: &str, highest: &str, target: &str) -> String {
        let [from, to, low, high, goal] = match self.lang {
            Lang::Es => ["Promedio por mes: de ", " a ", "; el más bajo ", ", el más alto ", "; meta "],
            Lang::En => ["Average by month: from ", " to ", "; lowest ", ", highest ", "; target "],
        };
        [from, first, to, last, low, lowest, high, highest, goal, target, "."].concat()
    }
}

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}
