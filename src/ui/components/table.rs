//! A table that scrolls inside itself, its first column pinned.

use leptos::prelude::*;

/// `caption` says what the table shows, for screen readers. Children: `<thead>` and `<tbody>`; cells with numbers take
/// class `num`, row headers are `<th scope="row">`.
#[component]
pub fn DataTable(#[prop(into)] caption: String, children: Children) -> impl IntoView {
    let label = caption.clone();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=label>
            <table class="data">
                <caption class="vh">{caption}</caption>
                {children()}
            </table>
        </div>
    }
}
