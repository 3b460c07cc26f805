//! Words of `/indicadores`.

use super::{Lang, Noun, format, lang, noun};
use crate::domain::IndicatorLimits;

/// Fixed words of the page.
pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub area: &'static str,
    pub all_areas: &'static str,
    pub change: &'static str,
    pub ranking: &'static str,
    pub over_time: &'static str,
    pub critical: &'static str,
    pub success: &'static str,
    pub perfect: &'static str,
    pub none_critical: &'static str,
    pub none_success: &'static str,
    pub none_perfect: &'static str,
    pub empty: &'static str,
    pub how_to_read: &'static str,
    pub below: &'static str,
    pub average: &'static str,
    pub rated: &'static str,
}

const ES: Words = Words {
    title: "Indicadores",
    lead: "Todas las áreas de evaluación: cómo están y hacia dónde van. Toca un área para ver las demás pantallas con ella.",
    area: "Área",
    all_areas: "Todas las áreas",
    change: "Cambio",
    ranking: "Áreas, de la mejor a la que más atención necesita",
    over_time: "Áreas por periodo",
    critical: "Tendencias críticas",
    success: "Casos de éxito",
    perfect: "Desempeño perfecto",
    none_critical: "Ningún área está en esta lista. Buena señal.",
    none_success: "Ningún área ha subido tanto en los periodos mostrados.",
    none_perfect: "Ningún área se mantuvo tan alto en todos los periodos mostrados.",
    empty: "Sin áreas calificadas en esta selección. Quita un filtro o elige otro periodo.",
    how_to_read: "Bajo cada promedio, cuántas calificaciones lo forman; tócalo para ver las supervisiones.",
    below: "bajo el límite",
    average: "Promedio",
    rated: "Calificaciones",
};

const EN: Words = Words {
    title: "Indicators",
    lead: "Every evaluation area: where it stands and where it is heading. Tap an area to see it on the other screens.",
    area: "Area",
    all_areas: "All areas",
    change: "Change",
    ranking: "Areas, from the best to the one that needs most attention",
    over_time: "Areas by period",
    critical: "Critical trends",
    success: "Success stories",
    perfect: "Perfect performance",
    none_critical: "No area is on this list. A good sign.",
    none_success: "No area has risen that much over the shown periods.",
    none_perfect: "No area stayed that high in every shown period.",
    empty: "No rated areas in this selection. Remove a filter or choose another period.",
    how_to_read: "Under each average, how many ratings make it; tap that to see the supervisions.",
    below: "below the limit",
    average: "Average",
    rated: "Ratings",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

const RATINGS_ES: Noun = noun("calificación", "calificaciones");
const RATINGS_EN: Noun = noun("rating", "ratings");

/// What makes the list of critical trends, with the organization's own limits (already worded: "80", "5").
#[must_use]
pub fn critical_means(lang: Lang, limits: &IndicatorLimits) -> String {
    let (below, fall) = (short(limits.critical_below), short(limits.fall));
    match lang {
        Lang::Es => format!(
            "Menos de {below} en el último periodo, o {fall} pts o más abajo del anterior. Primero las más bajas; con al menos {}.",
            RATINGS_ES.count(limits.min_n)
        ),
        Lang::En => format!(
            "Below {below} in the last period, or down {fall} pts or more against the one before. Lowest first; with at least {}.",
            RATINGS_EN.count(limits.min_n)
        ),
    }
}

/// What makes the list of success stories.
#[must_use]
pub fn success_means(lang: Lang, limits: &IndicatorLimits) -> String {
    let (rise, least) = (short(limits.rise), short(limits.success_at_least));
    match lang {
        Lang::Es => format!(
            "Subieron {rise} pts o más en los periodos mostrados y hoy están en {least} o más. Primero la mayor alza; con al menos {}.",
            RATINGS_ES.count(limits.min_n)
        ),
        Lang::En => format!(
            "Up {rise} pts or more over the shown periods and at {least} or more now. Largest rise first; with at least {}.",
            RATINGS_EN.count(limits.min_n)
        ),
    }
}

/// What makes the list of perfect performance.
#[must_use]
pub fn perfect_means(lang: Lang, limits: &IndicatorLimits) -> String {
    let perfect = short(limits.perfect);
    match lang {
        Lang::Es => {
            format!("{perfect} o más en cada periodo mostrado; con al menos {}.", RATINGS_ES.count(limits.min_n))
        }
        Lang::En => {
            format!("{perfect} or more in every shown period; with at least {}.", RATINGS_EN.count(limits.min_n))
        }
    }
}

/// That earlier periods are not in the table.
#[must_use]
pub fn latest(lang: Lang, periods: usize) -> String {
    match lang {
        Lang::Es => format!("Los {periods} periodos más recientes de la selección; los anteriores, en Histórico."),
        Lang::En => format!("The {periods} latest periods of the selection; earlier ones are in History."),
    }
}

fn short(hundredths: u16) -> String {
    format::short(i64::from(hundredths))
}
