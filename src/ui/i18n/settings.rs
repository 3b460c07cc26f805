//! Words of `/administracion/ajustes`.

use super::{Lang, Noun, common, format, lang, noun};
use crate::{contract::Problem, domain::Day};

/// See the module.
pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub save: &'static str,
    pub now_stored: &'static str,
    pub nothing: &'static str,
    pub discard: &'static str,
    pub general: &'static str,
    pub name: &'static str,
    pub language: &'static str,
    pub language_hint: &'static str,
    pub time_zone: &'static str,
    pub time_zone_hint: &'static str,
    pub default_kind: &'static str,
    pub default_kind_hint: &'static str,
    pub most_visits: &'static str,
    pub base_layer: &'static str,
    pub layers: [(&'static str, &'static str); 3],
    pub measures: &'static str,
    pub measures_lead: &'static str,
    pub target: &'static str,
    pub target_hint: &'static str,
    pub bands: &'static str,
    pub bands_hint: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub below: &'static str,
    pub not_falling: &'static str,
    pub opportunity: &'static str,
    pub opportunity_hint: &'static str,
    pub lists: &'static str,
    pub lists_lead: &'static str,
    pub critical_below: &'static str,
    pub fall: &'static str,
    pub rise: &'static str,
    pub success_at_least: &'static str,
    pub perfect: &'static str,
    pub min_n: &'static str,
    pub periods: &'static str,
    pub periods_lead: &'static str,
    pub no_periods: &'static str,
    pub no_periods_text: &'static str,
    pub new_period: &'static str,
    pub years: &'static str,
    pub in_year: &'static str,
    pub all_periods: &'static str,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub period_name: &'static str,
    pub period_name_hint: &'static str,
    pub series: &'static str,
    pub series_hint: &'static str,
    pub dates: &'static str,
    pub dates_lead: &'static str,
    pub others: &'static str,
    pub first_day: &'static str,
    pub last_day: &'static str,
    pub remove: &'static str,
    pub remove_lead: &'static str,
    pub remove_ask: &'static str,
    pub remove_do: &'static str,
    pub areas: &'static str,
    pub areas_lead: &'static str,
    pub no_areas: &'static str,
    pub no_areas_text: &'static str,
    pub is_key: &'static str,
    pub is_no_key: &'static str,
    pub kinds: &'static str,
    pub kinds_lead: &'static str,
    pub kind: &'static str,
    pub visits: &'static str,
    pub first: &'static str,
    pub area: Noun,
}

const ES: Words = Words {
    title: "Ajustes",
    lead: "Con qué mide tu organización. Los cambios valen para todos desde que se guardan, y quedan en la auditoría.",
    save: "Guardar",
    now_stored: "Guardado ahora:",
    nothing: "nada",
    discard: "Descartar lo mío y ver lo guardado",
    general: "General",
    name: "Nombre de la organización",
    language: "Idioma de la organización",
    language_hint: "De los archivos que genera. Cada persona elige el suyo para las páginas.",
    time_zone: "Zona horaria",
    time_zone_hint: "De las sucursales que no tienen otra. Por ejemplo America/Monterrey.",
    default_kind: "Tipo que se muestra primero",
    default_kind_hint: "Cuando no se elige ninguno en los filtros.",
    most_visits: "El que tenga más supervisiones",
    base_layer: "Capa del mapa",
    layers: [
        ("mexico_states", "Estados de México"),
        ("us_states", "Estados de Estados Unidos"),
        ("world", "Países del mundo"),
    ],
    measures: "Meta y bandas",
    measures_lead: "En porcentaje, con dos decimales a lo más.",
    target: "Meta",
    target_hint: "Lo que deben alcanzar los promedios.",
    bands: "Desde qué calificación empieza cada banda",
    bands_hint: "Lo que queda debajo de Regular es Crítico.",
    from: "desde",
    to: "hasta antes de",
    below: "menos de",
    not_falling: "Los límites deben bajar: Excelente, luego Bueno, luego Regular.",
    opportunity: "Área de oportunidad debajo de",
    opportunity_hint: "Un área con menos que esto se marca como de oportunidad.",
    lists: "Listas de Indicadores",
    lists_lead: "Qué entra en tendencias críticas, casos de éxito y desempeño perfecto.",
    critical_below: "Tendencia crítica: promedio debajo de",
    fall: "o caída de al menos (puntos)",
    rise: "Caso de éxito: subida de al menos (puntos)",
    success_at_least: "y promedio actual de al menos",
    perfect: "Desempeño perfecto: en cada periodo al menos",
    min_n: "Calificaciones necesarias para entrar en una lista",
    periods: "Periodos con nombre",
    periods_lead: "Tus trimestres, semestres o campañas, con fechas por territorio. Los de una misma serie van uno tras otro: cada uno se compara con el anterior.",
    no_periods: "Todavía no hay periodos con nombre",
    no_periods_text: "Agrega el primero, por ejemplo T1 2026 de la serie T, y aparecerá en los filtros y en el histórico.",
    new_period: "Nuevo periodo",
    years: "Años",
    in_year: "Periodos con nombre de",
    all_periods: "Todos los periodos",
    code: "Código",
    code_hint: "Como va en las direcciones: 2026-T1. Si lo cambias, los enlaces guardados con el anterior dejan de servir.",
    period_name: "Nombre",
    period_name_hint: "Como se muestra: T1 2026. Si lo dejas vacío, el código.",
    series: "Serie",
    series_hint: "Los periodos de una serie se siguen y no se traslapan: T para trimestres, S para semestres.",
    dates: "Fechas",
    dates_lead: "Del primer al último día. Las de un territorio valen para sus sucursales; las generales, para las demás.",
    others: "General",
    first_day: "Primer día",
    last_day: "Último día",
    remove: "Quitar periodo",
    remove_lead: "Deja de aparecer en filtros e histórico. Las supervisiones no cambian.",
    remove_ask: "Quitar…",
    remove_do: "Sí, quitar este periodo",
    areas: "Áreas",
    areas_lead: "Marca las áreas clave: las que más vigilas, tengan la calificación que tengan. Se señalan donde aparecen.",
    no_areas: "Todavía no hay áreas",
    no_areas_text: "Aparecen al importar supervisiones con sus áreas.",
    is_key: "clave",
    is_no_key: "no clave",
    kinds: "Tipos de supervisión",
    kinds_lead: "Vienen con los datos que importas.",
    kind: "Tipo",
    visits: "Supervisiones",
    first: "se muestra primero",
    area: noun("área", "áreas"),
};

