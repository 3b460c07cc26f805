//! Words that every page shares.

use super::{Lang, lang};
use crate::domain::{Band, Territory};

/// See the module.
pub struct Words {
    pub skip: &'static str,
    pub navigation: &'static str,
    pub board: &'static str,
    pub map: &'static str,
    pub history: &'static str,
    pub indicators: &'static str,
    pub more: &'static str,
    pub import: &'static str,
    /// An area that the organization watches most, whatever its score.
    pub key_area: &'static str,
    pub groups: &'static str,
    pub group: &'static str,
    pub branches: &'static str,
    pub branch: &'static str,
    pub state: &'static str,
    pub area: &'static str,
    pub supervision: &'static str,
    pub supervisions: &'static str,
    pub collapse: &'static str,
    pub language: &'static str,
    pub other_language: &'static str,
    pub theme: &'static str,
    pub light: &'static str,
    pub dark: &'static str,
    pub auto: &'static str,
    pub demo: &'static str,
    pub demo_note: &'static str,
    pub data: &'static str,
    pub as_of: &'static str,
    pub no_data_date: &'static str,
    pub why: &'static str,
    pub why_of: &'static str,
    pub open: &'static str,
    pub filter_by: &'static str,
    pub retry: &'static str,
    pub loading: &'static str,
    pub pending: &'static str,
    pub unscored: &'static str,
    pub no_score: &'static str,
    pub target: &'static str,
    pub average: &'static str,
    pub position: &'static str,
    pub points: &'static str,
    pub versus: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub page: &'static str,
    pub of: &'static str,
    pub see_all: &'static str,
    pub see_all_f: &'static str,
    pub table: &'static str,
    pub home: &'static str,
    pub by_area: &'static str,
    pub by_area_long: &'static str,
    pub not_found_title: &'static str,
    pub not_found: &'static str,
    pub empty_title: &'static str,
    pub empty: &'static str,
    pub empty_absent: &'static str,
    pub empty_import: &'static str,
    pub empty_demo: &'static str,
    pub error_code: &'static str,
    pub error_input: &'static str,
    pub error_not_found: &'static str,
    pub error_signed_out: &'static str,
    pub error_too_many: &'static str,
    pub sign_in: &'static str,
    pub sign_out: &'static str,
    pub profile: &'static str,
    pub administration: &'static str,
    pub error_forbidden: &'static str,
    pub error_unavailable: &'static str,
    pub error_offline: &'static str,
    pub error_internal: &'static str,
    pub error_too_large: &'static str,
    pub error_unusable: &'static str,
    pub clear_filters: &'static str,
}

const ES: Words = Words {
    skip: "Ir al contenido",
    navigation: "Principal",
    board: "Tablero",
    map: "Mapa",
    history: "Histórico",
    indicators: "Indicadores",
    more: "Más",
    import: "Importar",
    key_area: "área clave",
    groups: "Grupos",
    group: "Grupo",
    branches: "Sucursales",
    branch: "Sucursal",
    state: "Estado",
    area: "Área",
    supervision: "Supervisión",
    supervisions: "Supervisiones",
    collapse: "Contraer o ampliar la navegación",
    language: "Idioma",
    other_language: "English",
    theme: "Tema",
    light: "Claro",
    dark: "Oscuro",
    auto: "Del sistema",
    demo: "Datos de demostración",
    demo_note: "Esta organización es ficticia.",
    data: "Los datos",
    as_of: "Datos al",
    no_data_date: "Sin datos todavía",
    why: "¿Por qué?",
    why_of: "Ver las supervisiones detrás de esta cifra",
    open: "Abrir",
    filter_by: "Filtrar por",
    retry: "Reintentar",
    loading: "Cargando…",
    pending: "Pendiente",
    unscored: "Sin calificación en la selección",
    no_score: "Sin calificación",
    target: "Meta",
    average: "Promedio",
    position: "Lugar",
    points: "pts",
    versus: "vs",
    previous: "Anterior",
    next: "Siguiente",
    page: "Página",
    of: "de",
    see_all: "Ver todos",
    see_all_f: "Ver todas",
    table: "Ver como tabla",
    home: "Ir al tablero",
    by_area: "por área",
    by_area_long: "Con el filtro de área, la medida es la calificación de esas áreas y n cuenta calificaciones de área.",
    not_found_title: "No existe esta página",
    not_found: "La dirección cambió o está mal escrita.",
    empty_title: "Todavía no hay supervisiones",
    empty: "Importa tus registros para ver promedios, tendencias y mapa, o explora con datos de demostración.",
    empty_absent: "El servidor muestra una organización que no existe:",
    empty_import: "Importar un archivo",
    empty_demo: "Para ver la demostración, ejecuta: falcon demo",
    error_code: "Código",
    error_input: "La dirección pide un filtro que no existe o está mal escrito. Quítalo y vuelve a intentar.",
    error_not_found: "Esto no existe en la organización, o ya no está.",
    error_signed_out: "Tu sesión terminó. Entra de nuevo para continuar; regresarás a esta página.",
    error_too_many: "Demasiadas solicitudes seguidas. Espera un momento e inténtalo de nuevo.",
    sign_in: "Entrar",
    sign_out: "Cerrar sesión",
    profile: "Tu perfil",
    administration: "Administración",
    error_forbidden: "Tu función no permite esto. Pídelo a quien administra tu organización.",
    error_unavailable: "Los datos no responden por ahora. Vuelve a intentar en unos segundos.",
    error_offline: "No hay conexión con el servidor. Revisa tu red y vuelve a intentar.",
    error_internal: "Algo falló de nuestro lado. Vuelve a intentar; si sigue igual, cita el código.",
    error_too_large: "El archivo es demasiado grande.",
    error_unusable: "No se puede usar lo que se envió.",
    clear_filters: "Quitar filtros",
};

