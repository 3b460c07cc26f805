//! Language and theme of a request, and the door that changes them: plain links and redirects, so it needs no JavaScript.
//! The width of the navigation comes by a cookie that the page's own script sets.

use axum::{
    extract::Query,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::{provide_context, use_context};

use crate::contract::{Lang, Preferences, Theme};

/// Gives the request's preferences to the page being rendered; call it where Leptos' context is filled.
pub fn provide() {
    let preferences = use_context::<axum::http::request::Parts>().map(|parts| of(&parts.headers)).unwrap_or_default();
    provide_context(preferences);
}

/// The cookies `lang`, `theme` and `nav`; without them the browser's first known language, the system's theme, and the
/// navigation in words.
#[must_use]
pub fn of(headers: &HeaderMap) -> Preferences {
    let lang = cookie(headers, "lang").and_then(Lang::from_code).or_else(|| accepted(headers)).unwrap_or_default();
    let theme = cookie(headers, "theme").and_then(Theme::from_code).unwrap_or_default();
    Preferences { lang, theme, narrow: cookie(headers, "nav") == Some("narrow") }
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// What the browser asks for.
fn accepted(headers: &HeaderMap) -> Option<Lang> {
    Lang::accepted(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?)
}

/// `/preferencias?lang=en&theme=dark&volver=/historico`.
#[derive(serde::Deserialize)]
pub struct Choice {
    lang: Option<String>,
    theme: Option<String>,
    volver: Option<String>,
}

/// Sets the cookies named and goes back to the page asked for, within this site only.
pub async fn choose(Query(choice): Query<Choice>) -> Response {
    let back = choice.volver.as_deref().filter(|path| is_local(path)).unwrap_or("/");
    let Ok(location) = HeaderValue::from_str(back) else { return StatusCode::BAD_REQUEST.into_response() };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    let lang = choice.lang.as_deref().and_then(Lang::from_code);
    remember(response.headers_mut(), lang, choice.theme.as_deref().and_then(Theme::from_code));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Sets the cookies of what was chosen.
pub(super) fn remember(headers: &mut HeaderMap, lang: Option<Lang>, theme: Option<Theme>) {
    let chosen = [lang.map(|lang| ("lang", lang.code())), theme.map(|theme| ("theme", theme.code()))];
    for (name, value) in chosen.into_iter().flatten() {
        let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

/// Whether this browser's person chose a language in it.
pub(super) fn has_lang(headers: &HeaderMap) -> bool {
    cookie(headers, "lang").and_then(Lang::from_code).is_some()
}

/// A path on this site: begins with one `/`, and holds nothing that a browser reads as another host.
pub(super) fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 2_000
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_static(value));
        }
        map
    }

    #[test]
    fn cookies_come_before_the_browser_s_languages() {
        let of = |pairs: &[_]| of(&headers(pairs));
        assert_eq!(of(&[]), Preferences::default());
        assert_eq!(of(&[("accept-language", "en-US,en;q=0.9,es;q=0.8")]).lang, Lang::En);
        assert_eq!(of(&[("accept-language", "fr,en;q=0.4,es-MX;q=0.8")]).lang, Lang::Es);
        assert_eq!(of(&[("accept-language", "fr, de")]).lang, Lang::Es);
        assert_eq!(of(&[("accept-language", "en;q=0")]).lang, Lang::Es);
        let both = of(&[("cookie", "a=b; lang=en"), ("cookie", "theme=dark"), ("accept-language", "es")]);
        assert_eq!(both, Preferences { lang: Lang::En, theme: Theme::Dark, narrow: false });
        assert!(of(&[("cookie", "lang=en; nav=narrow")]).narrow);
        assert!(!of(&[("cookie", "nav=wide")]).narrow);
        assert_eq!(of(&[("cookie", "lang=xx; theme=pink")]), Preferences::default());
    }

    #[test]
    fn the_way_back_stays_on_this_site() {
        for path in ["/", "/historico?year=2025", "/mapa"] {
            assert!(is_local(path), "{path}");
        }
        for path in ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x"] {
            assert!(!is_local(path), "{path}");
        }
    }

    #[tokio::test]
    async fn choosing_sets_cookies_and_goes_back() {
        let choice = Choice { lang: Some("en".into()), theme: None, volver: Some("/mapa?year=2025".into()) };
        let response = choose(Query(choice)).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[header::LOCATION], "/mapa?year=2025");
        let cookies: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().collect();
        assert_eq!(cookies, ["lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"]);
    }
}