const EN: Words = Words {
    title: "Settings",
    lead: "What your organization measures by. Changes hold for everybody once saved, and stand in the audit log.",
    save: "Save",
    now_stored: "Stored now:",
    nothing: "nothing",
    discard: "Discard mine and see what is stored",
    general: "General",
    name: "Name of the organization",
    language: "Language of the organization",
    language_hint: "Of files that it makes. Everybody chooses their own for pages.",
    time_zone: "Time zone",
    time_zone_hint: "Of branches that have no other. Such as America/Monterrey.",
    default_kind: "Kind that is shown first",
    default_kind_hint: "When the filters name none.",
    most_visits: "The one with most supervisions",
    base_layer: "Layer of the map",
    layers: [
        ("mexico_states", "States of Mexico"),
        ("us_states", "States of the United States"),
        ("world", "Countries of the world"),
    ],
    measures: "Target and bands",
    measures_lead: "In percent, with at most two decimals.",
    target: "Target",
    target_hint: "What averages should reach.",
    bands: "From which score each band begins",
    bands_hint: "What is below Fair is Critical.",
    from: "from",
    to: "to below",
    below: "below",
    not_falling: "The limits must fall: Excellent, then Good, then Fair.",
    opportunity: "Area of opportunity below",
    opportunity_hint: "An area below this is marked as one of opportunity.",
    lists: "Lists of Indicators",
    lists_lead: "What makes critical trends, success stories and perfect performance.",
    critical_below: "Critical trend: average below",
    fall: "or a fall of at least (points)",
    rise: "Success: a rise of at least (points)",
    success_at_least: "and an average now of at least",
    perfect: "Perfect performance: in every period at least",
    min_n: "Rated scores needed to make a list",
    periods: "Named periods",
    periods_lead: "Your terms, halves or campaigns, with dates per territory. Those of one series follow each other: each is compared with the one before.",
    no_periods: "No named periods yet",
    no_periods_text: "Add the first, such as T1 2026 of series T, and it appears in the filters and the history.",
    new_period: "New period",
    years: "Years",
    in_year: "Named periods of",
    all_periods: "All periods",
    code: "Code",
    code_hint: "As it stands in addresses: 2026-T1. Changed, links kept with the old one stop working.",
    period_name: "Name",
    period_name_hint: "As shown: T1 2026. Left empty, the code.",
    series: "Series",
    series_hint: "Periods of a series follow each other and do not overlap: T for terms, S for halves.",
    dates: "Dates",
    dates_lead: "From the first day to the last. Those of a territory hold for its branches; the general ones for the others.",
    others: "General",
    first_day: "First day",
    last_day: "Last day",
    remove: "Remove period",
    remove_lead: "It no longer appears in filters and history. Supervisions stay as they are.",
    remove_ask: "Remove…",
    remove_do: "Yes, remove this period",
    areas: "Areas",
    areas_lead: "Tick the key areas: those that you watch most, whatever their score. They are marked where they appear.",
    no_areas: "No areas yet",
    no_areas_text: "They appear when supervisions with areas are imported.",
    is_key: "key",
    is_no_key: "not key",
    kinds: "Kinds of supervision",
    kinds_lead: "They come with the data that you import.",
    kind: "Kind",
    visits: "Supervisions",
    first: "shown first",
    area: noun("area", "areas"),
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// What was done, by its code in the address.
#[must_use]
pub fn done(code: &str) -> Option<&'static str> {
    let (es, en) = match code {
        "general" | "medidas" | "areas" => ("Guardado.", "Saved."),
        "periodos" => ("Periodo guardado.", "Period saved."),
        "quitado" => ("Periodo quitado.", "Period removed."),
        _ => return None,
    };
    Some(lang().pick(es, en))
}

