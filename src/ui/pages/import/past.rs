//! The upload form, and what came in before.

use leptos::prelude::*;

use crate::{
    contract::{ImportSummary, ImportsPage},
    ui::{
        components::{Csrf, DataTable, Section},
        i18n::{format, import, lang},
    },
};

/// See the module.
#[component]
pub fn Past(page: ImportsPage) -> impl IntoView {
    let words = import::words();
    let table = if page.history.is_empty() {
        view! { <p class="hint">{words.no_history}</p> }.into_any()
    } else {
        view! {
            <DataTable caption=words.history>
                <thead>
                    <tr>
                        <th scope="col">{words.file}</th>
                        <th scope="col">{words.day}</th>
                        <th scope="col">{words.profile}</th>
                        {[words.read, words.inserted, words.updated, words.unchanged, words.skipped, words.rejected]
                            .map(|word| view! { <th scope="col" class="num">{word}</th> })}
                    </tr>
                </thead>
                <tbody>{page.history.into_iter().map(row).collect_view()}</tbody>
            </DataTable>
        }
        .into_any()
    };
    view! {
        <form class="import-upload" method="post" action="/importar/archivo" enctype="multipart/form-data">
            // Before the file: it is looked at first.
            <Csrf/>
            <label for="import-file">{words.choose}</label>
            <input id="import-file" type="file" name="file" required
                accept=".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>
            <button class="button primary" type="submit" data-main="">{words.upload}</button>
            <small class="hint">{words.limit} " " {page.limit_mb} " MB"</small>
        </form>
        <Section title=words.history>{table}</Section>
    }
}

fn row(import: ImportSummary) -> impl IntoView {
    let counts = import.counts;
    let numbers = [counts.read, counts.inserted, counts.updated, counts.unchanged, counts.skipped, counts.rejected];
    view! {
        <tr>
            <th scope="row"><a href=format!("/importar/{}", import.id)>{import.file_name}</a></th>
            <td>{format::day_text(lang(), &import.day)}</td>
            <td>{import.profile}</td>
            {numbers.map(|n| view! { <td class="num">{format::integer(n)}</td> })}
        </tr>
    }
}
