//! Words of `/administracion/llaves`.

use super::{Noun, lang, noun};
use crate::domain::Role;

/// See the module.
pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub reference: &'static str,
    pub all: &'static str,
    pub none: &'static str,
    pub name: &'static str,
    pub key: &'static str,
    pub role: &'static str,
    pub scope: &'static str,
    pub made: &'static str,
    pub made_by: &'static str,
    pub expires: &'static str,
    pub used: &'static str,
    pub never: &'static str,
    pub state: &'static str,
    pub good: &'static str,
    pub expired: &'static str,
    pub revoked: &'static str,
    pub revoke: &'static str,
    pub revoke_lead: &'static str,
    pub keep: &'static str,
    pub new: &'static str,
    pub new_lead: &'static str,
    pub cannot_make: &'static str,
    pub name_hint: &'static str,
    pub scope_lead: &'static str,
    pub everything: &'static str,
    pub only: &'static str,
    pub days: &'static str,
    pub day_count: Noun,
    pub make: &'static str,
    pub not_made: &'static str,
    pub made_title: &'static str,
    pub made_lead: &'static str,
    pub made_use: &'static str,
    pub made_gone: &'static str,
    pub back: &'static str,
    pub was_revoked: &'static str,
}

const ES: Words = Words {
    title: "Llaves de programas",
    lead: "Con una llave, un programa lee tu organización sin que nadie inicie sesión. Cada llave tiene su rol, su alcance y su fin.",
    reference: "Qué pueden pedir los programas",
    all: "Llaves",
    none: "Todavía no hay llaves.",
    name: "Nombre",
    key: "Llave",
    role: "Rol",
    scope: "Alcance",
    made: "Creada",
    made_by: "Por",
    expires: "Vence",
    used: "Último uso",
    never: "Nunca",
    state: "Estado",
    good: "Vigente",
    expired: "Vencida",
    revoked: "Revocada",
    revoke: "Revocar llave",
    revoke_lead: "El programa que la usa deja de entrar en su siguiente petición. No se puede deshacer.",
    keep: "No, conservarla",
    new: "Nueva llave",
    new_lead: "Da a cada programa su propia llave, con lo mínimo que necesita.",
    cannot_make: "Este servidor no pide iniciar sesión: no hace falta una llave.",
    name_hint: "Qué programa la usará",
    scope_lead: "Qué sucursales ve",
    everything: "Toda la organización",
    only: "Solo lo que marques",
    days: "Vence en",
    day_count: noun("día", "días"),
    make: "Crear llave",
    not_made: "No se creó la llave: corrige lo marcado y créala de nuevo.",
    made_title: "Llave creada",
    made_lead: "Cópiala ahora: no se vuelve a mostrar. Guárdala como una contraseña.",
    made_use: "El programa la envía en cada petición, en el encabezado X-API-Key:",
    made_gone: "La llave ya se mostró una vez y no se vuelve a mostrar. Si no la copiaste, revócala y crea otra.",
    back: "Llaves",
    was_revoked: "La llave fue revocada.",
};

const EN: Words = Words {
    title: "Keys of programs",
    lead: "With a key, a program reads your organization without anybody signing in. Each key has its role, its scope and its end.",
    reference: "What programs can ask for",
    all: "Keys",
    none: "There are no keys yet.",
    name: "Name",
    key: "Key",
    role: "Role",
    scope: "Scope",
    made: "Made",
    made_by: "By",
    expires: "Expires",
    used: "Last used",
    never: "Never",
    state: "State",
    good: "Good",
    expired: "Expired",
    revoked: "Revoked",
    revoke: "Revoke key",
    revoke_lead: "The program that uses it is refused from its next request on. This cannot be undone.",
    keep: "No, keep it",
    new: "New key",
    new_lead: "Give each program a key of its own, with no more than it needs.",
    cannot_make: "This server asks nobody to sign in: there is no need of a key.",
    name_hint: "Which program will use it",
    scope_lead: "Which branches it sees",
    everything: "The whole organization",
    only: "Only what you tick",
    days: "Expires in",
    day_count: noun("day", "days"),
    make: "Make key",
    not_made: "No key was made: correct what is marked and make it again.",
    made_title: "Key made",
    made_lead: "Copy it now: it is not shown again. Keep it like a password.",
    made_use: "The program sends it with each request, in the header X-API-Key:",
    made_gone: "The key was shown once and is not shown again. If you did not copy it, revoke it and make another.",
    back: "Keys",
    was_revoked: "The key was revoked.",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// A role that a key may have, and what it does.
#[must_use]
pub fn role(role: Role) -> &'static str {
    let (es, en) = match role {
        Role::Viewer => ("Consulta: lee", "Viewer: reads"),
        Role::Supervisor => ("Supervisión: lee y envía supervisiones", "Supervisor: reads and sends supervisions"),
        Role::Director | Role::Admin => ("Toda la organización", "The whole organization"),
    };
    lang().pick(es, en)
}

/// What the last form said was wrong.
#[must_use]
pub fn complaint(code: &str) -> &'static str {
    let (es, en) = match code {
        "name" => ("El nombre falta o pasa de 80 letras.", "The name is missing or has more than 80 letters."),
        "role" => ("Elige el rol de la llave.", "Choose the key's role."),
        "scope" => (
            "Marca al menos un grupo, estado, territorio o sucursal.",
            "Tick a group, state, territory or branch at least.",
        ),
        "days" => ("Una llave vive de 1 a 730 días.", "A key lives from 1 to 730 days."),
        "many" => (
            "Hay demasiadas llaves vigentes: revoca las que no se usan.",
            "There are too many good keys: revoke those not in use.",
        ),
        "forbidden" => ("Tu rol no permite esto.", "Your role does not allow this."),
        "not_found" => ("Esa llave no existe.", "There is no such key."),
        "unavailable" => (
            "No se pudo guardar. Vuelve a intentar en unos segundos.",
            "It could not be saved. Try again in a few seconds.",
        ),
        _ => ("Algo falló de nuestro lado. Vuelve a intentar.", "Something failed on our side. Try again."),
    };
    lang().pick(es, en)
}
