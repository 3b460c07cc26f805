//! Parts of a page that come alive after it.

use leptos::prelude::*;

/// On the server: the view.
pub fn later(view: impl FnOnce() -> AnyView + Send + 'static) -> impl IntoView {
    view()
}
