//! Which passwords are refused when they are chosen (NIST SP 800-63B, §3.1.1.2: length, a list of common ones, the service's
//! and the person's own words; no rules about kinds of characters).

use std::{collections::HashSet, sync::LazyLock};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// How long a password is, in characters after NFC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub min: usize,
    pub max: usize,
}

impl Default for Rule {
    fn default() -> Self {
        Self { min: 12, max: 128 }
    }
}

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer characters than `min`.
    Short { min: usize },
    /// More characters than `max`.
    Long { max: usize },
    /// Common, or common with some digits and signs around it, or a few characters over and over, or a plain sequence.
    Common,
    /// Holds the login or a part of the name.
    Personal,
}

/// One to a line; lines that start with `# ` are its credit and licence.
const LIST: &str = include_str!("common-passwords.txt");

/// What people here would choose and no list of the English-speaking world has.
const OURS: &str = "administrador administradora bienvenida bienvenido calificacion cambiame contrasena \
    contrasenas cuauhtemoc director direccion falcon guadalajara mexico micontrasena mipassword monterrey \
    restaurante restaurantes seguridad sucursal sucursales supervision supervisiones supervisor supervisora teamomucho \
    telegram temporal territorio usuario";

/// Characters of a word of the login or the name from which it counts.
const MIN_WORD: usize = 4;

impl Rule {
    /// Looks at a new password. `names`: login, address, the person's name, the organization's.
    ///
    /// # Errors
    /// The first [`Weakness`].
    pub fn check(&self, password: &str, names: &[&str]) -> Result<(), Weakness> {
        // Counted without keeping it: what is far too long is not worth the memory.
        let length = password.nfc().take(self.max.saturating_add(1)).count();
        if length < self.min {
            return Err(Weakness::Short { min: self.min });
        }
        if length > self.max {
            return Err(Weakness::Long { max: self.max });
        }
        let folded = fold(password);
        if is_common(&folded) {
            return Err(Weakness::Common);
        }
        if holds_name(&folded, names) {
            return Err(Weakness::Personal);
        }
        Ok(())
    }
}

/// Small letters without accents, compatibility forms resolved.
fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

fn is_common(folded: &str) -> bool {
    let characters: Vec<char> = folded.chars().collect();
    let mut different = characters.clone();
    different.sort_unstable();
    different.dedup();
    if different.len() < 5 || is_sequence(&characters) {
        return true;
    }
    let unit: String = unit(&characters).iter().collect();
    if unit.len() < folded.len() {
        return true;
    }
    let core = folded.trim_matches(|c: char| !c.is_alphabetic());
    let left = folded.trim_start_matches(|c: char| !c.is_alphabetic());
    let right = folded.trim_end_matches(|c: char| !c.is_alphabetic());
    [folded, core, left, right].iter().any(|text| is_listed(text) || is_listed(&unspell(text)))
}

fn is_listed(text: &str) -> bool {
    static LISTED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let list = LIST.lines().filter(|line| !line.starts_with("# "));
        list.chain(OURS.split_ascii_whitespace()).collect()
    });
    !text.is_empty() && LISTED.contains(text)
}

/// Letters for the digits and signs that stand for them, as in `p4$$w0rd`.
fn unspell(text: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    };
    text.chars().map(letter).collect()
}

/// Three of four steps lead to the next letter or digit, or to the one before: `abcdefgh1234`.
fn is_sequence(characters: &[char]) -> bool {
    let steps = characters.windows(2).filter(|pair| (pair[0] as u32).abs_diff(pair[1] as u32) == 1).count();
    characters.len() > 1 && steps * 4 >= (characters.len() - 1) * 3
}

/// The shortest run that the whole repeats.
fn unit(characters: &[char]) -> &[char] {
    let whole = characters.len();
    let repeats = |length: &usize| {
        whole.is_multiple_of(*length) && characters.iter().zip(&characters[*length..]).all(|(a, b)| a == b)
    };
    &characters[..(1..=whole / 2).find(repeats).unwrap_or(whole)]
}

fn holds_name(folded: &str, names: &[&str]) -> bool {
    names.iter().any(|name| {
        let name = fold(name);
        let words = name.split(|c: char| !c.is_alphanumeric());
        words.chain([name.as_str()]).any(|word| word.chars().count() >= MIN_WORD && folded.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), Weakness> {
        Rule::default().check(password, &["ana.perez@cadena.mx", "Ana Pérez Güereña", "Tacos Ñam"])
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(check("kq8-zt2-vwp"), Err(Weakness::Short { min: 12 }));
        assert_eq!(check("kq8-zt2-vwpx"), Ok(()));
        assert_eq!(check("ñandú ñoñó e"), Ok(()));
        // Twelve code points, eleven characters.
        assert_eq!(check("n\u{303}kq8-zt2-vw"), Err(Weakness::Short { min: 12 }));
        let long: String = (0..129).map(|i| char::from(b'a' + (i * i % 23) as u8)).collect();
        assert_eq!(check(&long[..128]), Ok(()));
        assert_eq!(check(&long), Err(Weakness::Long { max: 128 }));
        let rule = Rule { min: 8, max: 20 };
        assert_eq!(rule.check("kq8-zt2v", &[]), Ok(()));
        assert_eq!(rule.check("trustno1", &[]), Err(Weakness::Common));
    }

    #[test]
    fn common_ones_are_refused_dressed_up_too() {
        for password in [
            "1qaz2wsx3edc",
            "QWERTY123456",
            "password1234",
            "P4$$w0rd2026!!",
            "¡¡Contraseña1!",
            "2026Sunshine#",
            "Supervisión2026",
            "falcon2026!!",
            "kq8zt2kq8zt2",
            "aaaaaaaaaaaa",
            "121212341234",
            "abcdefghijkl",
            "987654321098",
            "abcdef123456",
        ] {
            assert_eq!(check(password), Err(Weakness::Common), "{password:?}");
        }
    }

    #[test]
    fn the_persons_own_words_are_refused() {
        for password in ["xk2-PEREZ-9!qw", "xk2.pérez.9!qw", "guerena+kq8zt2", "cadena-kq8-zt2", "kq8zt2 tacos ñam"] {
            assert_eq!(check(password), Err(Weakness::Personal), "{password:?}");
        }
        assert_eq!(check("ana y el mx y kq8"), Ok(()), "short words are in every sentence");
    }

    #[test]
    fn sentences_are_taken() {
        for password in ["tres tristes tigres", "el perro de san roque", "correct horse battery", "k9$Vq!2zR#pL"] {
            assert_eq!(check(password), Ok(()), "{password:?}");
        }
    }

    #[test]
    fn the_list_is_there() {
        let words: Vec<_> = LIST.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(words.len() > 4000 && words.iter().all(|word| word.len() >= 8 && *word == fold(word)));
        assert!(OURS.split_ascii_whitespace().any(|word| word == "supervision"));
    }
}
