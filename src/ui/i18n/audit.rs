//! Words of `/administracion/auditoria`.

use super::{Lang, lang};
use crate::{contract::AuditAgent, domain::access::audit::Act};

/// Fixed words of the page.
pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub from: &'static str,
    pub until: &'static str,
    pub act: &'static str,
    pub any_act: &'static str,
    pub text: &'static str,
    pub text_hint: &'static str,
    pub show: &'static str,
    pub clear: &'static str,
    pub by: &'static str,
    pub everybody: &'static str,
    pub only: &'static str,
    pub csv: &'static str,
    pub newer: &'static str,
    pub older: &'static str,
    pub newest: &'static str,
    pub pages: &'static str,
    pub details: &'static str,
    pub address: &'static str,
    pub device: &'static str,
    pub person_number: &'static str,
    pub key_number: &'static str,
    pub report_number: &'static str,
    pub correlation: &'static str,
    pub number: &'static str,
    pub field: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub refused: &'static str,
    pub failed: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub none_fits: &'static str,
    pub none_fits_text: &'static str,
    pub reversed: &'static str,
}

const ES: Words = Words {
    title: "Auditoría",
    lead: "Quién hizo qué, cuándo y desde dónde. Las entradas no se pueden cambiar: cada una lleva la huella de la anterior.",
    from: "Desde",
    until: "Hasta",
    act: "Acción",
    any_act: "Todas",
    text: "Buscar",
    text_hint: "Persona, objeto, dirección o referencia",
    show: "Mostrar",
    clear: "Quitar filtros",
    by: "Solo lo que hizo",
    everybody: "Ver a todos",
    only: "Ver solo lo que hizo esta persona",
    csv: "Descargar CSV",
    newer: "Más recientes",
    older: "Anteriores",
    newest: "Ir a lo más reciente",
    pages: "Páginas",
    details: "Detalles",
    address: "Dirección",
    device: "Dispositivo",
    person_number: "Número de la persona",
    key_number: "Número de la llave",
    report_number: "Número del reporte",
    correlation: "Referencia",
    number: "Entrada",
    field: "Dato",
    before: "Antes",
    after: "Después",
    refused: "rechazado",
    failed: "falló",
    empty: "Todavía no hay nada que contar.",
    empty_text: "Aquí aparecerá cada entrada, cambio y descarga de tu organización.",
    none_fits: "Nada con estos filtros.",
    none_fits_text: "Quita un filtro o amplía las fechas.",
    reversed: "«Desde» cae después de «Hasta»: cambia una de las dos fechas.",
};

