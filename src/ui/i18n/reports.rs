//! Words of `/reportes`.

use super::{common, lang};
use crate::{
    contract::{Problem, ReportShows},
    ui::components::filter_bar::wording,
};

/// See the module.
pub struct Words {
    pub lead: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub none: &'static str,
    pub none_text: &'static str,
    pub none_fits: &'static str,
    pub all: &'static str,
    pub to_board: &'static str,
    pub cannot: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub shows: &'static str,
    pub no_filter: &'static str,
    pub format: &'static str,
    pub owner: &'static str,
    pub you: &'static str,
    pub shared: &'static str,
    pub changed: &'static str,
    pub actions: &'static str,
    pub download: &'static str,
    pub edit: &'static str,
    pub duplicate: &'static str,
    pub delete: &'static str,
    pub delete_sure: &'static str,
    pub delete_lead: &'static str,
    pub new: &'static str,
    pub open: &'static str,
    pub open_lead: &'static str,
    pub open_new_lead: &'static str,
    pub language: &'static str,
    pub share: &'static str,
    pub share_hint: &'static str,
    pub save: &'static str,
    pub save_changes: &'static str,
    pub cancel: &'static str,
    pub not_saved: &'static str,
    pub of_others: &'static str,
}

const ES: Words = Words {
    lead: "Un reporte guarda una vista con sus filtros y su formato. Cada descarga lleva los datos del momento y solo lo que tú puedes ver.",
    search: "Buscar",
    search_hint: "Nombre o dueño",
    none: "Todavía no hay reportes",
    none_text: "Abre una vista, elige sus filtros y toca «Guardar como reporte» en el menú Exportar.",
    none_fits: "Ningún reporte ni dueño se llama así",
    all: "Ver todos",
    to_board: "Ir al tablero",
    cannot: "Este servidor no pide iniciar sesión, y un reporte necesita dueño: aquí no se pueden guardar.",
    name: "Nombre",
    name_hint: "Hasta 100 letras",
    shows: "Qué muestra",
    no_filter: "Sin filtros",
    format: "Formato",
    owner: "Dueño",
    you: "Tú",
    shared: "Compartido",
    changed: "Último cambio",
    actions: "Acciones",
    download: "Descargar",
    edit: "Editar",
    duplicate: "Duplicar",
    delete: "Borrar",
    delete_sure: "Sí, borrar",
    delete_lead: "No se puede deshacer.",
    new: "Guardar como reporte",
    open: "Abrir la vista",
    open_lead: "Para cambiar los filtros, ábrela, elígelos y toca «Guardar en este reporte» en el menú Exportar.",
    open_new_lead: "Para otros filtros, vuelve a la vista y elígelos ahí.",
    language: "Idioma del archivo",
    share: "Compartir con la organización",
    share_hint: "Quien puede exportar lo ve y lo descarga, con los datos de su propio alcance.",
    save: "Guardar reporte",
    save_changes: "Guardar cambios",
    cancel: "Cancelar",
    not_saved: "No se guardó: corrige lo marcado y guarda otra vez.",
    of_others: "Lo comparte su dueño. Para cambiarlo, duplícalo: la copia es tuya.",
};

