//! `/api/docs`: a whole document, drawn by the server alone.

mod operation;

use leptos::prelude::*;

use crate::{
    contract::{Reference, ReferenceError, ReferenceSection},
    ui::{
        door::{Head, preferences},
        i18n::{self, reference},
    },
};

use operation::operation;

/// See the module.
pub fn document(style: Option<String>, page: Reference) -> impl IntoView {
    let chosen = i18n::preferences();
    let words = reference::words();
    let contents = page.sections.iter().map(contents).collect_view();
    let sections = page.sections.into_iter().map(section).collect_view();
    view! {
        <!DOCTYPE html>
        <html lang=chosen.lang.tag() data-theme=chosen.theme.code()>
            <Head title=words.title style/>
            <body class="reference">
                <header>
                    <a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28"/><span>"Falcon"</span></a>
                    <span class="reference-look">{preferences(chosen.lang, chosen.theme, "/api/docs")}</span>
                </header>
                <nav aria-label=words.contents>
                    {contents}
                    <a class="reference-section" href="#errors">{words.errors}</a>
                </nav>
                <main id="contenido">
                    <h1 class="title">{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                    <pre class="reference-code" tabindex="0"><code>"curl -H 'X-API-Key: fk_…' '/api/v1/kpis?year=2025&quarter=Q3'"</code></pre>
                    <p><a href="/api/v1/openapi.json">{words.document}" "{page.version}</a></p>
                    {sections}
                    {errors(page.errors)}
                </main>
            </body>
        </html>
    }
}

fn contents(section: &ReferenceSection) -> impl IntoView + use<> {
    let links = section.operations.iter().map(|operation| {
        let (href, path) = (["#", &operation.id].concat(), operation.path.replacen("/api/v1", "", 1));
        view! { <li><a href=href><span class="reference-method">{operation.method.clone()}</span>" "{path}</a></li> }
    });
    view! {
        <details open>
            <summary class="reference-section">{reference::section(&section.name)}</summary>
            <ul>{links.collect_view()}</ul>
        </details>
    }
}

fn section(section: ReferenceSection) -> impl IntoView {
    view! {
        <section>
            <h2>{reference::section(&section.name)}</h2>
            <p lang="en">{section.about}</p>
            {section.operations.into_iter().map(operation).collect_view()}
        </section>
    }
}

fn errors(errors: Vec<ReferenceError>) -> impl IntoView {
    let words = reference::words();
    let rows = errors.into_iter().map(|error| {
        view! { <tr><td>{error.status}</td><td><code>{error.code}</code></td><td>{error.message}</td></tr> }
    });
    view! {
        <section id="errors">
            <h2>{words.errors}</h2>
            <p>{words.errors_lead}</p>
            <div class="reference-scroll" tabindex="0" role="region" aria-label=words.errors>
                <table>
                    <thead>
                        <tr><th scope="col">{words.status}</th><th scope="col">{words.code}</th><th scope="col">{words.message}</th></tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}