const EN: Words = Words {
    title: "Audit log",
    lead: "Who did what, when and from where. Entries cannot be changed: each carries the fingerprint of the one before.",
    from: "From",
    until: "To",
    act: "Action",
    any_act: "All",
    text: "Search",
    text_hint: "Person, object, address or reference",
    show: "Show",
    clear: "Clear filters",
    by: "Only what was done by",
    everybody: "See everybody",
    only: "See only what this person did",
    csv: "Download CSV",
    newer: "Newer",
    older: "Older",
    newest: "Go to the newest",
    pages: "Pages",
    details: "Details",
    address: "Address",
    device: "Device",
    person_number: "Number of the person",
    key_number: "Number of the key",
    report_number: "Number of the report",
    correlation: "Reference",
    number: "Entry",
    field: "Field",
    before: "Before",
    after: "After",
    refused: "refused",
    failed: "failed",
    empty: "Nothing to tell yet.",
    empty_text: "Every sign-in, change and download of your organization will appear here.",
    none_fits: "Nothing with these filters.",
    none_fits_text: "Remove a filter or widen the dates.",
    reversed: "“From” lies after “To”: change one of the two dates.",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// What something was done to, and its number, which the log writes behind a person's name and a key: `Ana (5)`.
#[must_use]
pub fn apart(act: Act, target: &str) -> (&str, Option<&str>) {
    let numbered = matches!(
        act,
        Act::PersonInvited
            | Act::PersonChanged
            | Act::PersonDisabled
            | Act::PersonEnabled
            | Act::PasswordReset
            | Act::MembershipChanged
            | Act::MembershipRemoved
            | Act::ScopeChanged
            | Act::KeyMade
            | Act::KeyRevoked
            | Act::ReportMade
            | Act::ReportChanged
            | Act::ReportRemoved
    );
    let parts = target.strip_suffix(')').and_then(|target| target.rsplit_once(" ("));
    match parts {
        Some((name, number)) if numbered && number.bytes().all(|byte| byte.is_ascii_digit()) => (name, Some(number)),
        _ => (target, None),
    }
}

/// Name of an act in a list; what somebody did; the same before the name of what they did it to.
type Phrases = (&'static str, &'static str, &'static str);

const fn phrases(lang: Lang, act: Act) -> Phrases {
    match lang {
        Lang::Es => spanish(act),
        Lang::En => english(act),
    }
}

const fn spanish(act: Act) -> Phrases {
    match act {
        Act::SignIn => ("Entradas", "entró", "entró con"),
        Act::SignInRefused => ("Entradas rechazadas", "no pudo entrar", "no pudo entrar como"),
        Act::SecondFactorRefused => ("Códigos equivocados", "dio un código equivocado", "dio un código equivocado de"),
        Act::SecondFactorSet => ("Segundo factor puesto", "puso su segundo factor", "puso el segundo factor de"),
        Act::SecondFactorRemoved => ("Segundo factor quitado", "quitó su segundo factor", "quitó el segundo factor de"),
        Act::RecoveryCodesMade => {
            ("Códigos de recuperación", "hizo códigos de recuperación", "hizo códigos de recuperación de")
        }
        Act::SignOut => ("Salidas", "salió", "salió de"),
        Act::SessionsEnded => ("Sesiones terminadas", "terminó sesiones", "terminó sesiones de"),
        Act::Refused => ("Accesos negados", "pidió algo sin permiso", "pidió sin permiso"),
        Act::Export => ("Descargas", "descargó datos", "descargó"),
        Act::Snapshot => ("Copias en el navegador", "se llevó los datos de su alcance", "se llevó los datos de"),
        Act::PersonInvited => ("Invitaciones", "invitó a alguien", "invitó a"),
        Act::PersonChanged => ("Personas cambiadas", "cambió sus datos", "cambió los datos de"),
        Act::PersonDisabled => ("Personas bloqueadas", "bloqueó a alguien", "bloqueó a"),
        Act::PersonEnabled => ("Personas desbloqueadas", "desbloqueó a alguien", "desbloqueó a"),
        Act::MembershipChanged => ("Roles cambiados", "cambió un rol", "cambió el rol de"),
        Act::MembershipRemoved => ("Personas retiradas", "retiró a alguien", "retiró a"),
        Act::ScopeChanged => ("Alcances cambiados", "cambió un alcance", "cambió el alcance de"),
        Act::SettingsChanged => ("Ajustes cambiados", "cambió los ajustes", "cambió los ajustes:"),
        Act::KeyMade => ("Llaves creadas", "creó una llave", "creó la llave"),
        Act::KeyRevoked => ("Llaves revocadas", "revocó una llave", "revocó la llave"),
        Act::TokenReuse => ("Fichas usadas dos veces", "usó una ficha ya usada", "usó una ficha ya usada de"),
        Act::AccessRequested => ("Solicitudes de acceso", "pidió acceso", "pidió acceso para"),
        Act::AccessDecided => {
            ("Solicitudes resueltas", "resolvió una solicitud de acceso", "resolvió la solicitud de acceso de")
        }
        Act::PasswordChanged => ("Contraseñas cambiadas", "cambió su contraseña", "cambió la contraseña de"),
        Act::PasswordReset => {
            ("Enlaces de contraseña", "hizo un enlace de contraseña", "hizo un enlace de contraseña para")
        }
        Act::PasskeyAdded => ("Llaves de acceso puestas", "puso una llave de acceso", "puso la llave de acceso"),
        Act::PasskeyRenamed => {
            ("Llaves de acceso renombradas", "renombró una llave de acceso", "renombró la llave de acceso")
        }
        Act::PasskeyRemoved => ("Llaves de acceso quitadas", "quitó una llave de acceso", "quitó la llave de acceso"),
        Act::Import => ("Importaciones", "importó datos", "importó"),
        Act::SupervisionsSent => ("Supervisiones enviadas", "envió supervisiones", "envió"),
        Act::SupervisionDeleted => ("Supervisiones borradas", "borró una supervisión", "borró"),
        Act::SupervisionRestored => ("Supervisiones recuperadas", "recuperó una supervisión", "recuperó"),
        Act::BranchChanged => ("Sucursales cambiadas", "cambió una sucursal", "cambió la sucursal"),
        Act::ReportMade => ("Reportes guardados", "guardó un reporte", "guardó el reporte"),
        Act::ReportChanged => ("Reportes cambiados", "cambió un reporte", "cambió el reporte"),
        Act::ReportRemoved => ("Reportes borrados", "borró un reporte", "borró el reporte"),
        Act::Retention => ("Limpieza de este registro", "retiró entradas antiguas", "retiró entradas antiguas de"),
    }
}

const fn english(act: Act) -> Phrases {
    match act {
        Act::SignIn => ("Sign-ins", "signed in", "signed in by"),
        Act::SignInRefused => ("Refused sign-ins", "could not sign in", "could not sign in as"),
        Act::SecondFactorRefused => ("Wrong codes", "gave a wrong code", "gave a wrong code of"),
        Act::SecondFactorSet => ("Second factor set", "set up their second factor", "set up the second factor of"),
        Act::SecondFactorRemoved => {
            ("Second factor removed", "removed their second factor", "removed the second factor of")
        }
        Act::RecoveryCodesMade => ("Recovery codes", "made recovery codes", "made recovery codes of"),
        Act::SignOut => ("Sign-outs", "signed out", "signed out of"),
        Act::SessionsEnded => ("Ended sessions", "ended sessions", "ended sessions of"),
        Act::Refused => ("Refused access", "asked for something without permission", "asked without permission for"),
        Act::Export => ("Downloads", "downloaded data", "downloaded"),
        Act::Snapshot => ("Copies in the browser", "took the data of their scope along", "took along the data of"),
        Act::PersonInvited => ("Invitations", "invited somebody", "invited"),
        Act::PersonChanged => ("People changed", "changed their own data", "changed the data of"),
        Act::PersonDisabled => ("People barred", "barred somebody", "barred"),
        Act::PersonEnabled => ("People let in again", "let somebody in again", "let in again"),
        Act::MembershipChanged => ("Roles changed", "changed a role", "changed the role of"),
        Act::MembershipRemoved => ("People removed", "removed somebody", "removed"),
        Act::ScopeChanged => ("Scopes changed", "changed a scope", "changed the scope of"),
        Act::SettingsChanged => ("Settings changed", "changed the settings", "changed the settings:"),
        Act::KeyMade => ("Keys made", "made a key", "made the key"),
        Act::KeyRevoked => ("Keys revoked", "revoked a key", "revoked the key"),
        Act::TokenReuse => ("Tokens used twice", "used a token again", "used a token again of"),
        Act::AccessRequested => ("Requests for access", "asked for access", "asked for access for"),
        Act::AccessDecided => {
            ("Decided requests", "decided on a request for access", "decided on the request for access of")
        }
        Act::PasswordChanged => ("Passwords changed", "changed their password", "changed the password of"),
        Act::PasswordReset => ("Password links", "made a password link", "made a password link for"),
        Act::PasskeyAdded => ("Passkeys added", "added a passkey", "added the passkey"),
        Act::PasskeyRenamed => ("Passkeys renamed", "renamed a passkey", "renamed the passkey"),
        Act::PasskeyRemoved => ("Passkeys removed", "removed a passkey", "removed the passkey"),
        Act::Import => ("Imports", "imported data", "imported"),
        Act::SupervisionsSent => ("Supervisions sent", "sent supervisions", "sent"),
        Act::SupervisionDeleted => ("Supervisions deleted", "deleted a supervision", "deleted"),
        Act::SupervisionRestored => ("Supervisions restored", "restored a supervision", "restored"),
        Act::BranchChanged => ("Branches changed", "changed a branch", "changed the branch"),
        Act::ReportMade => ("Reports saved", "saved a report", "saved the report"),
        Act::ReportChanged => ("Reports changed", "changed a report", "changed the report"),
        Act::ReportRemoved => ("Reports deleted", "deleted a report", "deleted the report"),
        Act::Retention => ("Clearing of this log", "removed old entries", "removed old entries of"),
    }
}

/// An act in a list of acts.
#[must_use]
pub const fn act(lang: Lang, act: Act) -> &'static str {
    phrases(lang, act).0
}

/// What stands between who did it and, if anything, what it was done to.
#[must_use]
pub const fn did(lang: Lang, act: Act, target: bool) -> &'static str {
    let phrases = phrases(lang, act);
    if target { phrases.2 } else { phrases.1 }
}

