//! The list of a ranking.

use leptos::prelude::*;

use super::super::row::{Row, written};

/// On the server: the list with its rows, as text.
#[must_use]
pub fn list(class: &'static str, rows: Vec<Row>) -> AnyView {
    view! { <ol class=class inner_html=written(&rows)></ol> }.into_any()
}
