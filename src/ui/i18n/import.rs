//! Words of `/importar`.

use super::{Noun, lang, noun};
use crate::contract::{RejectReason, WarningKind};

/// See the module.
pub struct Words {
    pub lead: &'static str,
    pub choose: &'static str,
    pub upload: &'static str,
    pub limit: &'static str,
    pub history: &'static str,
    pub no_history: &'static str,
    pub file: &'static str,
    pub day: &'static str,
    pub profile: &'static str,
    pub read: &'static str,
    pub inserted: &'static str,
    pub updated: &'static str,
    pub unchanged: &'static str,
    pub skipped: &'static str,
    pub rejected: &'static str,
    pub warnings: &'static str,
    pub rows: &'static str,
    pub version: &'static str,
    pub use_profile: &'static str,
    pub guess: &'static str,
    pub as_read: &'static str,
    pub as_file: &'static str,
    pub mapping: &'static str,
    pub refresh: &'static str,
    pub take: &'static str,
    pub none: &'static str,
    pub line: &'static str,
    pub branch: &'static str,
    pub kind: &'static str,
    pub date: &'static str,
    pub score: &'static str,
    pub areas: &'static str,
    pub outcome: &'static str,
    pub taken: &'static str,
    pub column: &'static str,
    pub value: &'static str,
    pub reason: &'static str,
    pub running: &'static str,
    pub rows_read: Noun,
    pub running_note: &'static str,
    pub done: &'static str,
    pub nothing_changed: &'static str,
    pub nothing_taken: &'static str,
    pub failed: &'static str,
    pub download: &'static str,
    pub again: &'static str,
    pub see: &'static str,
    pub all_imports: &'static str,
    pub visit_part: &'static str,
    pub branch_part: &'static str,
    pub area_part: &'static str,
    pub file_part: &'static str,
}

const ES: Words = Words {
    lead: "Sube un archivo CSV o Excel (.xlsx). Antes de guardar verás cómo se leerá.",
    choose: "Archivo",
    upload: "Subir y revisar",
    limit: "Hasta",
    history: "Importaciones anteriores",
    no_history: "Todavía no hay importaciones.",
    file: "Archivo",
    day: "Día",
    profile: "Perfil",
    read: "Leídas",
    inserted: "Nuevas",
    updated: "Actualizadas",
    unchanged: "Sin cambios",
    skipped: "Omitidas",
    rejected: "Rechazadas",
    warnings: "Avisos",
    rows: "Filas",
    version: "Versión de los datos",
    use_profile: "Usar perfil",
    guess: "Adivinar de nuevo",
    as_read: "Así se leerá",
    as_file: "Así viene en el archivo",
    mapping: "Qué es cada columna",
    refresh: "Actualizar vista previa",
    take: "Importar",
    none: "(ninguna)",
    line: "Línea",
    branch: "Sucursal",
    kind: "Tipo",
    date: "Fecha",
    score: "Calificación",
    areas: "Áreas",
    outcome: "Resultado",
    taken: "Se toma",
    column: "Columna",
    value: "Valor",
    reason: "Motivo y qué hacer",
    running: "Importando",
    rows_read: noun("fila leída", "filas leídas"),
    running_note: "Puedes salir de esta página: la importación sigue.",
    done: "Importación terminada",
    nothing_changed: "Nada cambió: todo estaba ya en Falcon.",
    nothing_taken: "No se pudo tomar nada; los datos siguen como estaban.",
    failed: "No se pudo importar",
    download: "Descargar rechazadas (CSV)",
    again: "Importar otro archivo",
    see: "Ver tablero",
    all_imports: "Importaciones",
    visit_part: "Supervisión",
    branch_part: "Sucursal",
    area_part: "Áreas",
    file_part: "Archivo",
};