/// Who did it, as a sentence begins.
#[must_use]
pub fn who(lang: Lang, agent: AuditAgent, name: &str) -> String {
    match agent {
        AuditAgent::Key(_) => [lang.pick("Llave ", "Key "), name].concat(),
        AuditAgent::System if name.is_empty() => lang.pick("El servidor", "The server").into(),
        _ if name.is_empty() => lang.pick("Alguien", "Somebody").into(),
        _ => name.into(),
    }
}

/// A field of what was changed; others stand as they are recorded.
#[must_use]
pub fn field(lang: Lang, name: &str) -> String {
    let (es, en) = match name {
        "" => ("Valor", "Value"),
        "name" => ("Nombre", "Name"),
        "login" => ("Usuario", "Login"),
        "language" => ("Idioma", "Language"),
        "role" => ("Rol", "Role"),
        "scope.whole" => ("Toda la organización", "Whole organization"),
        "scope.groups" | "groups" => ("Grupos", "Groups"),
        "scope.branches" | "branches" => ("Sucursales", "Branches"),
        "scope.states" | "states" => ("Estados", "States"),
        "scope.territories" | "territories" => ("Territorios", "Territories"),
        "target" => ("Meta", "Target"),
        "time_zone" => ("Zona horaria", "Time zone"),
        "default_kind" => ("Tipo que se muestra primero", "Kind shown first"),
        "base_layer" => ("Capa del mapa", "Layer of the map"),
        "bands.excelente" => ("Excelente desde", "Excellent from"),
        "bands.bueno" => ("Bueno desde", "Good from"),
        "bands.regular" => ("Regular desde", "Fair from"),
        "opportunity" => ("Oportunidad debajo de", "Opportunity below"),
        "indicators.critical_below" => ("Tendencia crítica debajo de", "Critical trend below"),
        "indicators.fall" => ("Caída de tendencia crítica", "Fall of a critical trend"),
        "indicators.rise" => ("Subida de caso de éxito", "Rise of a success"),
        "indicators.success_at_least" => ("Caso de éxito desde", "Success from"),
        "indicators.perfect" => ("Desempeño perfecto desde", "Perfect performance from"),
        "indicators.min_n" => ("Calificaciones necesarias", "Scores needed"),
        "critical_areas" => ("Áreas clave", "Key areas"),
        "periods" => ("Orden de los periodos", "Order of the periods"),
        "expires" => ("Vence", "Expires"),
        "begun" => ("Empezó", "Begun"),
        "inserted" => ("Nuevas", "New"),
        "updated" => ("Corregidas", "Corrected"),
        "rejected" => ("Rechazadas", "Rejected"),
        "data_version" => ("Versión de los datos", "Data version"),
        "view" => ("Vista", "View"),
        "query" => ("Filtro", "Filter"),
        "format" => ("Formato", "Format"),
        "shared" => ("Compartido", "Shared"),
        "reason" => ("Motivo", "Reason"),
        other => {
            let period = other.strip_prefix("periods.");
            return period.map_or_else(|| other.to_owned(), |code| [lang.pick("Periodo ", "Period "), code].concat());
        }
    };
    lang.pick(es, en).to_owned()
}