const EN: Words = Words {
    lead: "A report keeps a view with its filters and its format. Each download has the data of its moment, and only what you may see.",
    search: "Search",
    search_hint: "Name or owner",
    none: "There are no reports yet",
    none_text: "Open a view, choose its filters and take “Save as report” in the Export menu.",
    none_fits: "No report and no owner has that name",
    all: "Show all",
    to_board: "Go to the dashboard",
    cannot: "This server asks nobody to sign in, and a report needs an owner: none can be saved here.",
    name: "Name",
    name_hint: "Up to 100 letters",
    shows: "What it shows",
    no_filter: "No filters",
    format: "Format",
    owner: "Owner",
    you: "You",
    shared: "Shared",
    changed: "Last change",
    actions: "Actions",
    download: "Download",
    edit: "Edit",
    duplicate: "Duplicate",
    delete: "Delete",
    delete_sure: "Yes, delete",
    delete_lead: "This cannot be undone.",
    new: "Save as report",
    open: "Open the view",
    open_lead: "To change the filters, open it, choose them and take “Save in this report” in the Export menu.",
    open_new_lead: "For other filters, go back to the view and choose them there.",
    language: "Language of the file",
    share: "Share with the organization",
    share_hint: "Who may export sees and downloads it, with the data of their own scope.",
    save: "Save report",
    save_changes: "Save changes",
    cancel: "Cancel",
    not_saved: "Nothing was saved: correct what is marked and save again.",
    of_others: "Its owner shares it. To change it, duplicate it: the copy is yours.",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// A view by its name.
#[must_use]
pub fn view(shows: &ReportShows) -> String {
    let words = common::words();
    let (es, en) = match shows.view.as_str() {
        "board" => return words.board.into(),
        "map" => return words.map.into(),
        "history" => return words.history.into(),
        "indicators" => return words.indicators.into(),
        "branches" => return words.branches.into(),
        "groups" => return words.groups.into(),
        "supervisions" => return words.supervisions.into(),
        "kpis" => ("Cifras del tablero", "Figures of the dashboard"),
        "trends" => ("Tendencia mensual", "Monthly trend"),
        "areas" => ("Áreas", "Areas"),
        "rankings/branches" => ("Lista de sucursales", "List of branches"),
        "rankings/groups" => ("Lista de grupos", "List of groups"),
        "rankings/states" => ("Lista de estados", "List of states"),
        "rankings/areas" => ("Lista de áreas", "List of areas"),
        "explain" => ("Detrás de una cifra", "Behind a figure"),
        _ => return shows.subject.clone().unwrap_or_else(|| shows.view.clone()),
    };
    lang().pick(es, en).to_owned()
}

/// A filter in one line: `Periodo 2025, Q3 · Estado Nuevo León`.
#[must_use]
pub fn filter(shows: &ReportShows) -> String {
    if shows.filter.is_empty() {
        return words().no_filter.into();
    }
    let mut said = String::new();
    let mut before = "";
    for chip in &shows.filter {
        let (label, value) = wording(lang(), chip);
        let parts: [&str; 3] = match before {
            same if same == label => [", ", "", ""],
            "" => ["", label, " "],
            _ => [" · ", label, " "],
        };
        said.extend(parts);
        said.push_str(&value);
        before = label;
    }
    said
}

/// A format as people call it.
#[must_use]
pub fn format(code: &str) -> String {
    match code {
        "xlsx" => "Excel".into(),
        "geojson" => "GeoJSON".into(),
        code => code.to_uppercase(),
    }
}

/// What the last form did.
#[must_use]
pub fn done(code: &str) -> Option<&'static str> {
    let (es, en) = match code {
        "guardado" => ("El reporte quedó guardado.", "The report is saved."),
        "duplicado" => ("Esta es tu copia: ponle su nombre.", "This is your copy: give it a name."),
        "borrado" => ("El reporte se borró.", "The report was deleted."),
        _ => return None,
    };
    Some(lang().pick(es, en))
}

/// What is wrong with a form.
#[must_use]
pub fn complaint(problem: &Problem) -> String {
    let (es, en) = match problem.code.as_str() {
        "missing_name" => ("Escribe un nombre.", "Write a name."),
        "report_name_long" => ("Usa a lo más 100 letras.", "Use 100 letters at most."),
        "control_character" => ("Tiene caracteres que no son texto.", "It holds characters that are no text."),
        "name_taken" => {
            ("Ya tienes un reporte con ese nombre: usa otro.", "You have a report of that name: use another.")
        }
        "report_limit" => (
            "Ya tienes 200 reportes: borra alguno que no uses.",
            "You have 200 reports: delete one that you do not use.",
        ),
        "report_query_long" => (
            "El filtro nombra demasiado: elige menos sucursales o áreas.",
            "The filter names too much: choose fewer branches or areas.",
        ),
        "unknown_format" => ("Esa vista no se da en ese formato.", "That view does not come in that format."),
        "unknown_view" => ("Lo que muestra ya no existe para ti.", "What it shows is not there for you any more."),
        "stale" => (
            "Alguien lo cambió mientras tanto. Aquí está lo que escribiste: guarda otra vez para dejarlo así.",
            "Somebody changed it meanwhile. This is what you wrote: save again to leave it so.",
        ),
        "forbidden" => (
            "Ese reporte es de otra persona, o no puedes tener reportes.",
            "That report is somebody else's, or you may have none.",
        ),
        "not_found" => ("Ese reporte ya no existe.", "There is no such report any more."),
        "unavailable" => (
            "No se pudo guardar. Vuelve a intentar en unos segundos.",
            "It could not be saved. Try again in a few seconds.",
        ),
        "internal" => ("Algo falló de nuestro lado. Vuelve a intentar.", "Something failed on our side. Try again."),
        _ => {
            let said = lang().pick("Este filtro ya no se puede usar: ", "This filter can be used no more: ");
            return [said, problem.detail.trim_start_matches("query.")].concat();
        }
    };
    lang().pick(es, en).to_owned()
}
