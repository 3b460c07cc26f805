//! A table that scrolls inside itself, its first column pinned.

use leptos::prelude::*;

use crate::ui::browser::told;

/// `caption` says what the table shows, for screen readers. Children: `<thead>` and `<tbody>`; cells with numbers take
/// class `num`, row headers are `<th scope="row">`.
#[component]
pub fn DataTable(#[prop(into)] caption: String, children: Children) -> impl IntoView {
    let label = caption.clone();
    view! {
        <div {..told::kept("class", "table-scroll")} {..told::kept("role", "region")} {..told::kept("tabindex", "0")}
            {..told::kept("aria-label", label)}>
            <table {..told::kept("class", "data")}>
                <caption {..told::kept("class", "vh")}>{caption}</caption>
                {children()}
            </table>
        </div>
    }
}
