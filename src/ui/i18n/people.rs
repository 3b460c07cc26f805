//! Words of `/administracion`, `/administracion/personas` and `/administracion/solicitudes`.

use super::{Noun, lang, noun};
use crate::{
    contract::{PersonState, Problem},
    domain::Role,
};

/// See the module.
pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub all: &'static str,
    pub only_me: &'static str,
    pub only_me_text: &'static str,
    pub person: Noun,
    pub name: &'static str,
    pub login: &'static str,
    pub login_hint: &'static str,
    pub enters: &'static str,
    pub telegram: &'static str,
    pub state: &'static str,
    pub you: &'static str,
    pub invite: &'static str,
    pub invite_title: &'static str,
    pub invite_lead: &'static str,
    pub invite_do: &'static str,
    pub role: &'static str,
    pub sees: &'static str,
    pub sees_all: &'static str,
    pub save: &'static str,
    pub edit: &'static str,
    pub enter_title: &'static str,
    pub enter_reset: &'static str,
    pub enter_reset_do: &'static str,
    pub enter_invite: &'static str,
    pub enter_invite_do: &'static str,
    pub enter_telegram: &'static str,
    pub bar: &'static str,
    pub bar_lead: &'static str,
    pub admit: &'static str,
    pub admit_lead: &'static str,
    pub take_out: &'static str,
    pub take_out_lead: &'static str,
    pub take_out_ask: &'static str,
    pub take_out_do: &'static str,
    pub link_invitation: &'static str,
    pub link_reset: &'static str,
    pub link_lead: &'static str,
    pub link_address: &'static str,
    pub link_gone: &'static str,
    pub to_person: &'static str,
    pub requests: &'static str,
    pub requests_lead: &'static str,
    pub request: Noun,
    pub request_waits: Noun,
    pub no_requests: &'static str,
    pub no_requests_text: &'static str,
    pub decide: &'static str,
    pub asked: &'static str,
    pub note: &'static str,
    pub grant: &'static str,
    pub grant_lead: &'static str,
    pub refuse: &'static str,
    pub refuse_lead: &'static str,
    pub good_key: Noun,
}

const ES: Words = Words {
    title: "Personas",
    lead: "Quién entra a tu organización, con qué rol y qué sucursales ve.",
    all: "Personas",
    only_me: "Por ahora solo estás tú",
    only_me_text: "Invita a tus supervisores y directores: cada quien ve solo lo que le toca.",
    person: noun("persona", "personas"),
    name: "Nombre",
    login: "Usuario o correo",
    login_hint: "Con esto inicia sesión. No se puede cambiar después.",
    enters: "Entra con",
    telegram: "Telegram",
    state: "Estado",
    you: "tú",
    invite: "Invitar",
    invite_title: "Invitar a alguien",
    invite_lead: "Al invitar obtienes un enlace de un solo uso, válido 24 horas: mándaselo para que elija su contraseña.",
    invite_do: "Invitar y obtener el enlace",
    role: "Rol",
    sees: "Qué sucursales ve",
    sees_all: "Este rol ve todas las sucursales, también las que vengan.",
    save: "Guardar cambios",
    edit: "Rol y alcance",
    enter_title: "Contraseña",
    enter_reset: "Si la olvidó, crea un enlace de un solo uso, válido 24 horas, para que elija otra. La actual sirve hasta entonces.",
    enter_reset_do: "Crear enlace de contraseña",
    enter_invite: "Todavía no ha elegido su contraseña. Si su invitación venció o se perdió, crea otra: la anterior deja de servir.",
    enter_invite_do: "Crear otra invitación",
    enter_telegram: "Entra con su cuenta de Telegram; no tiene contraseña.",
    bar: "Suspender",
    bar_lead: "Deja de entrar desde su siguiente petición, en todos sus dispositivos. Puedes readmitirla cuando quieras.",
    admit: "Readmitir",
    admit_lead: "Está suspendida. Al readmitirla vuelve a entrar con el mismo rol y alcance.",
    take_out: "Quitar de la organización",
    take_out_lead: "Pierde su acceso, su rol y su alcance. Para que vuelva hay que invitarla de nuevo.",
    take_out_ask: "Quitar…",
    take_out_do: "Sí, quitar",
    link_invitation: "Invitación para",
    link_reset: "Nueva contraseña para",
    link_lead: "Cópialo ahora y mándaselo: no se vuelve a mostrar. Sirve una vez, durante 24 horas.",
    link_address: "Enlace",
    link_gone: "El enlace ya se mostró y no se vuelve a mostrar. Si no lo copiaste, crea otro en la página de la persona.",
    to_person: "Ver a la persona",
    requests: "Solicitudes de acceso",
    requests_lead: "Personas que llegaron por Telegram y piden entrar. El nombre es el que ellas dieron: comprueba quiénes son.",
    request: noun("solicitud", "solicitudes"),
    request_waits: noun("solicitud de acceso espera respuesta", "solicitudes de acceso esperan respuesta"),
    no_requests: "No hay solicitudes pendientes",
    no_requests_text: "Cuando alguien desconocido abra Falcon en Telegram y pida acceso, aparecerá aquí.",
    decide: "Decidir",
    asked: "Pidió entrar",
    note: "Dice",
    grant: "Dar acceso",
    grant_lead: "Elige su rol y lo que ve. Entra desde ese momento con su cuenta de Telegram.",
    refuse: "Rechazar",
    refuse_lead: "No entra ni se le dice por qué. Puede volver a pedirlo.",
    good_key: noun("llave vigente", "llaves vigentes"),
};

