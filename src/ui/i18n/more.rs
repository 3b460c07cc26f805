//! Words of `/mas`.

use super::lang;

/// See the module.
pub struct Words {
    pub title: &'static str,
    pub data: &'static str,
    pub import_note: &'static str,
    pub appearance: &'static str,
    pub rankings: &'static str,
    pub groups: &'static str,
    pub branches: &'static str,
    pub states: &'static str,
    pub areas: &'static str,
    pub version: &'static str,
    pub install: &'static str,
}

const ES: Words = Words {
    title: "Más",
    data: "Datos",
    import_note: "Sube un archivo CSV o Excel con supervisiones.",
    appearance: "Apariencia",
    rankings: "Listas completas",
    groups: "Grupos",
    branches: "Sucursales",
    states: "Estados",
    areas: "Áreas",
    version: "Versión de los datos",
    install: "Poner en la pantalla de inicio",
};

const EN: Words = Words {
    title: "More",
    data: "Data",
    import_note: "Upload a CSV or Excel file with supervisions.",
    appearance: "Appearance",
    rankings: "Full lists",
    groups: "Groups",
    branches: "Branches",
    states: "States",
    areas: "Areas",
    version: "Data version",
    install: "Put on the home screen",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}
