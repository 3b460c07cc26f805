//! A finished import: counts, rejected rows with what to do, warnings.

use leptos::prelude::*;

use crate::{
    contract::{ImportRemark, ImportResult, REJECTS_PER_PAGE},
    ui::{
        components::{DataTable, Fact, Facts, Pager, Section},
        i18n::{common, format, import},
        use_address,
    },
};

/// See the module.
#[component]
pub fn Finished(result: ImportResult) -> impl IntoView {
    let words = import::words();
    let counts = result.counts;
    let sentence = match (result.taken, counts.inserted + counts.updated) {
        (false, _) => Some(words.nothing_taken),
        (true, 0) if counts.unchanged > 0 => Some(words.nothing_changed),
        _ => None,
    };
    let count = |word: &'static str, n: i64| Some(Fact::new(word, format::integer(n)));
    let facts = vec![
        count(words.read, counts.read),
        count(words.inserted, counts.inserted),
        count(words.updated, counts.updated),
        count(words.unchanged, counts.unchanged),
        count(words.skipped, counts.skipped),
        count(words.rejected, counts.rejected),
        count(words.warnings, counts.warnings),
        result.rows_read.map(|rows| Fact::new(words.rows, format::integer(rows))),
        Some(Fact::new(words.profile, result.profile)),
        count(words.version, result.data_version),
    ];
    let total = u32::try_from(counts.rejected).unwrap_or(u32::MAX);
    let address = use_address().get_untracked();
    let rejects = (total > 0).then(|| {
        let file = format!("/importar/{}/rechazos.csv", result.id);
        view! {
            <Section title=words.rejected n=total>
                <p><a class="button" href=file rel="external" download="">{words.download}</a></p>
                <Remarks caption=words.rejected remarks=result.rejects/>
                <Pager page=result.page per_page=REJECTS_PER_PAGE total address/>
            </Section>
        }
    });
    let warned = u32::try_from(counts.warnings).unwrap_or(u32::MAX);
    let warnings = (!result.warnings.is_empty()).then(|| {
        view! {
            <Section title=words.warnings n=warned>
                <Remarks caption=words.warnings remarks=result.warnings/>
            </Section>
        }
    });
    view! {
        <h1 class="title">{result.file_name}</h1>
        <p class="lead" role="status">{if result.taken { words.done } else { words.failed }}</p>
        {sentence.map(|sentence| view! { <p>{sentence}</p> })}
        <Facts facts/>
        <div class="actions">
            <a class="button primary" href="/">{words.see}</a>
            <a class="button" href="/importar">{words.again}</a>
        </div>
        {rejects}
        {warnings}
    }
}

#[component]
fn Remarks(caption: &'static str, remarks: Vec<ImportRemark>) -> impl IntoView {
    let words = import::words();
    let row = |remark: ImportRemark| {
        view! {
            <tr>
                <td class="num" data-name=words.line>{format::integer(remark.line)}</td>
                <td data-name=words.column>{remark.column}</td>
                <td class="import-value" data-name=words.value>{remark.value}</td>
                <td class="import-reason">{import::reason(&remark.reason)}</td>
                <td><code>{remark.reason}</code></td>
            </tr>
        }
    };
    view! {
        <div class="card-rows import-remarks"><DataTable caption=caption>
            <thead>
                <tr>
                    <th scope="col" class="num">{words.line}</th>
                    <th scope="col">{words.column}</th>
                    <th scope="col">{words.value}</th>
                    <th scope="col">{words.reason}</th>
                    <th scope="col"><span class="vh">{common::words().error_code}</span></th>
                </tr>
            </thead>
            <tbody>{remarks.into_iter().map(row).collect_view()}</tbody>
        </DataTable></div>
    }
}
