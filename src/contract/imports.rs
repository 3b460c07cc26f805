//! Imports on the wire: stable reason codes with their remedies, and what `/importar` shows.

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal, $es:literal, $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code, as in files and JSON.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// Reads a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.code() == code)
            }

            /// What it means and what to do, in the language (`en`, else Spanish).
            #[must_use]
            pub fn words(self, language: &str) -> &'static str {
                let english = language == "en";
                match self { $(Self::$variant => if english { $en } else { $es }),* }
            }
        }
    };
}

reasons! {
    /// Why a row was not taken. Codes are stable: scripts rely on them.
    RejectReason {
        MissingBranch = "missing_branch",
            "La fila no dice de qué sucursal es. Escribe su número o clave.",
            "The row names no branch. Write its number or code.";
        MissingKind = "missing_kind",
            "La fila no dice el tipo de supervisión. Escríbelo o indica uno para todo el archivo.",
            "The row names no kind of supervision. Write it, or name one for the whole file.";
        MissingDate = "missing_date",
            "La fila no tiene fecha. Escribe el día de la visita.",
            "The row has no date. Write the day of the visit.";
        BadDate = "bad_date",
            "La fecha no existe o está escrita de otra forma. Corrígela o agrega su formato al perfil.",
            "No such date, or it is written another way. Correct it, or add its format to the profile.";
        BadScore = "bad_score",
            "La calificación no es un número. Corrígela, o agrega el texto a los valores vacíos del perfil.",
            "The score is not a number. Correct it, or add the text to the profile's null tokens.";
        ScoreOutOfRange = "score_out_of_range",
            "La calificación está fuera de la escala. Corrígela o cambia el máximo en el perfil.",
            "The score is outside its scale. Correct it, or change the maximum in the profile.";
        BadPoints = "bad_points",
            "Los puntos no son un número, o superan el máximo. Corrígelos.",
            "The points are not a number, or exceed the maximum. Correct them.";
        MissingArea = "missing_area",
            "La fila no dice qué área se calificó. Escribe el área.",
            "The row names no area. Write what was scored.";
        BadAreaScore = "bad_area_score",
            "La calificación de un área no es un número. Corrígela, o agrega el texto a los valores vacíos del perfil.",
            "An area's score is not a number. Correct it, or add the text to the profile's null tokens.";
        AreaScoreOutOfRange = "area_score_out_of_range",
            "La calificación de un área está fuera de su escala. Corrígela o cambia la escala en el perfil.",
            "An area's score is outside its scale. Correct it, or change the scale in the profile.";
        ConflictingRows = "conflicting_rows",
            "Las filas de esta supervisión no coinciden entre sí. Deja un solo valor en todas.",
            "The rows of this supervision disagree. Leave one value in all of them.";
        DuplicateInFile = "duplicate_in_file",
            "Otra fila del archivo es de la misma supervisión con otros datos; se tomó la primera. Borra la que sobra o dales folios distintos.",
            "Another row of the file is the same supervision with other data; the first was taken. Delete one, or give them different ids.";
        ExtraCells = "extra_cells",
            "La fila tiene más celdas que el encabezado. Revisa comas o comillas de más.",
            "The row has more cells than the header. Look for stray delimiters or quotation marks.";
        ControlCharacter = "control_character",
            "La fila tiene caracteres que no son texto. Guarda el archivo de nuevo como CSV.",
            "The row holds characters that are no text. Save the file again as CSV.";
        CellTooLong = "cell_too_long",
            "Una celda es demasiado larga. Revisa si falta cerrar una comilla.",
            "A cell is too long. See whether a quotation mark was left open.";
    }
}

reasons! {
    /// Why a row is no supervision, without being wrong.
    SkipReason {
        NoScore = "no_score",
            "Sin calificación: no cuenta como supervisión calificada.",
            "No score: not a scored supervision.";
        SentinelDate = "sentinel_date",
            "La fecha significa «nunca».",
            "The date means \"never\".";
        RepeatedInFile = "repeated_in_file",
            "Repite exactamente otra fila del archivo.",
            "Repeats another row of the file exactly.";
        OtherKind = "other_kind",
            "Es de un tipo que el perfil deja fuera.",
            "Of a kind that the profile leaves out.";
    }
}

