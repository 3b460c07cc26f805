//! What errors say to a person, in both languages.

use crate::contract::Lang;

/// Code, Spanish, English.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "malformed",
        "La petición no tiene la forma que se espera aquí.",
        "The request does not have the form expected here.",
    ),
    (
        "invalid_parameter",
        "Un parámetro no se puede usar; mira en details cuál.",
        "A parameter cannot be used; details names it.",
    ),
    ("not_acceptable", "Aquí solo hay application/json.", "There is only application/json here."),
    ("unsupported_media_type", "Envía application/json.", "Send application/json."),
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

/// Code of a detail, Spanish, English; `{}` is what it is about.
const DETAILS: &[(&str, &str, &str)] = &[
    ("unknown_parameter", "No hay tal parámetro aquí.", "There is no such parameter here."),
    ("unknown_value", "No hay tal valor: {}.", "There is no such value: {}."),
    ("malformed", "No tiene la forma que se espera: {}.", "It is not of the form expected: {}."),
    (
        "too_long",
        "Es más largo de lo que se acepta, o son demasiados.",
        "It is longer than taken, or there are too many.",
    ),
    ("contradiction", "Se contradice con otro parámetro: {}.", "It contradicts another parameter: {}."),
    ("out_of_bounds", "Debe estar entre {}.", "It must be within {}."),
    (
        "expired",
        "Los datos cambiaron, o el cursor es de otra pregunta. Empieza de nuevo sin cursor.",
        "The data have changed, or the cursor is of another question. Begin again without it.",
    ),
    ("reference", "Cita este número: {}", "Quote this number: {}"),
];

/// The sentence of a detail.
pub fn detail(code: &str, about: &str, lang: Lang) -> String {
    let known = DETAILS.iter().find(|(known, ..)| *known == code);
    let sentence = known.map_or(code, |(_, es, en)| lang.pick(es, en));
    if about.is_empty() { sentence.replace(": {}", "") } else { sentence.replace("{}", about) }
}

/// The sentence of a code.
pub fn message(code: &str, lang: Lang) -> &'static str {
    let known = WORDS.iter().find(|(known, ..)| *known == code);
    known.map_or(lang.pick("No se puede usar.", "It cannot be used."), |(_, es, en)| lang.pick(es, en))
}
