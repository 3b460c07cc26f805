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
    (
        "unsupported_media_type",
        "Ese tipo de contenido no se acepta aquí; la documentación nombra los que sí.",
        "That content type is not taken here; the documentation names those that are.",
    ),
    (
        "invalid_value",
        "Lo enviado no se puede tomar; mira en details qué corregir.",
        "What was sent cannot be taken; details names what to correct.",
    ),
    (
        "precondition_failed",
        "Ya no es como lo leíste. Léelo de nuevo y repite el cambio.",
        "It is no longer what you read. Read it again and repeat the change.",
    ),
    (
        "in_progress",
        "Una operación con este Idempotency-Key sigue en curso; espera su respuesta.",
        "An operation with this Idempotency-Key is under way; wait for its answer.",
    ),
    (
        "idempotency_mismatch",
        "Este Idempotency-Key ya es de otra petición. Usa uno nuevo.",
        "This Idempotency-Key is of another request already. Use a new one.",
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
    ("missing_branch", "Falta la clave de la sucursal.", "The code of the branch is missing."),
    ("unknown_branch", "No hay tal sucursal: {}.", "There is no such branch: {}."),
    ("missing_kind", "Falta el tipo de supervisión.", "The kind of supervision is missing."),
    ("missing_date", "Falta el día (day) o el instante (instant).", "The day or the instant is missing."),
    (
        "bad_date",
        "No existe o no tiene la forma esperada: día AAAA-MM-DD, hora HH:MM, instante RFC 3339.",
        "There is no such date, or not of the form expected: day YYYY-MM-DD, time HH:MM, instant RFC 3339.",
    ),
    (
        "no_score",
        "No hay calificación: envía score_hundredths, points_hundredths o un área calificada.",
        "There is no score: send score_hundredths, points_hundredths or a rated area.",
    ),
    ("score_out_of_range", "Debe estar entre 0 y 10000 centésimas.", "It must be within 0–10000 hundredths."),
    ("area_score_out_of_range", "Debe estar entre 0 y 10000 centésimas.", "It must be within 0–10000 hundredths."),
    (
        "bad_points",
        "Son negativos o superan el máximo: [logrados, posibles].",
        "They are negative or exceed the maximum: [reached, possible].",
    ),
    ("missing_area", "Falta el nombre del área.", "The name of the area is missing."),
    (
        "conflicting_rows",
        "La misma área viene dos veces con calificaciones distintas.",
        "The same area comes twice with different scores.",
    ),
    (
        "duplicate_in_request",
        "Otra de la misma petición es la misma supervisión con otros datos; se tomó la primera.",
        "Another one of the request is the same supervision with other data; the first was taken.",
    ),
    (
        "bad_location",
        "Ese lugar no existe, o le falta una coordenada.",
        "There is no such place, or a coordinate is missing.",
    ),
    ("taken", "Ya es de otra supervisión.", "It is another supervision's already."),
    ("limit", "No caben más: {}.", "No more can be taken: {}."),
    (
        "login",
        "El usuario lleva de 3 a 200 caracteres sin espacios.",
        "A login has 3 to 200 characters without spaces.",
    ),
    ("name", "Falta el nombre, o es demasiado largo.", "The name is missing, or too long."),
    ("role", "Ese rol no se puede dar a una llave.", "A key cannot have that role."),
    (
        "no_scope",
        "Falta el alcance: grupos, sucursales, estados o territorios.",
        "The scope is missing: groups, branches, states or territories.",
    ),
    ("scope", "El alcance nombra algo que no existe: {}.", "The scope names something that there is not: {}."),
    ("days", "Deben ser de 1 a 730 días.", "It must be 1 to 730 days."),
    ("many", "Hay demasiadas llaves; revoca alguna.", "There are too many keys; revoke some."),
    ("last_admin", "Es la última persona que administra.", "They are the last administrator."),
    (
        "elsewhere",
        "Pertenece también a otra organización; cámbialo ahí.",
        "They belong to another organization too; change it there.",
    ),
    ("already", "Ya es de la organización.", "They are of the organization already."),
    ("account", "Esa cuenta es de otra organización.", "That account is another organization's."),
    (
        "report_name_long",
        "Pasa de 100 caracteres: escribe uno más corto.",
        "It has more than 100 characters: write a shorter one.",
    ),
    (
        "name_taken",
        "Ya tienes un reporte con ese nombre: usa otro, o cambia aquel.",
        "You have a report of that name: use another, or change that one.",
    ),
    (
        "report_query_long",
        "Pasa de 2000 caracteres: nombra menos sucursales o áreas.",
        "It has more than 2000 characters: name fewer branches or areas.",
    ),
    (
        "report_limit",
        "Ya tienes 200 reportes: borra alguno que no uses.",
        "You have 200 reports: delete one that you do not use.",
    ),
    (
        "unknown_view",
        "No hay tal vista: nombra una operación que da archivos, como board o branches/25.",
        "There is no such view: name an operation that gives files, such as board or branches/25.",
    ),
    (
        "unknown_format",
        "La vista no se da en ese formato: usa uno de los de su parámetro format.",
        "The view does not come in that format: use one of those of its parameter format.",
    ),
    ("no_file", "Falta el archivo, o está vacío.", "The file is missing, or it is empty."),
    ("missing_name", "Falta el nombre.", "The name is missing."),
    ("control_character", "Tiene caracteres que no son texto.", "It holds characters that are no text."),
    ("cell_too_long", "Es demasiado largo.", "It is too long."),
];

/// The sentence of a detail.
pub fn detail(code: &str, about: &str, lang: Lang) -> String {
    let known = DETAILS.iter().find(|(known, ..)| *known == code);
    let cannot = lang.pick("No se puede usar: {}.", "It cannot be used: {}.");
    let sentence = known.map_or(cannot, |(_, es, en)| lang.pick(es, en));
    if about.is_empty() { sentence.replace(": {}", "") } else { sentence.replace("{}", about) }
}

/// The sentence of a code.
pub fn message(code: &str, lang: Lang) -> &'static str {
    let known = WORDS.iter().find(|(known, ..)| *known == code);
    known.map_or(lang.pick("No se puede usar.", "It cannot be used."), |(_, es, en)| lang.pick(es, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_details_stands_in_the_docs() {
        let docs = include_str!("../../../docs/api.md");
        for (code, ..) in DETAILS {
            assert!(docs.contains(&format!("`{code}`")), "{code}");
        }
    }
}
