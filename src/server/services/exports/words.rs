//! What files say, in both languages.

use crate::{
    contract::Lang,
    domain::{Band, Territory, views::Granularity},
};

/// Spanish, English.
pub type Said = (&'static str, &'static str);

/// In a language.
pub const fn say(lang: Lang, said: Said) -> &'static str {
    match lang {
        Lang::Es => said.0,
        Lang::En => said.1,
    }
}

/// Headings in a language.
pub fn heads(lang: Lang, heads: &[Said]) -> Vec<String> {
    heads.iter().map(|head| say(lang, *head).to_owned()).collect()
}

pub const KEY: Said = ("Clave", "Key");
pub const FIGURE: Said = ("Cifra", "Figure");
pub const VALUE: Said = ("Valor", "Value");
pub const POSITION: Said = ("Posición", "Position");
pub const CODE: Said = ("Código", "Code");
pub const BRANCH_CODE: Said = ("Código de sucursal", "Branch code");
pub const BRANCH: Said = ("Sucursal", "Branch");
pub const GROUP: Said = ("Grupo", "Group");
pub const STATE: Said = ("Estado", "State");
pub const MUNICIPALITY: Said = ("Municipio", "Municipality");
pub const TERRITORY: Said = ("Territorio", "Territory");
pub const AREA: Said = ("Área", "Area");
pub const AREA_KEY: Said = ("Clave de área", "Area key");
pub const MONTH: Said = ("Mes", "Month");
pub const PERIOD: Said = ("Periodo", "Period");
pub const AVERAGE: Said = ("Promedio", "Average");
pub const SUM: Said = ("Suma (centésimas)", "Sum (hundredths)");
pub const N: Said = ("n", "n");
pub const BEFORE: Said = ("Promedio anterior", "Previous average");
pub const SUM_BEFORE: Said = ("Suma anterior (centésimas)", "Previous sum (hundredths)");
pub const N_BEFORE: Said = ("n anterior", "Previous n");
pub const DELTA: Said = ("Diferencia (pts)", "Difference (pts)");
pub const EFFECT: Said = ("Efecto (pts)", "Effect (pts)");
pub const BELOW: Said = ("De oportunidad", "Below the limit");
pub const CRITICAL: Said = ("Área clave", "Key area");
pub const VISITED: Said = ("Visitada", "Visited");
pub const BRANCHES: Said = ("Sucursales", "Branches");
pub const SUPERVISED: Said = ("Evaluadas", "Supervised");
pub const VISITED_BRANCHES: Said = ("Visitadas", "Visited");
pub const LATITUDE: Said = ("Latitud", "Latitude");
pub const LONGITUDE: Said = ("Longitud", "Longitude");
pub const TIME_ZONE: Said = ("Zona horaria", "Time zone");
pub const OPENED: Said = ("Apertura", "Opened");
pub const CLOSED: Said = ("Cierre", "Closed");
pub const BAND: Said = ("Banda", "Band");
pub const LAST: Said = ("Última visita", "Last visit");
pub const WORST: Said = ("Peores áreas", "Worst areas");
pub const NUMBER: Said = ("Número", "Number");
pub const DATE: Said = ("Fecha", "Date");
pub const KIND: Said = ("Tipo", "Kind");
pub const SUPERVISOR: Said = ("Supervisor", "Supervisor");
pub const GENERAL: Said = ("Calificación general", "General score");
pub const SCORE: Said = ("Calificación", "Score");
pub const HUNDREDTHS: Said = ("Centésimas", "Hundredths");
pub const LIST: Said = ("Lista", "List");
pub const VISITS: Said = ("Visitas", "Visits");
pub const SELECTED: Said = ("En la selección", "In the selection");
pub const RANK: Said = ("Lugar desde abajo", "Rank from below");

