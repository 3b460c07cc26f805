//! What browsers are told to refuse: headers of every answer, and the content security policy of pages.

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::server::config::Security;

/// Where Telegram's own clients show a Mini App.
const TELEGRAM: &str = "https://web.telegram.org https://webk.telegram.org https://webz.telegram.org";

/// The site of them that fetches files for its Mini Apps.
pub const TELEGRAM_WEB: &str = "https://web.telegram.org";

/// What a Mini App speaks to its client by: the one script of another site that our pages may load, where there is a bot.
const TELEGRAM_SCRIPT: &str = "https://telegram.org/js/telegram-web-app.js";

/// What a page may load beside our own files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowed<'a> {
    /// Of this answer alone: scripts in the page carry it.
    pub nonce: &'a str,
    /// Pattern of the map's raster tiles, when the settings name one.
    pub tiles: Option<&'a str>,
    /// The page shows Telegram's sign-in button, which is a script and a frame of theirs.
    pub telegram_button: bool,
}

/// The policy of a page.
#[must_use]
pub fn policy(security: &Security, allowed: Allowed<'_>) -> Option<HeaderValue> {
    let mut text = String::from(
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; script-src 'self' 'wasm-unsafe-eval'",
    );
    if !allowed.nonce.is_empty() {
        let _ = write!(text, " 'nonce-{}'", allowed.nonce);
    }
    if security.telegram.is_some() {
        let _ = write!(text, " {TELEGRAM_SCRIPT}");
    }
    if allowed.telegram_button {
        text.push_str(" https://telegram.org; frame-src https://oauth.telegram.org");
    }
    text.push_str("; img-src 'self' data:");
    if let Some(host) = allowed.tiles.and_then(host) {
        let _ = write!(text, " {host}");
    }
    text.push_str("; style-src 'self'; connect-src 'self'; frame-ancestors ");
    text.push_str(&framed_by(security));
    HeaderValue::from_str(&text).ok()
}

/// The policy of a document that is only read: our style and pictures, no script, no form.
#[must_use]
pub fn still(framed_by: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {framed_by}"
    ))
    .ok()
}

/// The policy of a script, which is that of the worker it becomes: it reads our own files, and compiles WASM.
pub const OF_SCRIPTS: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";

/// Who may frame a page: Telegram's clients, where people come in by them.
pub fn framed_by(security: &Security) -> String {
    if security.telegram.is_some() { format!("'self' {TELEGRAM}") } else { "'none'".into() }
}

/// `https://*.tile.example` of `https://{s}.tile.example/{z}/{x}/{y}.png`.
fn host(pattern: &str) -> Option<String> {
    let (scheme, rest) = pattern.split_once("://")?;
    let host = rest.split('/').next()?.replace("{s}", "*");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '*');
    (matches!(scheme, "https" | "http") && !host.is_empty() && host.chars().all(plain))
        .then(|| format!("{scheme}://{host}"))
}

/// What stands on every answer that has not said otherwise.
pub fn add(security: &Security, headers: &mut HeaderMap) {
    let usual: [(HeaderName, &'static str); 6] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "accelerometer=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
        ),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        // A page says its own; whatever else is opened as a document may load nothing.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    for (name, value) in usual {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if security.telegram.is_none() {
        headers.entry(header::X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    }
    if security.tls() {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_runs_no_script_but_ours() {
        let told = policy(&Security::default(), Allowed { nonce: "abc", ..Allowed::default() }).unwrap();
        let told = told.to_str().unwrap();
        assert!(told.contains("script-src 'self' 'wasm-unsafe-eval' 'nonce-abc';"), "{told}");
        assert!(
            !told.contains("unsafe-inline") && !told.contains("'unsafe-eval'") && !told.contains("telegram"),
            "{told}"
        );
        assert!(told.contains("frame-ancestors 'none'"), "{told}");
    }

    #[test]
    fn tiles_come_from_their_host_alone() {
        assert_eq!(host("https://{s}.tile.example/{z}/{x}/{y}.png").as_deref(), Some("https://*.tile.example"));
        assert_eq!(host("https://tiles.example:8443/a/{z}").as_deref(), Some("https://tiles.example:8443"));
        for wrong in ["javascript://x", "https://a b/{z}", "https://;script-src *", "nothing"] {
            assert_eq!(host(wrong), None, "{wrong}");
        }
    }
}
