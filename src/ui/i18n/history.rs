//! Words of `/historico`.

use super::{Lang, format, lang};
use crate::domain::views::{Granularity, HistoryShow};

/// Fixed words of the page.
pub struct Words {
    pub title: &'static str,
    pub lead_groups: &'static str,
    pub lead_branches: &'static str,
    pub group: &'static str,
    pub branch: &'static str,
    pub organization: &'static str,
    pub change: &'static str,
    pub by: &'static str,
    pub show: &'static str,
    pub all_groups: &'static str,
    pub none_shown: &'static str,
    pub show_all: &'static str,
    pub empty: &'static str,
    pub open_group: &'static str,
    pub how_to_read: &'static str,
}

const ES: Words = Words {
    title: "Histórico",
    lead_groups: "Promedio de cada grupo, periodo por periodo. Toca un grupo para ver sus sucursales, una celda para acercarte a ese periodo.",
    lead_branches: "Promedio de cada sucursal del grupo, periodo por periodo. Toca una sucursal o una celda para abrirla.",
    group: "Grupo",
    branch: "Sucursal",
    organization: "Toda la selección",
    change: "Cambio",
    by: "Periodos por",
    show: "Mostrar",
    all_groups: "Todos los grupos",
    none_shown: "Ninguno en este caso.",
    show_all: "Ver todos",
    empty: "Sin supervisiones calificadas en esta selección. Quita un filtro o elige otro periodo.",
    open_group: "Abrir la página del grupo",
    how_to_read: "Bajo cada promedio, cuántas supervisiones lo forman; tócalo para verlas. El cambio compara el último periodo con datos contra el inmediato anterior de su clase, en puntos.",
};

const EN: Words = Words {
    title: "History",
    lead_groups: "Average of every group, period by period. Tap a group to see its branches, a cell to zoom into that period.",
    lead_branches: "Average of every branch of the group, period by period. Tap a branch or a cell to open it.",
    group: "Group",
    branch: "Branch",
    organization: "Whole selection",
    change: "Change",
    by: "Periods by",
    show: "Show",
    all_groups: "All groups",
    none_shown: "None in this case.",
    show_all: "Show all",
    empty: "No scored supervisions in this selection. Remove a filter or choose another period.",
    open_group: "Open the group's page",
    how_to_read: "Under each average, how many supervisions make it; tap that to see them. Change compares the last period with data against the one directly before of its kind, in points.",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// Name of a width of column.
#[must_use]
pub const fn granularity(lang: Lang, by: Granularity) -> &'static str {
    match (lang, by) {
        (Lang::Es, Granularity::Month) => "Mes",
        (Lang::Es, Granularity::Quarter) => "Trimestre",
        (Lang::Es, Granularity::Year) => "Año",
        (Lang::Es, Granularity::Named) => "Periodos",
        (Lang::En, Granularity::Month) => "Month",
        (Lang::En, Granularity::Quarter) => "Quarter",
        (Lang::En, Granularity::Year) => "Year",
        (Lang::En, Granularity::Named) => "Named periods",
    }
}

/// Name of a choice of rows.
#[must_use]
pub const fn show(lang: Lang, show: HistoryShow) -> &'static str {
    match (lang, show) {
        (Lang::Es, HistoryShow::All) => "Todos",
        (Lang::Es, HistoryShow::Improving) => "Mejorando",
        (Lang::Es, HistoryShow::Declining) => "Empeorando",
        (Lang::Es, HistoryShow::Critical) => "En crítico",
        (Lang::En, HistoryShow::All) => "All",
        (Lang::En, HistoryShow::Improving) => "Improving",
        (Lang::En, HistoryShow::Declining) => "Declining",
        (Lang::En, HistoryShow::Critical) => "Critical",
    }
}

/// "Los 8 grupos que mejoran, de 20." under the choices.
#[must_use]
pub fn summary(lang: Lang, inside: bool, show: HistoryShow, shown: u32, all: u32) -> String {
    let (one, single) = (shown == 1, all == 1);
    let (shown, all) = (format::integer(shown), format::integer(all));
    match lang {
        Lang::Es => {
            let noun = match (inside, one) {
                (false, true) => "grupo",
                (false, false) => "grupos",
                (true, true) => "sucursal",
                (true, false) => "sucursales",
            };
            let what = match (show, one) {
                (HistoryShow::All, _) => return format!("{shown} {noun}"),
                (HistoryShow::Improving, true) => "mejora",
                (HistoryShow::Improving, false) => "mejoran",
                (HistoryShow::Declining, true) => "empeora",
                (HistoryShow::Declining, false) => "empeoran",
                (HistoryShow::Critical, true) => "está en crítico",
                (HistoryShow::Critical, false) => "están en crítico",
            };
            format!("{shown} {noun} de {all} {what}")
        }
        Lang::En => {
            let noun = match (inside, single) {
                (false, true) => "group",
                (false, false) => "groups",
                (true, true) => "branch",
                (true, false) => "branches",
            };
            let what = match (show, one) {
                (HistoryShow::All, _) => return format!("{shown} {noun}"),
                (HistoryShow::Improving, true) => "is improving",
                (HistoryShow::Improving, false) => "are improving",
                (HistoryShow::Declining, true) => "is declining",
                (HistoryShow::Declining, false) => "are declining",
                (HistoryShow::Critical, true) => "is critical",
                (HistoryShow::Critical, false) => "are critical",
            };
            format!("{shown} of {all} {noun} {what}")
        }
    }
}
