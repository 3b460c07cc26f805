//! `/reportes`: saved reports, saving one, changing it. Forms and links only: it works without scripts.

mod actions;
mod form;
mod list;
mod one;

pub use list::ReportsPage;
pub use one::ReportPage;

use leptos::prelude::*;

use crate::{
    contract::{AppError, Problem},
    ui::{app::set_status, components::ErrorNote, i18n::reports, use_address},
};

/// What became of the last form, by its code in the address.
fn told() -> impl IntoView {
    let address = use_address();
    move || {
        address.with(|address| match address.get("error") {
            Some(code) => {
                let problem = Problem { code: code.to_owned(), detail: String::new() };
                Some(complaint(reports::complaint(&problem)))
            }
            None => address
                .get("hecho")
                .and_then(reports::done)
                .map(|done| view! { <p class="profile-done" role="status">{done}</p> }.into_any()),
        })
    }
}

/// Above the form.
fn complaint(text: String) -> AnyView {
    view! { <div class="note error" role="alert"><p class="note-title">{text}</p></div> }.into_any()
}

/// In place of a page that could not be drawn.
fn failed(error: AppError) -> AnyView {
    set_status(error.status());
    view! { <ErrorNote error/> }.into_any()
}
