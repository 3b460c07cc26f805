//! What errors say to a person, in both languages.

use crate::contract::Lang;

/// Code, Spanish, English.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "malformed",
        "La petición no tiene la forma que se espera aquí.",
        "The request does not have the form expected here.",
    ),
    ("too_large", "La petición es demasiado grande.", "The request is too large."),
    ("not_found", "No existe.", "There is no such thing."),
    ("method_not_allowed", "Esta dirección no acepta ese método.", "This address does not take that method."),
    (
        "signed_out",
        "Identifícate con Authorization: Bearer o con X-API-Key.",
        "Tell who you are with Authorization: Bearer or with X-API-Key.",
    ),
    ("invalid_credential", "La llave o el token no es válido.", "The key or token is not valid."),
    ("expired", "La llave o el token ya venció.", "The key or token has expired."),
    ("revoked", "La llave o el token fue revocado.", "The key or token was revoked."),
    ("ambiguous_credential", "Envía una sola llave o un solo token.", "Send one key or one token, not several."),
    ("not_a_member", "No perteneces a esa organización.", "You do not belong to that organization."),
    (
        "wrong_credentials",
        "El usuario, la contraseña o el código no es correcto.",
        "The login, password or code is not right.",
    ),
    ("code_required", "Falta el código de tu segundo factor.", "The code of your second factor is missing."),
    ("forbidden", "Tu rol no permite esto.", "Your role does not allow this."),
    ("too_many", "Demasiados intentos; espera un poco.", "Too many attempts; wait a moment."),
    ("unavailable", "No responde por ahora; vuelve a intentar.", "It does not answer right now; try again."),
    ("internal", "Algo falló de nuestro lado.", "Something failed on our side."),
];

/// The sentence of a code.
pub fn message(code: &str, lang: Lang) -> &'static str {
    let known = WORDS.iter().find(|(known, ..)| *known == code);
    known.map_or(lang.pick("No se puede usar.", "It cannot be used."), |(_, es, en)| lang.pick(es, en))
}
