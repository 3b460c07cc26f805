//! Words of `/api/docs`; operations are described in the document's own English.

use super::lang;

/// See the module.
pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub document: &'static str,
    pub contents: &'static str,
    pub filter: &'static str,
    pub body: &'static str,
    pub answer: &'static str,
    pub statuses: &'static str,
    pub errors: &'static str,
    pub errors_lead: &'static str,
    pub status: &'static str,
    pub code: &'static str,
    pub message: &'static str,
}

const ES: Words = Words {
    title: "API de Falcon",
    lead: "Otros sistemas leen aquí las mismas cifras que ves en pantalla, con el mismo alcance. Una llave se crea en Administración, Llaves de programas.",
    document: "Documento OpenAPI",
    contents: "Contenido",
    filter: "Parámetros del filtro",
    body: "Ejemplo de lo que se envía",
    answer: "Ejemplo de respuesta",
    statuses: "Estados",
    errors: "Errores",
    errors_lead: "Todos tienen la misma forma. El código no cambia; el mensaje sigue a lang o a Accept-Language.",
    status: "Estado",
    code: "Código",
    message: "Mensaje",
};

const EN: Words = Words {
    title: "The Falcon API",
    lead: "Other systems read the figures that the pages show, within the same scope. A key is made under Administration, Keys of programs.",
    document: "OpenAPI document",
    contents: "Contents",
    filter: "Parameters of the filter",
    body: "Example of what is sent",
    answer: "Example of an answer",
    statuses: "Statuses",
    errors: "Errors",
    errors_lead: "They have one form. The code stays; the message follows lang or Accept-Language.",
    status: "Status",
    code: "Code",
    message: "Message",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// A section of the document.
#[must_use]
pub fn section(name: &str) -> String {
    let known = match name {
        "figures" => ("Cifras", "Figures"),
        "supervisions" => ("Supervisiones", "Supervisions"),
        "master data" => ("Datos maestros", "Master data"),
        "sign-in" => ("Inicio de sesión", "Sign-in"),
        "imports" => ("Importaciones", "Imports"),
        "administration" => ("Administración", "Administration"),
        _ => return name.to_owned(),
    };
    lang().pick(known.0, known.1).to_owned()
}
