//! The session's cookie, read by its own letters before the layer of sessions reads it leniently.
//!
//! That layer decodes `%5F` and trims every sort of space in the *names* of cookies too. Browsers do neither: they keep
//! other sites from setting `__Host-falcon` as it is written, and let a site below the same domain set `%5F_Host-falcon`,
//! with which it could put its own session under somebody's next request.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::router::WebState;
use crate::server::services::cookie;

/// What the session's cookie is called. Over TLS it is bound to this host alone.
pub const fn name(tls: bool) -> &'static str {
    if tls { "__Host-falcon" } else { "falcon" }
}

/// Belongs right outside of the layer of sessions.
pub async fn own(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    sift(request.headers_mut(), name(state.services.security().tls()));
    next.run(request).await
}

/// Leaves of all cookies that could be taken for the one of this name the true one, if it stands there once; it comes last.
fn sift(headers: &mut HeaderMap, name: &str) {
    let given: Vec<HeaderValue> = headers.get_all(header::COOKIE).iter().cloned().collect();
    // What is no text is read by nobody, neither here nor further inside.
    let texts: Vec<&str> = given.iter().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok()).collect();
    let all = texts.join(";");
    if !all.split(';').any(|pair| resembles(pair, name)) {
        return;
    }
    headers.remove(header::COOKIE);
    for text in texts {
        let others: Vec<&str> = text.split(';').filter(|pair| !resembles(pair, name)).collect();
        if others.is_empty() {
            continue;
        }
        if let Ok(value) = HeaderValue::from_bytes(others.join(";").as_bytes()) {
            headers.append(header::COOKIE, value);
        }
    }
    let own = cookie(&all, name).and_then(|value| HeaderValue::try_from(format!("{name}={value}")).ok());
    if let Some(own) = own {
        headers.append(header::COOKIE, own);
    }
}

/// Whether a lenient reader may find this name here. Names with a `%` are nobody's of ours.
fn resembles(pair: &str, name: &str) -> bool {
    let key = pair.split_once('=').map_or(pair, |(key, _)| key);
    key.contains('%') || key.trim() == name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sifted(given: &[&str]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for value in given {
            headers.append(header::COOKIE, HeaderValue::from_str(value).unwrap());
        }
        sift(&mut headers, "falcon");
        headers.get_all(header::COOKIE).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into()).collect()
    }

    #[test]
    fn one_cookie_of_the_name_is_left_or_none() {
        assert_eq!(sifted(&["falcon=1"]), ["falcon=1"]);
        assert_eq!(sifted(&["a=b; falcon=1; lang=en"]), ["a=b; lang=en", "falcon=1"]);
        assert_eq!(sifted(&["%66alcon=2; falcon=1", "\u{a0}falcon=3"]), ["falcon=1"]);
        for none in [&["falcon=1; falcon=2"][..], &["falcon=1", "falcon=1"], &["%66alcon=2"], &["falcon=\"1\""]] {
            assert_eq!(sifted(none), Vec::<String>::new(), "{none:?}");
        }
    }

    #[test]
    fn what_resembles_nothing_of_ours_is_left_as_it_is() {
        for given in [&[][..], &["lang=en; theme=dark"], &["x=%zz;ñ=1", "falcons=1"]] {
            assert_eq!(sifted(given), given, "{given:?}");
        }
    }
}
