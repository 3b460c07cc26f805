//! The 32 states of Mexico by INEGI code, and the spellings people use for them.

use super::text::fold;

/// A state: INEGI code, everyday name, and other spellings (folded): official long names, ISO 3166-2, CURP and postal abbreviations.
type Known = (&'static str, &'static str, &'static [&'static str]);

const STATES: [Known; 32] = [
    ("01", "Aguascalientes", &["agu", "ags", "ags.", "as"]),
    ("02", "Baja California", &["bcn", "bc", "b.c.", "b. c.", "baja california norte"]),
    ("03", "Baja California Sur", &["bcs", "bs", "b.c.s.", "b. c. s."]),
    ("04", "Campeche", &["cam", "camp", "camp.", "cc"]),
    ("05", "Coahuila", &["coa", "coah", "coah.", "cl", "coahuila de zaragoza"]),
    ("06", "Colima", &["col", "col.", "cm"]),
    ("07", "Chiapas", &["chp", "chis", "chis.", "cs"]),
    ("08", "Chihuahua", &["chh", "chih", "chih.", "ch"]),
    (
        "09",
        "Ciudad de México",
        &[
            "cmx",
            "cdmx",
            "cd mx",
            "cd. mx.",
            "dif",
            "df",
            "d.f.",
            "d. f.",
            "distrito federal",
            "mexico df",
            "mexico d.f.",
            "mexico, d.f.",
            "mexico city",
            "ciudad de mexico (cdmx)",
        ],
    ),
    ("10", "Durango", &["dur", "dgo", "dgo.", "dg"]),
    ("11", "Guanajuato", &["gua", "gto", "gto.", "gt"]),
    ("12", "Guerrero", &["gro", "gro.", "gr"]),
    ("13", "Hidalgo", &["hid", "hgo", "hgo.", "hg"]),
    ("14", "Jalisco", &["jal", "jal.", "jc"]),
    (
        "15",
        "México",
        &[
            "mex",
            "mex.",
            "mx",
            "mc",
            "edomex",
            "edo mex",
            "edo. mex.",
            "edo. mex",
            "edo de mex",
            "edo. de mex.",
            "edo. de mex",
            "edo mexico",
            "edo. mexico",
            "edo. de mexico",
            "edo de mexico",
            "estado de mexico",
            "em",
        ],
    ),
    ("16", "Michoacán", &["mic", "mich", "mich.", "mn", "michoacan de ocampo"]),
    ("17", "Morelos", &["mor", "mor.", "ms"]),
    ("18", "Nayarit", &["nay", "nay.", "nt"]),
    ("19", "Nuevo León", &["nle", "nl", "n.l.", "n. l."]),
    ("20", "Oaxaca", &["oax", "oax.", "oc", "oaxaca de juarez"]),
    ("21", "Puebla", &["pue", "pue.", "pl", "puebla de zaragoza"]),
    ("22", "Querétaro", &["que", "qro", "qro.", "qt", "queretaro de arteaga", "queretaro arteaga"]),
    ("23", "Quintana Roo", &["roo", "qroo", "q. roo", "q.roo", "q roo", "qr"]),
    ("24", "San Luis Potosí", &["slp", "s.l.p.", "s. l. p.", "sp"]),
    ("25", "Sinaloa", &["sin", "sin.", "sl"]),
    ("26", "Sonora", &["son", "son.", "sr"]),
    ("27", "Tabasco", &["tab", "tab.", "tc"]),
    ("28", "Tamaulipas", &["tam", "tamps", "tamps.", "ts"]),
    ("29", "Tlaxcala", &["tla", "tlax", "tlax.", "tl"]),
    ("30", "Veracruz", &["ver", "ver.", "vz", "veracruz de ignacio de la llave", "veracruz-llave", "veracruz llave"]),
    ("31", "Yucatán", &["yuc", "yuc.", "yn"]),
    ("32", "Zacatecas", &["zac", "zac.", "zs"]),
];

/// The INEGI code (`"19"`) and everyday name of a state of Mexico, from its code or any known spelling of its name.
///
/// Spellings are compared folded; codes may come without the leading zero. `None` for anything else.
#[must_use]
pub fn inegi(name: &str) -> Option<(&'static str, &'static str)> {
    let folded = fold(name.trim_matches(|c: char| c.is_whitespace() || c == ',' || c == '"'));
    let bare = folded.trim_start_matches('0');
    STATES
        .iter()
        .find(|(code, name, others)| {
            (!bare.is_empty() && bare.len() <= 2 && code.trim_start_matches('0') == bare)
                || fold(name) == folded
                || others.contains(&folded.as_str())
        })
        .map(|(code, name, _)| (*code, *name))
}

/// All 32 states: code and everyday name, in order of code.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    STATES.iter().map(|(code, name, _)| (*code, *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_short_and_postal_spellings_are_one_state() {
        for spelling in ["Coahuila de Zaragoza", "COAHUILA", "coa", "05", "5", "Coah."] {
            assert_eq!(inegi(spelling), Some(("05", "Coahuila")), "{spelling}");
        }
        for spelling in ["Estado de México", "México", " Edo. de Mex.\"", "EDO MEX", "MEX"] {
            assert_eq!(inegi(spelling).map(|state| state.0), Some("15"), "{spelling}");
        }
        for spelling in ["Distrito Federal", "CDMX", "DIF", "Mexico DF", "Ciudad de  México"] {
            assert_eq!(inegi(spelling).map(|state| state.0), Some("09"), "{spelling}");
        }
        assert_eq!(inegi("Veracruz de Ignacio de la Llave").map(|state| state.0), Some("30"));
        assert_eq!(inegi("Michoacán de Ocampo"), inegi("michoacan"));
        assert_eq!(inegi("California"), None);
        assert_eq!(inegi(""), None);
        assert_eq!(inegi("0"), None);
    }

    #[test]
    fn no_spelling_names_two_states() {
        let mut seen = std::collections::HashSet::new();
        for (code, name, others) in STATES {
            assert!(seen.insert(fold(name)), "{name}");
            for other in others {
                assert_eq!(*other, fold(other), "spellings are kept folded");
                assert!(seen.insert((*other).to_owned()), "{other} of {code}");
            }
        }
    }
}
