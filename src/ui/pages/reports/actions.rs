//! What can be done with a report.

use leptos::prelude::*;

use crate::{
    contract::ReportRow,
    ui::{components::Csrf, i18n::reports},
};

/// See the module. `edit`: a way to its form is among them. Buttons name the report for who only hears them.
#[component]
pub fn Actions(report: ReportRow, can_make: bool, edit: bool) -> impl IntoView {
    let words = reports::words();
    let ReportRow { id, name, may_change, .. } = report;
    let place = ["/reportes/", &id.to_string()].concat();
    let label = |what: &str| [what, ": ", &name].concat();
    let edit = (edit && may_change).then(|| {
        view! { <a class="button" href=place.clone() aria-label=label(words.edit)>{words.edit}</a> }
    });
    let copy = can_make.then(|| {
        view! {
            <form method="post" action=[&place, "/duplicar"].concat()>
                <Csrf/>
                <button class="button" type="submit" aria-label=label(words.duplicate)>{words.duplicate}</button>
            </form>
        }
    });
    // Asked once more: another click does not undo it.
    let delete = may_change.then(|| {
        view! {
            <details>
                <summary class="button" aria-label=label(words.delete)>{words.delete}</summary>
                <form method="post" action=[&place, "/borrar"].concat()>
                    <Csrf/>
                    <span class="hint">{words.delete_lead}</span>
                    <button class="button" type="submit" aria-label=label(words.delete_sure)>{words.delete_sure}</button>
                </form>
            </details>
        }
    });
    view! {
        <div class="report-actions">
            <a class="button" href=format!("/api/v1/reports/{id}/file") rel="external" download="" aria-label=label(words.download)>
                {words.download}
            </a>
            {edit}
            {copy}
            {delete}
        </div>
    }
    .into_any()
}