const EN: Words = Words {
    lead: "Upload a CSV or Excel (.xlsx) file. You will see how it is read before anything is kept.",
    choose: "File",
    upload: "Upload and review",
    limit: "Up to",
    history: "Earlier imports",
    no_history: "No imports yet.",
    file: "File",
    day: "Day",
    profile: "Profile",
    read: "Read",
    inserted: "New",
    updated: "Updated",
    unchanged: "Unchanged",
    skipped: "Skipped",
    rejected: "Rejected",
    warnings: "Warnings",
    rows: "Rows",
    version: "Data version",
    use_profile: "Use profile",
    guess: "Guess again",
    as_read: "How it will be read",
    as_file: "How it is in the file",
    mapping: "What each column is",
    refresh: "Update preview",
    take: "Import",
    none: "(none)",
    line: "Line",
    branch: "Branch",
    kind: "Kind",
    date: "Date",
    score: "Score",
    areas: "Areas",
    outcome: "Outcome",
    taken: "Taken",
    column: "Column",
    value: "Value",
    reason: "Reason and remedy",
    running: "Importing",
    rows_read: noun("row read", "rows read"),
    running_note: "You may leave this page: the import goes on.",
    done: "Import finished",
    nothing_changed: "Nothing changed: all of it was already in Falcon.",
    nothing_taken: "Nothing could be taken; the data are as they were.",
    failed: "Could not import",
    download: "Download rejected rows (CSV)",
    again: "Import another file",
    see: "See dashboard",
    all_imports: "Imports",
    visit_part: "Supervision",
    branch_part: "Branch",
    area_part: "Areas",
    file_part: "File",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// What a rejection or warning means and what to do; the code itself when it is not known.
#[must_use]
pub fn reason(code: &str) -> String {
    let language = lang().code();
    RejectReason::from_code(code)
        .map(|reason| reason.words(language))
        .or_else(|| WarningKind::from_code(code).map(|kind| kind.words(language)))
        .map_or_else(|| code.to_owned(), str::to_owned)
}

/// What went wrong with an upload or a mapping, and what to do: code, Spanish, English. `{}` is what it is about.
const PROBLEMS: &[(&str, &str, &str)] = &[
    ("too_large", "El archivo es demasiado grande.", "The file is too large."),
    ("unreadable", "El archivo no se puede leer.", "The file cannot be read."),
    ("no_file", "Elige un archivo.", "Choose a file."),
    ("empty", "El archivo está vacío.", "The file is empty."),
    (
        "binary",
        "No es una tabla: trae bytes que no son texto. Guárdala como CSV o .xlsx.",
        "This is no table: it holds bytes that are no text. Save it as CSV or .xlsx.",
    ),
    (
        "too_many_columns",
        "Línea {}: demasiadas columnas. Revisa el separador.",
        "Line {}: too many columns. Look at the delimiter.",
    ),
    (
        "row_too_long",
        "Línea {}: una fila demasiado larga. ¿Quedó abierta una comilla?",
        "Line {}: a row too long. Is a quotation mark left open?",
    ),
    (
        "open_quote",
        "Línea {}: aquí se abre una comilla que no se cierra. Ciérrala, o escríbela doble si es parte del texto.",
        "Line {}: a quotation mark is opened here and never closed. Close it, or write it twice where it is text.",
    ),
    (
        "one_column",
        "Solo se ve una columna. Guarda la tabla separada con comas.",
        "Only one column is seen. Save the table separated by commas.",
    ),
    (
        "workbook",
        "El libro está dañado o no es .xlsx. Ábrelo y guárdalo de nuevo.",
        "The workbook is damaged or no .xlsx. Open it and save it again.",
    ),
    (
        "bomb",
        "El libro ocupa demasiado al abrirse. Guarda la tabla sola, o como CSV.",
        "The workbook is too large once opened. Save the table alone, or as CSV.",
    ),
    ("old_excel", "Es un .xls antiguo. Guárdalo como .xlsx o .csv.", "This is an old .xls. Save it as .xlsx or .csv."),
    ("upload", "El archivo no llegó completo. Súbelo de nuevo.", "The file did not arrive whole. Upload it again."),
    (
        "missing_columns",
        "El archivo no tiene la columna {}. Elige otra abajo.",
        "The file has no column {}. Choose another below.",
    ),
    (
        "several_columns",
        "Varias columnas se llaman igual: {}. Cambia o borra las que sobran en el archivo.",
        "Several columns have one name: {}. Rename or delete the others in the file.",
    ),
    ("no_header", "El archivo no trae nombres de columna.", "The file holds no column names."),
    ("field", "Falta o no sirve: {}.", "Missing or wrong: {}."),
    ("profile", "El perfil no se entiende. Elige otro.", "The profile cannot be read. Choose another."),
    ("not_found", "Esa importación ya no existe.", "That import no longer exists."),
    (
        "unavailable",
        "Los datos no responden por ahora. Inténtalo de nuevo.",
        "The data do not answer right now. Try again.",
    ),
    (
        "interrupted",
        "El servidor se detuvo a la mitad. Importa de nuevo.",
        "The server stopped in the middle. Import again.",
    ),
    (
        "",
        "Algo falló. Inténtalo de nuevo; si sigue igual, cita el código {}.",
        "Something failed. Try again; if it stays, quote the code {}.",
    ),
];

/// The sentence of a problem; `about` is a field of the form, a line, names of columns, a reference.
#[must_use]
pub fn problem(code: &str, about: &str) -> String {
    let known = PROBLEMS.iter().find(|(known, ..)| *known == code || known.is_empty());
    let (_, es, en) = known.copied().unwrap_or_default();
    let about = if code == "field" { label(about).unwrap_or(about) } else { about };
    lang().pick(es, en).replacen("{}", about, 1)
}

/// As [`problem`], of an address: anybody can write one, so it is about fields of the form, numbers and references alone.
#[must_use]
pub fn complaint(code: &str, about: &str) -> String {
    let own = label(about).is_some() || (about.len() <= 16 && about.bytes().all(|byte| byte.is_ascii_hexdigit()));
    problem(code, if own { about } else { "" })
}

/// What the form calls a field.
fn label(name: &str) -> Option<&'static str> {
    let field = [VISIT, BRANCH, AREAS, FILE].into_iter().flatten().find(|(field, ..)| *field == name);
    field.map(|(_, _, es, en)| lang().pick(*es, *en))
}