pub const BOARD: Said = ("Tablero", "Dashboard");
pub const KPIS: Said = ("Cifras", "Figures");
pub const TREND: Said = ("Tendencia mensual", "Monthly trend");
pub const GROUPS: Said = ("Grupos", "Groups");
pub const STATES: Said = ("Estados", "States");
pub const AREAS: Said = ("Áreas", "Areas");
pub const HISTORY: Said = ("Histórico", "History");
pub const CELLS: Said = ("Detalle", "Detail");
pub const INDICATORS: Said = ("Indicadores", "Indicators");
pub const LISTS: Said = ("Listas", "Lists");
pub const MAP: Said = ("Mapa", "Map");
pub const SUPERVISIONS: Said = ("Supervisiones", "Supervisions");
pub const LAST_SUPERVISIONS: Said = ("Últimas supervisiones", "Last supervisions");
pub const WITH_AREAS: Said = ("Calificaciones de áreas", "Area scores");
pub const EXPLAIN: Said = ("Por qué", "Why");
pub const COVERAGE: Said = ("Cobertura", "Coverage");
pub const ACCOUNT: Said = ("Cuenta", "Account");
pub const NOW: Said = ("Esta selección", "This selection");
pub const PREVIOUS: Said = ("Periodo anterior", "Previous period");
pub const OTHERS: Said = ("Las demás sucursales", "All other branches");
pub const MOVED_BRANCHES: Said = ("Sucursales que movieron", "Branches that moved it");
pub const MOVED_AREAS: Said = ("Áreas que movieron", "Areas that moved it");
pub const QUANTILES: Said = ("Mediana y percentil 10", "Median and 10th percentile");
pub const TRENDS_DOWN: Said = ("Tendencias críticas", "Critical trends");
pub const SUCCESSES: Said = ("Casos de éxito", "Success stories");
pub const PERFECT: Said = ("Desempeño perfecto", "Perfect performance");
pub const MEDIAN: Said = ("Mediana", "Median");
pub const P10: Said = ("Percentil 10", "10th percentile");
pub const WHOLE: Said = ("Toda la selección", "The whole selection");

pub const COVER: Said = ("Portada", "Cover");
pub const ORGANIZATION: Said = ("Organización", "Organization");
pub const DEMO: Said = ("Datos", "Data");
pub const DEMO_DATA: Said = ("de demostración", "demo data");
pub const MEASURE: Said = ("Medida", "Measure");
pub const BY_AREA: Said = ("Calificación de las áreas elegidas", "Score of the chosen areas");
pub const FROM: Said = ("Desde", "From");
pub const TO: Said = ("Hasta", "To");
pub const TEXT: Said = ("Contiene", "Contains");
pub const ALL_TIME: Said = ("Todo el historial", "All time");
pub const ALL_KINDS: Said = ("Todos los tipos", "All kinds");
pub const SCORES: Said = ("n (calificaciones)", "n (scores)");
pub const VERSION: Said = ("Versión de los datos", "Data version");
pub const IMPORTED: Said = ("Última importación", "Last import");
pub const MADE: Said = ("Exportado", "Exported");
pub const SCOPE: Said = ("Alcance", "Scope");
pub const PART: Said = ("Parte de las sucursales", "Part of the branches");
pub const FILTER: Said = ("Filtro (dirección)", "Filter (address)");

/// Yes or no.
pub const fn yes(lang: Lang, yes: bool) -> &'static str {
    say(lang, if yes { ("Sí", "Yes") } else { ("No", "No") })
}

/// A band's name.
pub const fn band(lang: Lang, band: Band) -> &'static str {
    say(
        lang,
        match band {
            Band::Excelente => ("Excelente", "Excellent"),
            Band::Bueno => ("Bueno", "Good"),
            Band::Regular => ("Regular", "Fair"),
            Band::Critico => ("Crítico", "Critical"),
        },
    )
}

/// A territory's name.
pub const fn territory(lang: Lang, territory: Territory) -> &'static str {
    say(
        lang,
        match territory {
            Territory::Local => ("Local", "Local"),
            Territory::Foranea => ("Foránea", "Out of town"),
        },
    )
}

/// What columns of a heat map are.
pub const fn granularity(lang: Lang, by: Granularity) -> &'static str {
    say(
        lang,
        match by {
            Granularity::Month => ("Por mes", "By month"),
            Granularity::Quarter => ("Por trimestre", "By quarter"),
            Granularity::Year => ("Por año", "By year"),
            Granularity::Named => ("Por periodo con nombre", "By named period"),
        },
    )
}
