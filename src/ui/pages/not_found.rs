//! Where no route leads.

use leptos::prelude::*;

use crate::ui::{app::set_status, components::Head, i18n::common};

/// Answers with status 404 and the way home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let words = common::words();
    set_status(404);
    view! {
        <Head title=words.not_found_title/>
        <div class="note">
            <h1>{words.not_found_title}</h1>
            <p>{words.not_found}</p>
            <p><a class="button" href="/">{words.home}</a></p>
        </div>
    }
}