reasons! {
    /// What was taken, but deserves a look.
    WarningKind {
        NoLocation = "no_location",
            "Sucursal sin coordenadas: no aparecerá en el mapa.",
            "Branch without coordinates: it will not be on the map.";
        BadLocation = "bad_location",
            "Coordenadas en cero o imposibles: la sucursal queda sin ubicación.",
            "Zero or impossible coordinates: the branch is left without a location.";
        BadSentFrom = "bad_sent_from",
            "El lugar de envío está en cero o es imposible: la supervisión queda sin distancia a la sucursal.",
            "Where it was sent from is zero or impossible: the supervision has no distance to its branch.";
        NoBranchName = "no_branch_name",
            "Sucursal sin nombre: se muestra su clave.",
            "Branch without a name: its code is shown.";
        UnknownState = "unknown_state",
            "El estado no se reconoce; se guarda como está escrito.",
            "The state is not known; it is kept as written.";
        UnknownTerritory = "unknown_territory",
            "El territorio no es local ni foránea; la sucursal queda sin territorio.",
            "The territory is neither local nor foránea; the branch is left without one.";
        UnknownTimeZone = "unknown_time_zone",
            "La zona horaria no existe; se usa la de la organización.",
            "No such time zone; the organization's is used.";
        BadBranchDate = "bad_branch_date",
            "La fecha de apertura o cierre no se entiende; no se guarda.",
            "The opening or closing date cannot be read; it is not kept.";
        ScoreDiffers = "score_differs_from_points",
            "La calificación no es 100 · puntos / máximo; se guarda la registrada.",
            "The score is not 100 · points / max; the recorded one is kept.";
        SheetIgnored = "sheet_ignored",
            "La hoja no tiene las columnas del perfil; se dejó fuera.",
            "The sheet lacks the profile's columns; it was left out.";
    }
}

/// Counts of an import: `read` = `inserted` + `updated` + `unchanged` + `skipped` + `rejected`, in supervisions
/// (in branches for a file of branches).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportCounts {
    pub read: i64,
    pub inserted: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub skipped: i64,
    pub rejected: i64,
    pub warnings: i64,
}

impl ImportCounts {
    /// Whether nothing of the file is lost.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.read == self.inserted + self.updated + self.unchanged + self.skipped + self.rejected
    }

    /// Whether anything of the file is in the organization now.
    #[must_use]
    pub const fn took_something(&self) -> bool {
        self.inserted + self.updated + self.unchanged + self.skipped > 0
    }
}

/// Rows on a page of rejected rows.
pub const REJECTS_PER_PAGE: u32 = 20;

/// `/importar`: the way in, and what came in before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportsPage {
    /// Largest upload.
    pub limit_mb: u32,
    /// Newest first, at most 50.
    pub history: Vec<ImportSummary>,
}

/// One import of the past.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportSummary {
    pub id: u32,
    pub file_name: String,
    pub profile: String,
    /// `YYYY-MM-DD` in the organization's zone.
    pub day: String,
    pub counts: ImportCounts,
    pub data_version: i64,
}

/// `/importar/{id}`: an upload on its way, or an import of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportView {
    /// Waits for a person to look at the mapping.
    Draft(Box<ImportDraft>),
    /// Rows are being read.
    Running { file_name: String, rows: i64 },
    /// Nothing was taken: the file cannot be read, or not by its mapping.
    Failed { file_name: String, problem: ImportProblem },
    /// Over.
    Done(Box<ImportResult>),
}

/// An upload before it is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDraft {
    /// `u` and 16 hexadecimal digits.
    pub id: String,
    pub file_name: String,
    pub bytes: i64,
    /// Profile the mapping started from.
    pub profile: String,
    /// Shipped and remembered profiles.
    pub profiles: Vec<String>,
    /// Column names of the file.
    pub columns: Vec<String>,
    /// The mapping, by the names of the form's fields.
    pub fields: Vec<ImportField>,
    /// The first rows as they are in the file.
    pub raw: Vec<Vec<String>>,
    /// The first rows as they will be read, or why the mapping does not fit the file.
    pub preview: Result<ImportPreview, ImportProblem>,
}

/// Why a file or its mapping cannot be taken: a stable code that the interface has a sentence for, and what the sentence
/// is about: names of columns, a line, a field of the mapping form, a reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProblem {
    pub code: String,
    pub detail: String,
}

impl ImportProblem {
    #[must_use]
    pub fn new(code: &str, detail: impl ToString) -> Self {
        Self { code: code.to_owned(), detail: detail.to_string() }
    }
}

/// A field of the mapping form and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportField {
    pub name: String,
    pub value: String,
}

/// How the first rows will be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    pub rows: Vec<PreviewRow>,
    /// Of the first rows: taken, skipped, rejected.
    pub taken: u32,
    pub skipped: u32,
    pub rejected: u32,
}

/// A row of the preview.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    pub line: i64,
    pub branch: String,
    pub kind: String,
    pub day: String,
    /// Hundredths.
    pub score: Option<u16>,
    pub areas: u32,
    /// Why it will not be taken.
    pub skipped: Option<SkipReason>,
    pub rejected: Option<RejectReason>,
    /// What the rejection is about.
    pub detail: String,
}

/// A finished import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportResult {
    /// As in the address.
    pub id: String,
    pub file_name: String,
    pub profile: String,
    pub counts: ImportCounts,
    /// Rows of a long file.
    pub rows_read: Option<i64>,
    pub data_version: i64,
    /// False when nothing could be taken, and the organization is as it was.
    pub taken: bool,
    /// The asked page of rejected rows.
    pub rejects: Vec<ImportRemark>,
    pub page: u32,
    pub warnings: Vec<ImportRemark>,
}

/// A rejected row or a warning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportRemark {
    pub line: i64,
    pub column: String,
    pub value: String,
    /// Stable code; see [`RejectReason`] and [`WarningKind`].
    pub reason: String,
}
