//! Words of the menu of files.

use super::{Lang, lang};

/// See the module.
pub struct Words {
    pub export: &'static str,
    pub lead: &'static str,
    pub excel: &'static str,
    pub pdf: &'static str,
    pub png: &'static str,
    pub csv: &'static str,
    pub scores: &'static str,
    pub scores_told: &'static str,
    pub geojson: &'static str,
    pub json: &'static str,
    pub save: &'static str,
    pub save_told: &'static str,
    pub save_here: &'static str,
    pub save_here_told: &'static str,
    /// Before the name of a file.
    pub making: &'static str,
    /// After the name of a file.
    pub kept: &'static str,
    pub stop: &'static str,
    pub stopped: &'static str,
    pub failed: &'static str,
}

const ES: Words = Words {
    export: "Exportar",
    lead: "Lo que ves, con tus filtros",
    excel: "Un libro con una hoja por tarjeta",
    pdf: "Un informe para imprimir o enviar",
    png: "La gráfica principal, como imagen",
    csv: "La tabla principal",
    scores: "Detalle en CSV",
    scores_told: "Una línea por visita y área",
    geojson: "Los puntos, para otros mapas",
    json: "Como la API lo da",
    save: "Guardar como reporte",
    save_told: "Para descargarlo otra vez con un toque",
    save_here: "Guardar en este reporte",
    save_here_told: "Con los filtros de ahora",
    making: "Preparando",
    kept: "descargado",
    stop: "Cancelar",
    stopped: "cancelado",
    failed: "no se pudo descargar. Revisa tu conexión e inténtalo otra vez.",
};

const EN: Words = Words {
    export: "Export",
    lead: "What you see, with your filters",
    excel: "A workbook with a sheet for each card",
    pdf: "A report to print or to send",
    png: "The main chart, as a picture",
    csv: "The main table",
    scores: "Detail as CSV",
    scores_told: "A row for each visit and area",
    geojson: "The points, for other maps",
    json: "As the API gives it",
    save: "Save as report",
    save_told: "To download it again by one touch",
    save_here: "Save in this report",
    save_here_told: "With the filters of now",
    making: "Preparing",
    kept: "downloaded",
    stop: "Cancel",
    stopped: "cancelled",
    failed: "it could not be downloaded. Check your connection and try again.",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    match lang() {
        Lang::Es => &ES,
        Lang::En => &EN,
    }
}
