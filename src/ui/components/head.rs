//! The document's title.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::browser::document;

/// Sets the document's title: the page's, then the product's.
#[component]
pub fn Head(#[prop(into)] title: String) -> impl IntoView {
    view! { <Title text=document::title(&[&title, " · Falcon"].concat())/> }
}
