//! The clipboard.

/// On the server: no.
#[must_use]
pub fn there() -> bool {
    false
}

/// On the server: never called, no.
#[must_use]
pub async fn write(_text: String) -> bool {
    false
}
