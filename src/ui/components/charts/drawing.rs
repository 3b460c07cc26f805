//! A finished SVG in the page.

use leptos::{html::Div, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use crate::ui::browser::{self, told};

/// Embeds `svg` as it is. Its links work like those of HTML: without scripts the browser follows them, with scripts the
/// page changes in place; arrow keys move the focus among them. `node` is what holds it.
#[component]
pub fn Drawing(
    svg: String,
    #[prop(default = "drawing")] class: &'static str,
    #[prop(optional)] node: NodeRef<Div>,
) -> impl IntoView {
    let navigate = use_navigate();
    let path = use_location().pathname;
    let follow = move |event: leptos::ev::MouseEvent| {
        if let Some(href) = browser::svg::link_at(&event) {
            // Filtering stays where the reader is; another page starts at its top.
            let stays = path.with_untracked(|path| href.split('?').next() == Some(path.as_str()));
            navigate(&href, NavigateOptions { scroll: !stays, ..NavigateOptions::default() });
        }
    };
    view! {
        <div {..told::kept("class", class)} node_ref=node on:click=follow on:keydown=|event| browser::svg::move_focus(&event)
            {..told::markup(svg)}></div>
    }
}