const EN: Words = Words {
    title: "People",
    lead: "Who gets into your organization, in which role, and which branches they see.",
    all: "People",
    only_me: "So far it is only you",
    only_me_text: "Invite your supervisors and directors: each sees only what is theirs.",
    person: noun("person", "people"),
    name: "Name",
    login: "User name or e-mail",
    login_hint: "They sign in with it. It cannot be changed later.",
    enters: "Signs in with",
    telegram: "Telegram",
    state: "State",
    you: "you",
    invite: "Invite",
    invite_title: "Invite somebody",
    invite_lead: "You get a one-time link, good for 24 hours: send it to them, and they choose their password.",
    invite_do: "Invite and get the link",
    role: "Role",
    sees: "Which branches they see",
    sees_all: "This role sees every branch, also those to come.",
    save: "Save changes",
    edit: "Role and scope",
    enter_title: "Password",
    enter_reset: "If they forgot it, make a one-time link, good for 24 hours, to choose another. The present one works until then.",
    enter_reset_do: "Make a password link",
    enter_invite: "They have not chosen a password yet. If the invitation expired or got lost, make another: the earlier one stops working.",
    enter_invite_do: "Make another invitation",
    enter_telegram: "They come by their Telegram account; there is no password.",
    bar: "Suspend",
    bar_lead: "They are refused from their next request on, on every device. You can readmit them whenever you like.",
    admit: "Readmit",
    admit_lead: "They are suspended. Readmitted, they come in again with the same role and scope.",
    take_out: "Remove from the organization",
    take_out_lead: "They lose their access, role and scope. To come back they have to be invited anew.",
    take_out_ask: "Remove…",
    take_out_do: "Yes, remove",
    link_invitation: "Invitation for",
    link_reset: "New password for",
    link_lead: "Copy it now and send it to them: it is not shown again. It works once, for 24 hours.",
    link_address: "Link",
    link_gone: "The link was shown and is not shown again. If you did not copy it, make another on the person's page.",
    to_person: "See the person",
    requests: "Requests for access",
    requests_lead: "People who came by Telegram and ask to be let in. The name is the one they gave: make sure who they are.",
    request: noun("request", "requests"),
    request_waits: noun("request for access waits for an answer", "requests for access wait for an answer"),
    no_requests: "No requests are waiting",
    no_requests_text: "When somebody unknown opens Falcon in Telegram and asks for access, they appear here.",
    decide: "Decide",
    asked: "Asked to come in",
    note: "They say",
    grant: "Grant access",
    grant_lead: "Choose their role and what they see. From then on they come in by their Telegram account.",
    refuse: "Refuse",
    refuse_lead: "They do not get in and are not told why. They may ask again.",
    good_key: noun("good key", "good keys"),
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// What a role does, after its name.
#[must_use]
pub fn does(role: Role) -> &'static str {
    let (es, en) = match role {
        Role::Viewer => ("Lee las sucursales de su alcance.", "Reads the branches of the scope."),
        Role::Supervisor => (
            "Lee las sucursales de su alcance y envía supervisiones de ellas.",
            "Reads the branches of the scope and sends supervisions of them.",
        ),
        Role::Director => ("Lee toda la organización.", "Reads the whole organization."),
        Role::Admin => (
            "Ve todo, importa datos y administra personas, llaves y ajustes.",
            "Sees everything, imports data, runs people, keys and settings.",
        ),
    };
    lang().pick(es, en)
}

