//! Words of `/perfil`.

use super::{Lang, common, door, lang, noun};
use crate::{contract::Complaint, domain::Role};

/// See the module.
pub struct Words {
    pub about: &'static str,
    pub about_note: &'static str,
    pub name: &'static str,
    pub save: &'static str,
    pub login: &'static str,
    pub telegram: &'static str,
    pub organization: &'static str,
    pub organization_note: &'static str,
    pub this_one: &'static str,
    pub open: &'static str,
    pub password_note: &'static str,
    pub no_password: &'static str,
    pub present: &'static str,
    pub change: &'static str,
    pub factor: &'static str,
    pub factor_note: &'static str,
    pub factor_off: &'static str,
    pub factor_begin: &'static str,
    pub factor_scan: &'static str,
    pub factor_qr: &'static str,
    pub factor_type: &'static str,
    pub first_code: &'static str,
    pub factor_confirm: &'static str,
    pub factor_codes_then: &'static str,
    pub cancel: &'static str,
    pub factor_on: &'static str,
    pub factor_remove: &'static str,
    pub codes: &'static str,
    pub codes_note: &'static str,
    pub codes_new: &'static str,
    pub passkeys: &'static str,
    pub passkeys_note: &'static str,
    pub passkeys_none: &'static str,
    pub passkeys_no_more: &'static str,
    pub passkeys_no_name: &'static str,
    pub passkeys_missing: &'static str,
    pub passkey_unused: &'static str,
    pub passkey_used: &'static str,
    pub passkey_edit: &'static str,
    pub passkey_name: &'static str,
    pub passkey_remove: &'static str,
    pub passkey_new_name: &'static str,
    pub passkey_name_note: &'static str,
    pub passkey_make: &'static str,
    pub passkey_ask: &'static str,
    pub passkey_closed: &'static str,
    pub passkey_known: &'static str,
    pub passkey_failed: &'static str,
    pub sessions: &'static str,
    pub sessions_note: &'static str,
    pub since: &'static str,
    pub seen: &'static str,
    pub now: &'static str,
    pub this_session: &'static str,
    pub program: &'static str,
    pub end: &'static str,
    pub end_others: &'static str,
    pub end_all: &'static str,
}

const ES: Words = Words {
    about: "Tus datos",
    about_note: "El idioma te sigue a cualquier dispositivo donde entres; el tema se queda en este.",
    name: "Nombre",
    save: "Guardar",
    login: "Entras como",
    telegram: "Tu cuenta de Telegram está vinculada.",
    organization: "Organización",
    organization_note: "Perteneces a varias. Aquí eliges cuál ves.",
    this_one: "La que ves",
    open: "Ver esta",
    password_note: "Al cambiarla se cierran tus demás sesiones; esta sigue abierta.",
    no_password: "Todavía no tienes contraseña. Pide a tu administrador un enlace para elegir una.",
    present: "Contraseña actual",
    change: "Cambiar contraseña",
    factor: "Segundo paso",
    factor_note: "Además de la contraseña, un código que cambia cada 30 segundos en tu teléfono: quien sepa tu contraseña no entra.",
    factor_off: "No está activado.",
    factor_begin: "Activar",
    factor_scan: "1. Abre tu aplicación de autenticación (Google Authenticator, 1Password, Aegis…) y escanea esta imagen.",
    factor_qr: "Código QR para tu aplicación de autenticación",
    factor_type: "¿Sin cámara? Escribe esta clave en la aplicación:",
    first_code: "2. Escribe el código de seis dígitos que muestra",
    factor_confirm: "Confirmar",
    factor_codes_then: "Al confirmar recibes códigos de recuperación, por si pierdes el teléfono.",
    cancel: "Cancelar",
    factor_on: "Está activado.",
    factor_remove: "Desactivar",
    codes: "Tus códigos de recuperación",
    codes_note: "Guárdalos o imprime esta página: no se vuelven a mostrar. Cada uno sirve una vez, en lugar del código del teléfono.",
    codes_new: "Códigos de recuperación nuevos",
    passkeys: "Llaves de acceso",
    passkeys_note: "Entras con la huella, la cara o el PIN de tu dispositivo, sin escribir nada: vale por contraseña y segundo paso, y no sirve en sitios falsos.",
    passkeys_none: "Todavía no tienes ninguna.",
    passkeys_no_more: "Ya tienes 20: quita una para agregar otra.",
    passkeys_no_name: "Aquí no puedes agregar ninguna: los navegadores las hacen para un nombre, y esta página se abrió por un número o sin HTTPS. Ábrela por su nombre.",
    passkeys_missing: "Para agregar una hace falta JavaScript y un navegador que conozca las llaves de acceso.",
    passkey_unused: "sin usar",
    passkey_used: "usada",
    passkey_edit: "Cambiar",
    passkey_name: "Nombre de la llave",
    passkey_remove: "Quitar llave de acceso",
    passkey_new_name: "Nombre de la llave nueva",
    passkey_name_note: "Por ejemplo, «Teléfono de Ana». Si lo dejas vacío, será el de este dispositivo.",
    passkey_make: "Agregar llave de acceso",
    passkey_ask: "Tu dispositivo te pide confirmar que eres tú…",
    passkey_closed: "Se cerró sin confirmar. Inténtalo de nuevo.",
    passkey_known: "Este dispositivo ya tiene una llave tuya.",
    passkey_failed: "No se pudo hacer la llave en este dispositivo. Inténtalo de nuevo o usa otro.",
    sessions: "Sesiones abiertas",
    sessions_note: "¿No reconoces alguna? Ciérrala y cambia tu contraseña.",
    since: "desde el",
    seen: "vista",
    now: "ahora",
    this_session: "Esta sesión",
    program: "Programa (API)",
    end: "Cerrar",
    end_others: "Cerrar las demás",
    end_all: "Salir en todas partes",
};