/// How a field of the mapping form is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One of the file's columns.
    Column,
    Text,
    Check,
    Layout,
}

/// The fields of the mapping form, part by part: name, shape, words.
pub const VISIT: &[(&str, Shape, &str, &str)] = &[
    ("date", Shape::Column, "Fecha de la visita", "Date of the visit"),
    ("date_formats", Shape::Text, "Formatos de fecha, en orden", "Date formats, in order"),
    ("score", Shape::Column, "Calificación general", "General score"),
    ("score_max", Shape::Text, "Máximo de la escala", "Maximum of the scale"),
    ("score_lower", Shape::Check, "Menos es mejor", "Lower is better"),
    ("score_zero_unscored", Shape::Check, "Cero significa sin calificar", "Zero means not scored"),
    ("score_keep_missing", Shape::Check, "Guardar visitas sin calificación", "Keep visits without a score"),
    ("points", Shape::Column, "Puntos", "Points"),
    ("max_points", Shape::Column, "Puntos máximos", "Maximum points"),
    ("kind", Shape::Column, "Tipo de supervisión", "Kind of supervision"),
    ("kind_fixed", Shape::Text, "…o un tipo para todas", "…or one kind for all"),
    ("external_id", Shape::Column, "Folio", "Id in the source"),
    ("supervisor", Shape::Column, "Supervisor", "Supervisor"),
    ("sent_latitude", Shape::Column, "Latitud de envío", "Sent from: latitude"),
    ("sent_longitude", Shape::Column, "Longitud de envío", "Sent from: longitude"),
];

/// See [`VISIT`].
pub const BRANCH: &[(&str, Shape, &str, &str)] = &[
    ("code", Shape::Column, "Número o clave", "Number or code"),
    ("label", Shape::Column, "Clave y nombre juntos (25 - Juárez)", "Code and name together (25 - Juárez)"),
    ("name", Shape::Column, "Nombre", "Name"),
    ("group", Shape::Column, "Grupo operativo", "Operator group"),
    ("territory", Shape::Column, "Territorio", "Territory"),
    ("state", Shape::Column, "Estado", "State"),
    ("municipality", Shape::Column, "Municipio", "Municipality"),
    ("latitude", Shape::Column, "Latitud", "Latitude"),
    ("longitude", Shape::Column, "Longitud", "Longitude"),
];

/// See [`VISIT`].
pub const AREAS: &[(&str, Shape, &str, &str)] = &[
    ("area_prefix", Shape::Text, "Prefijo de las columnas de área", "Prefix of the area columns"),
    ("area_columns", Shape::Text, "…o sus nombres, con comas", "…or their names, with commas"),
    ("area", Shape::Column, "Columna con el nombre del área", "Column with the area's name"),
    ("area_score", Shape::Column, "Columna con su calificación", "Column with its score"),
    ("area_max", Shape::Text, "Máximo de la escala", "Maximum of the scale"),
    ("area_lower", Shape::Check, "Menos es mejor", "Lower is better"),
];

/// See [`VISIT`].
pub const FILE: &[(&str, Shape, &str, &str)] = &[
    ("layout", Shape::Layout, "Forma del archivo", "Form of the file"),
    ("null_tokens", Shape::Text, "Textos que significan vacío", "Texts that mean empty"),
    ("decimal_comma", Shape::Check, "Decimales con coma", "Decimal comma"),
    ("time_zone", Shape::Text, "Zona horaria de las sucursales", "Time zone of the branches"),
    ("timestamps_in", Shape::Text, "Zona en que están las horas, si es otra", "Zone of the timestamps, if another"),
];

/// Forms of a file: code and words.
pub const LAYOUTS: &[(&str, &str, &str)] = &[
    ("score_only", "Una fila por supervisión, sin áreas", "A row per supervision, no areas"),
    ("wide", "Una fila por supervisión, una columna por área", "A row per supervision, a column per area"),
    ("long", "Una fila por supervisión y área", "A row per supervision and area"),
    ("branches", "Solo sucursales", "Branches alone"),
];
