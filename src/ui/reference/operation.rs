//! One operation.

use leptos::prelude::*;

use crate::{
    contract::{ReferenceOperation, ReferenceParameter},
    ui::i18n::reference,
};

/// Address, what it does, parameters, and examples to open.
pub fn operation(operation: ReferenceOperation) -> impl IntoView {
    let words = reference::words();
    let filter = (!operation.filter.is_empty()).then(|| {
        view! {
            <details>
                <summary>{words.filter}</summary>
                {parameters(operation.filter)}
            </details>
        }
    });
    let own = (!operation.parameters.is_empty()).then(|| parameters(operation.parameters));
    view! {
        <article id=operation.id>
            <h3><span class="reference-method">{operation.method}</span>" "<code>{operation.path}</code></h3>
            <p lang="en">{operation.summary}"."</p>
            {(!operation.about.is_empty()).then(|| view! { <p lang="en">{operation.about}</p> })}
            {own}
            {filter}
            {operation.body.map(|body| example(words.body, body))}
            {operation.answer.map(|answer| example(words.answer, answer))}
            <p class="reference-statuses">{words.statuses}": "{operation.statuses.join(", ")}</p>
        </article>
    }
}

fn parameters(parameters: Vec<ReferenceParameter>) -> impl IntoView {
    let items = parameters.into_iter().map(|parameter| {
        view! {
            <div>
                <dt><code>{parameter.name}</code>" "<span class="reference-form">{parameter.form}</span></dt>
                <dd lang="en">{parameter.about}</dd>
            </div>
        }
    });
    view! { <dl class="reference-parameters">{items.collect_view()}</dl> }
}

fn example(name: &'static str, text: String) -> impl IntoView {
    view! {
        <details>
            <summary>{name}</summary>
            <pre class="reference-code" tabindex="0"><code>{text}</code></pre>
        </details>
    }
}