const EN: Words = Words {
    about: "About you",
    about_note: "The language follows you to every device you sign in on; the theme stays on this one.",
    name: "Name",
    save: "Save",
    login: "You sign in as",
    telegram: "Your Telegram account is linked.",
    organization: "Organization",
    organization_note: "You belong to several. Choose here which one you see.",
    this_one: "The one you see",
    open: "See this one",
    password_note: "Changing it ends your other sessions; this one goes on.",
    no_password: "You have no password yet. Ask your administrator for a link to choose one.",
    present: "Present password",
    change: "Change password",
    factor: "Second step",
    factor_note: "Beside the password, a code that changes every 30 seconds on your phone: knowing your password is not enough.",
    factor_off: "It is off.",
    factor_begin: "Turn on",
    factor_scan: "1. Open your authenticator app (Google Authenticator, 1Password, Aegis…) and scan this picture.",
    factor_qr: "QR code for your authenticator app",
    factor_type: "No camera? Type this key into the app:",
    first_code: "2. Type the six-digit code that it shows",
    factor_confirm: "Confirm",
    factor_codes_then: "On confirming you get recovery codes, in case you lose the phone.",
    cancel: "Cancel",
    factor_on: "It is on.",
    factor_remove: "Turn off",
    codes: "Your recovery codes",
    codes_note: "Keep them or print this page: they are not shown again. Each is good once, in place of the phone's code.",
    codes_new: "New recovery codes",
    passkeys: "Passkeys",
    passkeys_note: "You sign in with your device's fingerprint, face or PIN and type nothing: it stands for password and second step, and is of no use to false sites.",
    passkeys_none: "You have none yet.",
    passkeys_no_more: "You have 20 already: remove one to add another.",
    passkeys_no_name: "You cannot add one here: browsers make them for a name, and this page was opened by a number or without HTTPS. Open it by its name.",
    passkeys_missing: "Adding one takes JavaScript and a browser that knows passkeys.",
    passkey_unused: "never used",
    passkey_used: "used",
    passkey_edit: "Change",
    passkey_name: "Name of the passkey",
    passkey_remove: "Remove passkey",
    passkey_new_name: "Name of the new passkey",
    passkey_name_note: "Such as “Ana's phone”. Left empty, it is called after this device.",
    passkey_make: "Add a passkey",
    passkey_ask: "Your device asks you to confirm that it is you…",
    passkey_closed: "It was closed without confirming. Try again.",
    passkey_known: "This device has a passkey of yours already.",
    passkey_failed: "The passkey could not be made on this device. Try again, or use another.",
    sessions: "Open sessions",
    sessions_note: "There is one that you don't know? End it, and change your password.",
    since: "since",
    seen: "seen",
    now: "now",
    this_session: "This session",
    program: "Program (API)",
    end: "End",
    end_others: "End the others",
    end_all: "Sign out everywhere",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// What a part of the page says when its form was taken. `otras`: the other sessions were ended, `number` of them.
#[must_use]
pub fn done(part: &str, number: u32) -> String {
    let (es, en) = match part {
        "otras" => return others_ended(number),
        "datos" => ("Guardado.", "Saved."),
        "contrasena" => (
            "Contraseña cambiada. Tus demás sesiones se cerraron.",
            "Password changed. Your other sessions have ended.",
        ),
        "segundo-paso" => ("Listo.", "Done."),
        "sesiones" => ("Sesión cerrada.", "Session ended."),
        _ => ("Listo.", "Done."),
    };
    lang().pick(es, en).to_owned()
}

/// `Se cerraron las demás: 3 sesiones.`
fn others_ended(number: u32) -> String {
    let (es, en) = match number {
        0 => ("No había otras sesiones abiertas.", "There were no other sessions."),
        1 => ("Se cerró la otra sesión.", "The other session has ended."),
        _ => {
            let (start, count) = match lang() {
                Lang::Es => ("Se cerraron las demás: ", noun("sesión", "sesiones")),
                Lang::En => ("The others have ended: ", noun("session", "sessions")),
            };
            return [start, &count.count(number), "."].concat();
        }
    };
    lang().pick(es, en).to_owned()
}

/// What was wrong with a form, by its code and number.
#[must_use]
pub fn complaint(code: &str, number: u32) -> String {
    let pick = |es: &'static str, en: &'static str| lang().pick(es, en).to_owned();
    match (code, Complaint::from_code(code, number)) {
        (_, Some(Complaint::Wrong)) => pick(
            "Esa no es tu contraseña actual. Revisa mayúsculas y vuelve a intentar.",
            "That is not your present password. Check capital letters and try again.",
        ),
        (_, Some(Complaint::Passkey)) => pick(
            "Esa llave no se pudo agregar, o pasó demasiado tiempo. Inténtalo de nuevo.",
            "That passkey could not be added, or it took too long. Try again.",
        ),
        (_, Some(complaint)) => door::complaint(complaint),
        ("passkey_name", None) => pick("Escribe un nombre para la llave.", "Type a name for the passkey."),
        ("passkeys", None) => pick(
            "Ya tienes 20 llaves de acceso. Quita una que no uses.",
            "You have 20 passkeys already. Remove one that you don't use.",
        ),
        ("name", None) => pick("Escribe tu nombre.", "Type your name."),
        ("not_found", None) => common::words().error_not_found.to_owned(),
        ("forbidden", None) => door::words().forbidden.to_owned(),
        ("signed_out", None) => door::words().signed_out.to_owned(),
        ("unavailable", None) => door::words().unavailable.to_owned(),
        _ => common::words().error_internal.to_owned(),
    }
}

/// A role's name.
#[must_use]
pub fn role(role: Role) -> &'static str {
    let (es, en) = match role {
        Role::Admin => ("Administración", "Administrator"),
        Role::Director => ("Dirección", "Director"),
        Role::Supervisor => ("Supervisión", "Supervisor"),
        Role::Viewer => ("Consulta", "Viewer"),
    };
    lang().pick(es, en)
}

