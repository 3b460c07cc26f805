//! Telegram's Login Widget leads back by an address that anybody could open for somebody: it counts only in the browser that
//! the button was drawn for, which is known by a cookie.

use std::fmt;

use axum::http::{HeaderMap, HeaderValue};
use subtle::ConstantTimeEq as _;

use crate::server::{services::Caller, web::preferences};

/// The field of the address that names the browser; Telegram signs it as little as `volver`.
pub(super) const FIELD: &str = "navegador";

/// Of both names the first is for TLS, where the cookie is bound to this host.
const COOKIES: [&str; 2] = ["__Host-falcon-widget", "falcon-widget"];
/// Seconds from the button to the way back.
const GOOD_FOR: u32 = 3_600;

/// What a browser is known by. It opens nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark(String);

impl Mark {
    /// The browser's own, or a new one. Over TLS the cookie that no site beside this one can set counts alone.
    pub fn of(headers: &HeaderMap, tls: bool) -> Self {
        let held = preferences::cookie(headers, COOKIES[usize::from(!tls)]).filter(|held| is_mark(held));
        // Without randomness it is empty, and opens to nobody.
        Self(held.map_or_else(|| Caller::new_csrf().unwrap_or_default(), str::to_owned))
    }

    /// Whether an address that names this browser was made for it.
    pub fn is(&self, named: &str) -> bool {
        is_mark(named) && self.0.as_bytes().ct_eq(named.as_bytes()).into()
    }

    /// Lets the browser keep it.
    pub fn cookie(&self, tls: bool) -> Option<HeaderValue> {
        let name = COOKIES[usize::from(!tls)];
        let cookie = format!("{name}={self}; Path=/; Max-Age={GOOD_FOR}; SameSite=Lax; HttpOnly");
        HeaderValue::try_from(cookie).ok()
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_mark(text: &str) -> bool {
    (20..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Takes what is ours out of the query that the widget leads back with: what Telegram signed, the way on, and the browser.
pub(super) fn apart(query: &str) -> (String, String, String) {
    let (mut back, mut mark) = ("/".to_owned(), String::new());
    let mut signed = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match name {
            "volver" => {
                let mut told = form_urlencoded::parse(pair.as_bytes());
                back = told.next().map_or_else(|| "/".into(), |(_, value)| value.into_owned());
            }
            FIELD => value.clone_into(&mut mark),
            _ => signed.push(pair),
        }
    }
    (signed.join("&"), back, mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_the_browser_s_own_alone() {
        let none = Mark::of(&HeaderMap::new(), false);
        assert_ne!(none, Mark::of(&HeaderMap::new(), false));
        let mut headers = HeaderMap::new();
        headers.insert("cookie", format!("falcon-widget={none}").parse().unwrap());
        assert_eq!(Mark::of(&headers, false), none);
        assert_ne!(Mark::of(&headers, true), none, "another site may have set it");
        assert!(
            none.is(&none.to_string()) && !none.is("") && !none.is(&Mark::of(&HeaderMap::new(), false).to_string())
        );
        for wrong in ["", "short", "with%20signs%20in%20it%20that"] {
            headers.insert("cookie", format!("falcon-widget={wrong}").parse().unwrap());
            assert!(!Mark::of(&headers, false).is(wrong), "{wrong}");
        }
        assert!(none.cookie(true).unwrap().to_str().unwrap().starts_with("__Host-falcon-widget="));
    }

    #[test]
    fn what_telegram_signed_comes_apart() {
        let told = apart("id=7&volver=%2Fmapa&hash=ab&navegador=x");
        assert_eq!(told, ("id=7&hash=ab".into(), "/mapa".into(), "x".into()));
        assert_eq!(apart(""), (String::new(), "/".into(), String::new()));
    }
}
