//! What a link into Telegram carries: a screen and its filter, in the letters that `startapp` may have (`[A-Za-z0-9_-]`, 512 at
//! most, <https://core.telegram.org/bots/webapps#direct-link-mini-apps>).
//!
//! The first letter names the screen; the filter's compact form follows ([`Filter::to_compact`]). A branch or a group is the one
//! that the filter names. What a screen has beside the filter (sorting, page) does not come along.

use leptos_router::location::Url;

use super::address::encode;
use crate::domain::Filter;

/// Letters for screens.
const SCREENS: [(char, &str); 5] =
    [('t', "/"), ('m', "/mapa"), ('h', "/historico"), ('i', "/indicadores"), ('p', "/porque")];
/// Letters for screens of one thing, and where they lie.
const BRANCH: (char, &str) = ('s', "/sucursales/");
const GROUP: (char, &str) = ('g', "/grupos/");

/// Of a path and a query of this application; `None` for what is no screen of figures, or has too long a filter.
#[must_use]
pub fn to_start(path: &str, query: &str) -> Option<String> {
    let (mut filter, _) = Filter::split_query(query).ok()?;
    let thing = |place: &str| path.strip_prefix(place).map(Url::unescape);
    let letter = if let Some((letter, _)) = SCREENS.iter().find(|(_, screen)| *screen == path) {
        *letter
    } else if let Some(code) = thing(BRANCH.1) {
        filter.branches = vec![code];
        BRANCH.0
    } else {
        filter.groups = vec![thing(GROUP.1)?];
        GROUP.0
    };
    let text = format!("{letter}{}", filter.to_compact()?);
    (text.len() <= Filter::MAX_COMPACT).then_some(text)
}

/// The path and query that [`to_start`] was given, in their one form; `None` for anything else.
#[must_use]
pub fn from_start(text: &str) -> Option<String> {
    let mut letters = text.chars();
    let letter = letters.next()?;
    let mut filter = Filter::parse_compact(letters.as_str()).ok()?;
    let one = |list: &mut Vec<String>| match std::mem::take(list) {
        mut list if list.len() == 1 => list.pop().filter(|code| !code.is_empty()),
        _ => None,
    };
    let path = match letter {
        letter if letter == BRANCH.0 => [BRANCH.1, &encode(&one(&mut filter.branches)?)].concat(),
        letter if letter == GROUP.0 => [GROUP.1, &encode(&one(&mut filter.groups)?)].concat(),
        letter => SCREENS.iter().find(|(named, _)| *named == letter)?.1.to_owned(),
    };
    let query = filter.to_query();
    Some(if query.is_empty() { path } else { [&path, "?", &query].concat() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_and_its_filter_come_back() {
        for (path, query, back) in [
            ("/", "", "/"),
            ("/", "year=2025&estado=NLE", "/?year=2025&estado=NLE"),
            ("/historico", "year=2025&por=year&pagina=3", "/historico?year=2025"),
            ("/mapa", "band=critico", "/mapa?band=critico"),
            ("/sucursales/a%20b", "year=2024", "/sucursales/a%20b?year=2024"),
            ("/grupos/norte", "", "/grupos/norte"),
        ] {
            let text = to_start(path, query).unwrap();
            assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)), "{text}");
            assert_eq!(from_start(&text).as_deref(), Some(back), "{text}");
        }
    }

    #[test]
    fn what_is_no_screen_is_not_led_to() {
        assert_eq!(to_start("/administracion/personas", ""), None);
        assert_eq!(to_start("//elsewhere.example", ""), None);
        for text in ["", "t", "xAQ", "t//", "tAQ==", "sAQ", "t%2e"] {
            assert_eq!(from_start(text), None, "{text}");
        }
    }
}