/// `Te quedan 9 códigos de recuperación.`
#[must_use]
pub fn codes_left(codes: u32) -> String {
    match lang() {
        Lang::Es => {
            let verb = if codes == 1 { "Te queda " } else { "Te quedan " };
            [verb, &noun("código de recuperación", "códigos de recuperación").count(codes), "."].concat()
        }
        Lang::En => [&noun("recovery code", "recovery codes").count(codes), " left."].concat(),
    }
}

/// `Chrome en Android`.
#[must_use]
pub fn device(browser: Option<&str>, system: Option<&str>) -> String {
    match (browser, system) {
        (Some(browser), Some(system)) => [browser, lang().pick(" en ", " on "), system].concat(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => lang().pick("Dispositivo desconocido", "Unknown device").to_owned(),
    }
}

/// How long ago, of what happens within minutes and days: `hace 3 min`.
#[must_use]
pub fn ago(seconds: i64) -> String {
    let (count, es, en) = match seconds {
        ..120 => return lang().pick("hace un momento", "a moment ago").to_owned(),
        120..7_200 => (seconds / 60, "min", "min"),
        7_200..172_800 => (seconds / 3_600, "h", "h"),
        _ => (seconds / 86_400, "días", "days"),
    };
    match lang() {
        Lang::Es => ["hace ", &count.to_string(), " ", es].concat(),
        Lang::En => [&count.to_string(), " ", en, " ago"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_as_people_say_them() {
        let told = [0, 119, 120, 185, 7_199, 7_200, 172_799, 172_800].map(ago);
        let want =
            ["hace un momento", "hace un momento", "hace 2 min", "hace 3 min", "hace 119 min", "hace 2 h", "hace 47 h"];
        assert_eq!(told[..7], want);
        assert_eq!(told[7], "hace 2 días");
    }

    #[test]
    fn devices_and_codes_in_words() {
        assert_eq!(device(Some("Chrome"), Some("Android")), "Chrome en Android");
        assert_eq!(device(None, Some("iPhone")), "iPhone");
        assert_eq!(device(None, None), "Dispositivo desconocido");
        assert_eq!(
            [codes_left(1), codes_left(9)],
            ["Te queda 1 código de recuperación.", "Te quedan 9 códigos de recuperación."]
        );
    }
}