/// Above a form that was not taken.
#[must_use]
pub fn faulty() -> &'static str {
    lang().pick(
        "No se guardó nada: corrige lo marcado y guarda de nuevo.",
        "Nothing was saved: correct what is marked and save again.",
    )
}

/// Above a form that somebody else was faster than.
#[must_use]
pub fn conflict() -> &'static str {
    lang().pick(
        "Alguien más guardó cambios aquí mientras editabas. Lo que escribiste sigue en el formulario, con lo guardado a un lado: guarda de nuevo para dejar lo tuyo.",
        "Somebody else saved changes here while you were editing. What you wrote is still in the form, with what is stored beside it: save again to keep yours.",
    )
}

/// Above the form of a period that is no longer there.
#[must_use]
pub fn gone() -> &'static str {
    lang().pick(
        "Alguien quitó este periodo mientras lo editabas. Si guardas, se crea de nuevo.",
        "Somebody removed this period while you were editing it. If you save, it is made anew.",
    )
}

/// Why something was not done, for reasons that lie elsewhere.
#[must_use]
pub fn failed(code: &str) -> &'static str {
    let (es, en) = match code {
        "conflict" => (
            "Ese periodo cambió mientras lo veías, así que no se quitó. Ábrelo de nuevo.",
            "That period changed while you looked at it, so it was not removed. Open it again.",
        ),
        "forbidden" => ("Tu rol no permite esto.", "Your role does not allow this."),
        "unavailable" => (
            "No se pudo guardar. Vuelve a intentar en unos segundos.",
            "It could not be saved. Try again in a few seconds.",
        ),
        _ => ("Algo falló de nuestro lado. Vuelve a intentar.", "Something failed on our side. Try again."),
    };
    lang().pick(es, en)
}

/// What is wrong with a field.
#[must_use]
pub fn fault(problem: &Problem) -> String {
    let lang = lang();
    let (es, en) = match problem.code.as_str() {
        "length" => ("Escribe de 1 a 100 caracteres.", "Write 1 to 100 characters."),
        "control" => ("Quita los caracteres de control.", "Leave control characters out."),
        "language" => ("Elige español o inglés.", "Choose Spanish or English."),
        "time_zone" => (
            "No es una zona horaria. Escribe una como America/Monterrey.",
            "That is no time zone. Write one such as America/Monterrey.",
        ),
        "kind" => ("No hay supervisiones de ese tipo.", "There are no supervisions of that kind."),
        "base_layer" => ("Elige una de las capas.", "Choose one of the layers."),
        "percent" => (
            "Escribe un número de 0 a 100, con dos decimales a lo más.",
            "Write a number from 0 to 100 with at most two decimals.",
        ),
        "count" => ("Escribe un número entero desde 0.", "Write a whole number from 0 on."),
        "bands" => (words().not_falling, words().not_falling),
        "code" => (
            "Escribe un código de 1 a 60 caracteres, como 2026-T1.",
            "Write a code of 1 to 60 characters, such as 2026-T1.",
        ),
        "code_taken" => ("Otro periodo ya tiene este código.", "Another period has this code already."),
        "no_dates" => ("Pon al menos un primer y un último día.", "Give a first and a last day at least."),
        "day" => ("Escribe un día, como 2026-03-31.", "Write a day, such as 2026-03-31."),
        "dates_order" => ("El último día cae antes que el primero.", "The last day lies before the first."),
        "overlap" => return overlap(lang, &problem.detail),
        _ => ("Este valor no se puede usar.", "This value cannot be used."),
    };
    lang.pick(es, en).to_owned()
}

/// `FROM TO NAME`: days that another period of the series has too.
fn overlap(lang: Lang, detail: &str) -> String {
    let mut parts = detail.splitn(3, ' ');
    let mut day = || parts.next().map(|text| format::day_text(lang, text)).unwrap_or_default();
    let (from, to) = (day(), day());
    let name = parts.next().unwrap_or_default();
    match lang {
        Lang::Es => {
            [&from, " – ", &to, " ya son días de ", name, ", de la misma serie. Cambia las fechas o la serie."].concat()
        }
        Lang::En => {
            [&from, " – ", &to, " are days of ", name, " already, of the same series. Change the dates or the series."]
                .concat()
        }
    }
}

/// `12 ene – 31 mar 2026`, and with both years where they differ.
#[must_use]
pub fn days(from: Day, to: Day) -> String {
    let lang = lang();
    [&format::day(lang, from), " – ", &format::day(lang, to)].concat()
}

/// Whose dates they are.
#[must_use]
pub fn whose(territory: Option<crate::domain::Territory>) -> &'static str {
    territory.map_or(words().others, |territory| common::territory(lang(), territory))
}