const EN: Words = Words {
    skip: "Skip to content",
    navigation: "Main",
    board: "Dashboard",
    map: "Map",
    history: "History",
    indicators: "Indicators",
    more: "More",
    import: "Import",
    key_area: "key area",
    groups: "Groups",
    group: "Group",
    branches: "Branches",
    branch: "Branch",
    state: "State",
    area: "Area",
    supervision: "Supervision",
    supervisions: "Supervisions",
    collapse: "Collapse or expand navigation",
    language: "Language",
    other_language: "Español",
    theme: "Theme",
    light: "Light",
    dark: "Dark",
    auto: "System",
    demo: "Demo data",
    demo_note: "This organization is fictitious.",
    data: "The data",
    as_of: "Data as of",
    no_data_date: "No data yet",
    why: "Why?",
    why_of: "See the supervisions behind this figure",
    open: "Open",
    filter_by: "Filter by",
    retry: "Try again",
    loading: "Loading…",
    pending: "Pending",
    unscored: "No score in the selection",
    no_score: "No score",
    target: "Target",
    average: "Average",
    position: "Rank",
    points: "pts",
    versus: "vs",
    previous: "Previous",
    next: "Next",
    page: "Page",
    of: "of",
    see_all: "See all",
    see_all_f: "See all",
    table: "View as table",
    home: "Go to the dashboard",
    by_area: "by area",
    by_area_long: "With an area filter the measure is the score of those areas, and n counts area scores.",
    not_found_title: "There is no such page",
    not_found: "The address has changed or is misspelled.",
    empty_title: "No supervisions yet",
    empty: "Import your records to see averages, trends and the map, or explore with demo data.",
    empty_absent: "The server shows an organization that does not exist:",
    empty_import: "Import a file",
    empty_demo: "To see the demo, run: falcon demo",
    error_code: "Code",
    error_input: "The address asks for a filter that does not exist or is misspelled. Remove it and try again.",
    error_not_found: "The organization has no such thing, or no longer.",
    error_signed_out: "Your session ended. Sign in again to go on; you will come back to this page.",
    error_too_many: "Too many requests in a row. Wait a moment and try again.",
    sign_in: "Sign in",
    sign_out: "Sign out",
    profile: "Your profile",
    administration: "Administration",
    error_forbidden: "Your role does not allow this. Ask your organization's administrator.",
    error_unavailable: "The data do not answer right now. Try again in a few seconds.",
    error_offline: "No connection to the server. Check your network and try again.",
    error_internal: "Something failed on our side. Try again; if it stays, quote the code.",
    error_too_large: "The file is too large.",
    error_unusable: "What was sent cannot be used.",
    clear_filters: "Clear filters",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    words_in(lang())
}

/// In a language, for answers that are no page.
#[must_use]
pub fn words_in(lang: Lang) -> &'static Words {
    lang.pick(&ES, &EN)
}

/// What stands in place of a score: visited in the period, or pending (rule 6).
#[must_use]
pub fn without_score(visited: bool) -> &'static str {
    if visited { words().unscored } else { words().pending }
}

/// A band's word.
#[must_use]
pub fn band(lang: Lang, band: Band) -> &'static str {
    let (es, en) = match band {
        Band::Excelente => ("Excelente", "Excellent"),
        Band::Bueno => ("Bueno", "Good"),
        Band::Regular => ("Regular", "Fair"),
        Band::Critico => ("Crítico", "Critical"),
    };
    lang.pick(es, en)
}

/// A territory's word.
#[must_use]
pub fn territory(lang: Lang, territory: Territory) -> &'static str {
    let (es, en) = match territory {
        Territory::Local => ("Local", "Local"),
        Territory::Foranea => ("Foránea", "Out of town"),
    };
    lang.pick(es, en)
}

/// A kind's code as a word: the first letter in upper case, `_` and `-` as spaces.
#[must_use]
pub fn kind(code: &str) -> String {
    let spaced = code.replace(['_', '-'], " ");
    let mut letters = spaced.chars();
    letters
        .next()
        .map_or_else(String::new, |first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
}
