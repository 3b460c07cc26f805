//! Words of the door: signing in, codes, links, requests for access.

use super::{Lang, lang};
use crate::contract::Complaint;

/// See the module.
pub struct Words {
    pub sign_in: &'static str,
    pub login: &'static str,
    pub password: &'static str,
    pub or: &'static str,
    pub passkey: &'static str,
    pub passkey_ask: &'static str,
    pub passkey_closed: &'static str,
    pub passkey_failed: &'static str,
    pub forgot: &'static str,
    pub telegram_needs_scripts: &'static str,
    pub reopen: &'static str,
    pub needs_cookie: &'static str,
    pub code_title: &'static str,
    pub code_lead: &'static str,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub go_on: &'static str,
    pub other_account: &'static str,
    pub welcome: &'static str,
    pub welcome_lead: &'static str,
    pub new_password: &'static str,
    pub new_password_lead: &'static str,
    pub choose: &'static str,
    pub rule: &'static str,
    pub again: &'static str,
    pub save_and_enter: &'static str,
    pub link_gone_title: &'static str,
    pub link_gone: &'static str,
    pub ask_title: &'static str,
    pub ask_lead: &'static str,
    pub ask_note: &'static str,
    pub ask: &'static str,
    pub asked: &'static str,
    pub nowhere_title: &'static str,
    pub nowhere: &'static str,
    pub signed_out: &'static str,
    pub forbidden_title: &'static str,
    pub forbidden: &'static str,
    pub too_many_title: &'static str,
    pub unavailable_title: &'static str,
    pub unavailable: &'static str,
    pub form_title: &'static str,
    pub form_malformed: &'static str,
    pub form_too_large: &'static str,
}

const ES: Words = Words {
    sign_in: "Entrar",
    login: "Usuario o correo",
    password: "Contraseña",
    or: "o",
    passkey: "Entrar con llave de acceso",
    passkey_ask: "Tu dispositivo te pide confirmar que eres tú…",
    passkey_closed: "Se cerró sin confirmar. Inténtalo de nuevo o entra con tu contraseña.",
    passkey_failed: "Aquí no se pudo usar una llave de acceso. Entra con tu contraseña.",
    forgot: "¿Olvidaste tu contraseña? Pide a tu administrador un enlace para elegir otra.",
    telegram_needs_scripts: "Para entrar con Telegram, abre Falcon dentro de Telegram o activa JavaScript.",
    reopen: "Este Telegram no guarda cookies: tu sesión dura mientras Falcon está abierto. Ciérralo y vuelve a abrirlo desde el bot para entrar de nuevo.",
    needs_cookie: "Esto necesita cookies, y este Telegram no las guarda. Abre Falcon en el navegador o en la aplicación del teléfono.",
    code_title: "Segundo paso",
    code_lead: "Escribe el código de seis dígitos que muestra tu aplicación de autenticación.",
    code: "Código",
    code_hint: "¿Sin tu teléfono? Usa uno de tus códigos de recuperación.",
    go_on: "Continuar",
    other_account: "Entrar con otra cuenta",
    welcome: "Te damos la bienvenida",
    welcome_lead: "elige la contraseña con la que vas a entrar.",
    new_password: "Contraseña nueva",
    new_password_lead: "elige otra contraseña. Tus demás sesiones se cerrarán.",
    choose: "Contraseña nueva",
    rule: "De 12 a 128 caracteres. Varias palabras juntas son fáciles de recordar y difíciles de adivinar.",
    again: "La misma, otra vez",
    save_and_enter: "Guardar y entrar",
    link_gone_title: "Este enlace ya no sirve",
    link_gone: "Los enlaces sirven una sola vez y durante 24 horas. Si ya elegiste tu contraseña, entra con ella; si no, pide otro enlace a tu administrador.",
    ask_title: "Pedir acceso",
    ask_lead: "Telegram confirma quién eres, pero todavía no tienes acceso. Tu administrador decide qué sucursales verás.",
    ask_note: "Mensaje para tu administrador (opcional)",
    ask: "Pedir acceso",
    asked: "Tu solicitud está enviada. Cuando la acepten, vuelve a abrir Falcon y entrarás directo.",
    nowhere_title: "Sin organización",
    nowhere: "Tu cuenta no pertenece a ninguna organización. Pide acceso a tu administrador.",
    signed_out: "Tu sesión terminó. Entra de nuevo para continuar.",
    forbidden_title: "No permitido",
    forbidden: "Esto no está permitido para tu cuenta, o la página era de otra sesión. Vuelve al tablero e inténtalo desde ahí.",
    too_many_title: "Demasiadas solicitudes",
    unavailable_title: "No disponible",
    unavailable: "Falcon no puede responder en este momento. Inténtalo de nuevo en unos segundos; si ya habías entrado, sigues dentro.",
    form_title: "El formulario no se recibió",
    form_malformed: "Falta un campo o llegó dañado. Vuelve atrás, recarga la página y envíalo otra vez; no se guardó nada.",
    form_too_large: "Es más grande de lo que se recibe aquí. Vuelve atrás y acorta lo escrito; no se guardó nada.",
};

