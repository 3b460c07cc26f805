//! Comparing names as people mean them: trimmed, NFC, without case, accents or doubled spaces.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The form in which two spellings of one name are equal.
///
/// Trims, decomposes, drops accents, lowers case and collapses every run of white space
/// (non-breaking spaces too) to one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// The name as it is kept: NFC, trimmed, with single spaces; case and accents stay.
#[must_use]
pub fn tidy(text: &str) -> String {
    spaced(text.nfc())
}

/// What shows nothing, or turns what stands around it: control characters, the format characters of Unicode that serve no
/// writing system (widths, directions, marks of byte order) and noncharacters.
#[must_use]
pub fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || matches!(c as u32 & 0xffff, 0xfffe | 0xffff)
}

/// As [`tidy`] without composing letters: what a filter needs, whose words are compared folded anyway. The browser's
/// program does without the tables of composition for it.
#[must_use]
pub fn squeeze(text: &str) -> String {
    spaced(text.chars())
}

fn spaced(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in chars {
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(c);
    }
    out
}

/// A code word as a person may write it: lower case, without the accents of Spanish. For words of our own, where [`fold`]
/// would bring the tables of all of Unicode into the browser's program.
#[must_use]
pub fn code_word(word: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'Á' => 'a',
        'é' | 'É' => 'e',
        'í' | 'Í' => 'i',
        'ó' | 'Ó' => 'o',
        'ú' | 'Ú' | 'ü' | 'Ü' => 'u',
        'ñ' | 'Ñ' => 'n',
        other => other.to_ascii_lowercase(),
    };
    word.trim().chars().map(plain).collect()
}

/// A name as part of an address: folded, with `-` between words, only `[a-z0-9-]`.
///
/// Empty when the name holds no letter or digit of the Latin alphabet; the caller then makes one up. A long name (a whole
/// question of a form) ends at a word, so that its slug fits where an address may name it.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in fold(text).chars() {
        if c.is_ascii_alphanumeric() {
            if gap && !out.is_empty() {
                out.push('-');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    if out.len() > LONGEST_SLUG {
        // Before the first letter too many stands the end of a word, or none does.
        let end = out[..=LONGEST_SLUG].rfind('-').unwrap_or(LONGEST_SLUG);
        out.truncate(end);
    }
    out
}

/// Letters of a slug, before a number tells doubles apart.
const LONGEST_SLUG: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_slug_ends_at_a_word_where_an_address_may_name_it() {
        let question =
            "¿Se encuentran limpios y en buen estado los pisos, muros, plafones y lámparas del área de cocina?";
        assert_eq!(slug(question), "se-encuentran-limpios-y-en-buen-estado-los-pisos-muros");
        assert_eq!(slug(&"a".repeat(200)), "a".repeat(60));
        let exact = ["b".repeat(30), "c".repeat(29)].join("-");
        assert_eq!(slug(&exact), exact);
        assert_eq!(slug(&format!("{exact} d")), exact);
    }
}