/// Whether somebody can come in.
#[must_use]
pub fn state(state: PersonState) -> &'static str {
    let (es, en) = match state {
        PersonState::Active => ("Activa", "Active"),
        PersonState::Invited => ("Invitada", "Invited"),
        PersonState::Barred => ("Suspendida", "Suspended"),
    };
    lang().pick(es, en)
}

/// What was done, by its code in the address.
#[must_use]
pub fn done(code: &str) -> Option<&'static str> {
    let (es, en) = match code {
        "guardada" => {
            ("Cambios guardados. Valen desde su siguiente petición.", "Saved. It holds from their next request on.")
        }
        "suspendida" => ("Suspendida: sus sesiones se cerraron.", "Suspended: their sessions were ended."),
        "readmitida" => ("Readmitida.", "Readmitted."),
        "quitada" => ("Ya no es de la organización.", "They are no longer of the organization."),
        "concedida" => ("Acceso concedido.", "Access granted."),
        "rechazada" => ("Solicitud rechazada.", "Request refused."),
        _ => return None,
    };
    Some(lang().pick(es, en))
}

/// What was wrong with a form.
#[must_use]
pub fn complaint(problem: &Problem) -> String {
    let (es, en) = match problem.code.as_str() {
        "login" => (
            "Escribe un usuario o correo de 1 a 100 caracteres, sin espacios.",
            "Write a user name or e-mail address of 1 to 100 characters, without spaces.",
        ),
        "name" => ("Escribe un nombre de 1 a 100 caracteres.", "Write a name of 1 to 100 characters."),
        "role" => ("Elige un rol.", "Choose a role."),
        "no_scope" => (
            "Marca al menos un grupo, estado, territorio o sucursal: con este rol se ve solo lo marcado.",
            "Tick a group, state, territory or branch at least: in this role only what is ticked is seen.",
        ),
        "scope" => ("Esto no existe en tu organización:", "There is no such thing in your organization:"),
        "already" => ("Esa persona ya es de la organización.", "They are of the organization already."),
        "elsewhere" => (
            "Esa persona también es de otra organización: aquí solo puedes cambiar su rol y su alcance.",
            "They are of another organization too: here you can change only their role and scope.",
        ),
        "account" => (
            "Ese usuario ya es de otra organización. Quien tiene el servidor a su cargo puede agregarlo con «falcon user add».",
            "That login is of another organization already. Whoever runs the server can add it with “falcon user add”.",
        ),
        "last_admin" => (
            "Es la única cuenta de administración activa: nombra otra antes.",
            "This is the only active administrator: appoint another first.",
        ),
        "two" => (
            "Ese usuario y esa cuenta de Telegram son de personas distintas.",
            "That login and that Telegram account belong to different people.",
        ),
        "barred" => ("Está suspendida: readmítela antes.", "They are suspended: readmit them first."),
        "no_login" => {
            ("Entra solo con Telegram: no tiene contraseña.", "They come by Telegram alone: there is no password.")
        }
        "forbidden" => ("Tu rol no permite esto.", "Your role does not allow this."),
        "not_found" => {
            ("Ya no está: alguien la quitó o ya se decidió.", "It is no longer there: removed, or decided already.")
        }
        "unavailable" => (
            "No se pudo guardar. Vuelve a intentar en unos segundos.",
            "It could not be saved. Try again in a few seconds.",
        ),
        _ => ("Algo falló de nuestro lado. Vuelve a intentar.", "Something failed on our side. Try again."),
    };
    let words = lang().pick(es, en);
    if problem.code == "scope" { [words, " ", &problem.detail].concat() } else { words.to_owned() }
}