const EN: Words = Words {
    sign_in: "Sign in",
    login: "User name or e-mail",
    password: "Password",
    or: "or",
    passkey: "Sign in with a passkey",
    passkey_ask: "Your device asks you to confirm that it is you…",
    passkey_closed: "It was closed without confirming. Try again, or sign in with your password.",
    passkey_failed: "No passkey could be used here. Sign in with your password.",
    forgot: "Forgot your password? Ask your administrator for a link to choose another.",
    telegram_needs_scripts: "To sign in with Telegram, open Falcon inside Telegram or switch JavaScript on.",
    reopen: "This Telegram keeps no cookies: your session lasts while Falcon is open. Close it and open it again from the bot to sign in.",
    needs_cookie: "This needs cookies, and this Telegram keeps none. Open Falcon in the browser or in the phone's app.",
    code_title: "Second step",
    code_lead: "Type the six-digit code that your authenticator app shows.",
    code: "Code",
    code_hint: "Without your phone? Use one of your recovery codes.",
    go_on: "Continue",
    other_account: "Sign in with another account",
    welcome: "Welcome to Falcon",
    welcome_lead: "choose the password you will sign in with.",
    new_password: "New password",
    new_password_lead: "choose another password. Your other sessions will end.",
    choose: "New password",
    rule: "12 to 128 characters. Several words together are easy to remember and hard to guess.",
    again: "The same, again",
    save_and_enter: "Save and sign in",
    link_gone_title: "This link is no longer good",
    link_gone: "Links are good once and for 24 hours. If you have chosen your password already, sign in with it; if not, ask your administrator for another link.",
    ask_title: "Request access",
    ask_lead: "Telegram confirms who you are, but you have no access yet. Your administrator decides which branches you will see.",
    ask_note: "Message to your administrator (optional)",
    ask: "Request access",
    asked: "Your request is sent. Once it is granted, open Falcon again and you are in.",
    nowhere_title: "No organization",
    nowhere: "Your account belongs to no organization. Ask your administrator for access.",
    signed_out: "Your session ended. Sign in again to go on.",
    forbidden_title: "Not allowed",
    forbidden: "This is not allowed for your account, or the page belonged to another session. Go back to the dashboard and try from there.",
    too_many_title: "Too many requests",
    unavailable_title: "Not available",
    unavailable: "Falcon cannot answer right now. Try again in a few seconds; if you were signed in, you still are.",
    form_title: "The form was not received",
    form_malformed: "A field is missing or came damaged. Go back, reload the page and send it again; nothing was saved.",
    form_too_large: "It is larger than what is taken here. Go back and shorten what you wrote; nothing was saved.",
};

/// In the page's language.
#[must_use]
pub fn words() -> &'static Words {
    lang().pick(&ES, &EN)
}

/// How long to wait.
#[must_use]
pub fn wait(seconds: u32) -> String {
    let (count, es, en) = if seconds < 90 {
        (seconds.max(1), ("segundo", "segundos"), ("second", "seconds"))
    } else {
        (seconds.div_ceil(60), ("minuto", "minutos"), ("minute", "minutes"))
    };
    let noun = |(one, many): (&'static str, &'static str)| if count == 1 { one } else { many };
    match lang() {
        Lang::Es => format!("Demasiados intentos. Espera {count} {} e inténtalo de nuevo.", noun(es)),
        Lang::En => format!("Too many attempts. Wait {count} {} and try again.", noun(en)),
    }
}

/// What was wrong, and what to do.
#[must_use]
pub fn complaint(wrong: Complaint) -> String {
    let pick = |es: &'static str, en: &'static str| lang().pick(es, en).to_owned();
    match wrong {
        Complaint::Wrong => pick(
            "El usuario o la contraseña no coinciden. Revisa mayúsculas y vuelve a intentar.",
            "User name and password do not match. Check capital letters and try again.",
        ),
        Complaint::WrongCode => pick(
            "Ese código no es válido o ya se usó. Espera al siguiente y escríbelo.",
            "That code is not valid or was used already. Wait for the next one and type it.",
        ),
        Complaint::Wait { seconds } => wait(seconds),
        Complaint::Gone => pick("Este enlace ya no sirve.", "This link is no longer good."),
        Complaint::Short { min } => match lang() {
            Lang::Es => format!("Es muy corta: usa al menos {min} caracteres."),
            Lang::En => format!("Too short: use at least {min} characters."),
        },
        Complaint::Long { max } => match lang() {
            Lang::Es => format!("Es muy larga: usa hasta {max} caracteres."),
            Lang::En => format!("Too long: use at most {max} characters."),
        },
        Complaint::Common => pick(
            "Es de las que se adivinan primero. Elige otra, por ejemplo cuatro palabras sin relación.",
            "It is among those guessed first. Choose another, such as four unrelated words.",
        ),
        Complaint::Personal => {
            pick("Contiene tu nombre o tu usuario. Elige otra.", "It contains your name or user name. Choose another.")
        }
        Complaint::Differ => pick("Las dos contraseñas no son iguales.", "The two passwords differ."),
        Complaint::Telegram => pick(
            "Telegram no pudo confirmar quién eres, o el enlace ya se usó. Cierra Falcon y ábrelo de nuevo desde Telegram.",
            "Telegram could not confirm who you are, or the launch was used already. Close Falcon and open it again from Telegram.",
        ),
        Complaint::Passkey => pick(
            "Esa llave de acceso no abrió, o pasó demasiado tiempo. Inténtalo de nuevo o entra con tu contraseña.",
            "That passkey did not open, or it took too long. Try again, or sign in with your password.",
        ),
        Complaint::Late => pick(
            "Pasó demasiado tiempo. Escribe de nuevo tu usuario y contraseña.",
            "That took too long. Type your user name and password again.",
        ),
    }
}
