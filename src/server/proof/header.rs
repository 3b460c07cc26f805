//! What a request's headers carry: a bearer token, a cookie. Both borrow from the header; neither is proof yet.

/// Longest header that is looked at, in bytes; what browsers and servers agree on.
const MAX: usize = 8 * 1024;

/// The token of `Authorization: Bearer …` (RFC 6750, §2.1): one run of its letters, the scheme in any case.
pub fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    let token = token.trim_matches(' ');
    let fits = |c: u8| c.is_ascii_alphanumeric() || b"-._~+/=".contains(&c);
    (authorization.len() <= MAX
        && scheme.eq_ignore_ascii_case("bearer")
        && !token.is_empty()
        && token.bytes().all(fits))
    .then_some(token)
}

/// The cookie of this name in a `Cookie` header (RFC 6265, §4.2.1), in its own case and without quotes.
///
/// A name that stands there twice has no value: another site below the same domain may have set one of the two, and which
/// one a browser sends first can be steered.
pub fn cookie<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    if header.len() > MAX {
        return None;
    }
    let mut values = header
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(key, _)| key.trim_matches([' ', '\t']) == name)
        .map(|(_, value)| value.trim_matches([' ', '\t']));
    let value = values.next()?;
    let octet = |c: u8| c.is_ascii_graphic() && !b"\",;\\".contains(&c);
    (values.next().is_none() && value.bytes().all(octet)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bearers() {
        assert_eq!(bearer("Bearer abc.d-e_f"), Some("abc.d-e_f"));
        assert_eq!(bearer("bearer   abc== "), Some("abc=="));
        for none in ["", "Bearer", "Bearer ", "Basic abc", "Bearer a b", "Bearer a,b", "Bearer ñ", "Bearerabc"] {
            assert_eq!(bearer(none), None, "{none:?}");
        }
        assert_eq!(bearer(&format!("Bearer {}", "a".repeat(MAX))), None);
    }

    #[test]
    fn cookies() {
        let header = "lang=es; __Host-falcon=Ab-_1=; theme=dark";
        assert_eq!(cookie(header, "__Host-falcon"), Some("Ab-_1="));
        assert_eq!(cookie(header, "theme"), Some("dark"));
        assert_eq!(cookie(header, "__host-falcon"), None);
        assert_eq!(cookie(header, "Host-falcon"), None);
        assert_eq!(cookie("a=", "a"), Some(""));
        assert_eq!(cookie("a", "a"), None);
        assert_eq!(cookie(&format!("a=1;{}", "b=2;".repeat(MAX)), "a"), None);
    }

    #[test]
    fn a_cookie_that_comes_twice_has_no_value() {
        assert_eq!(cookie("a=1; a=2", "a"), None);
        assert_eq!(cookie("a=1;a=1", "a"), None);
    }

    #[test]
    fn a_cookie_of_other_letters_has_no_value() {
        for header in ["a=\"1\"", "a=1 2", "a=ñ", "a=1\\2", "a=1,2", "a=\u{7f}"] {
            assert_eq!(cookie(header, "a"), None, "{header:?}");
        }
    }
}
