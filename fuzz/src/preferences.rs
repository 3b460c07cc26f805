//! Language, theme and navigation, as a `Cookie` header asks for them.

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use falcon::server::web::preferences::of;

/// What is no preference changes none. A target answers whether something in the input was taken.
pub fn preferences(text: &str) -> bool {
    let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) else { return false };
    let told = of(&HeaderMap::from_iter([(COOKIE, value)]));
    let chosen = told != of(&HeaderMap::new());
    assert!(!chosen || ["lang=", "theme=", "nav="].iter().any(|name| text.contains(name)), "{told:?}");
    chosen
}