/// A value as people say it.
#[must_use]
pub fn value(lang: Lang, field: &str, value: &str) -> String {
    let (es, en) = match (field, value) {
        ("role", "admin") => ("administración", "administrator"),
        ("role", "director") => ("dirección", "director"),
        ("role", "supervisor") => ("supervisión", "supervisor"),
        ("role", "viewer") => ("consulta", "viewer"),
        (_, "true") => ("sí", "yes"),
        (_, "false") => ("no", "no"),
        (_, "") => ("ninguno", "none"),
        _ => return value.to_owned(),
    };
    lang.pick(es, en).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_apart_from_names() {
        assert_eq!(apart(Act::PersonInvited, "Ana (Norte) (5)"), ("Ana (Norte)", Some("5")));
        assert_eq!(apart(Act::KeyMade, "fk_abc (12)"), ("fk_abc", Some("12")));
        assert_eq!(apart(Act::PersonInvited, "Ana (Norte)"), ("Ana (Norte)", None));
        assert_eq!(apart(Act::Export, "ventas (2)"), ("ventas (2)", None));
        assert_eq!(apart(Act::AccessDecided, "Luz (Telegram 7)"), ("Luz (Telegram 7)", None));
    }

    #[test]
    fn every_act_has_a_name_of_its_own() {
        for lang in [Lang::Es, Lang::En] {
            let mut names: Vec<_> = Act::ALL.iter().map(|of| act(lang, *of)).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), Act::ALL.len());
        }
        let sentence =
            [&who(Lang::Es, AuditAgent::Person(1), "Ana"), did(Lang::Es, Act::MembershipChanged, true), "Beto"];
        assert_eq!(sentence.join(" "), "Ana cambió el rol de Beto");
        assert_eq!(who(Lang::Es, AuditAgent::Anyone, ""), "Alguien");
    }
}
