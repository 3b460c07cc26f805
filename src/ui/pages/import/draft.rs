//! An upload before it is taken: how its first rows will be read, and the mapping to correct.

use leptos::prelude::*;

use crate::{
    contract::{ImportDraft, ImportField, PreviewRow},
    ui::{
        components::{Csrf, DataTable, Section},
        i18n::{
            format,
            import::{self, Shape},
            lang,
        },
    },
};

/// Name, shape and words of the fields of one part of the form.
type Part = &'static [(&'static str, Shape, &'static str, &'static str)];

/// See the module.
#[component]
pub fn Draft(draft: ImportDraft) -> impl IntoView {
    let words = import::words();
    let action = format!("/importar/{}/columnas", draft.id);
    let preview = match draft.preview {
        Ok(preview) => {
            let counts =
                [(words.taken, preview.taken), (words.skipped, preview.skipped), (words.rejected, preview.rejected)];
            view! {
                <p class="summary" role="status">
                    {counts.map(|(word, n)| [word, ": ", &format::integer(n)].concat()).join(" · ")}
                </p>
                <div class="card-rows import-preview"><DataTable caption=words.as_read>
                    <thead>
                        <tr>
                            <th scope="col" class="num">{words.line}</th>
                            {[words.branch, words.kind, words.date].map(|word| view! { <th scope="col">{word}</th> })}
                            <th scope="col" class="num">{words.score}</th>
                            <th scope="col" class="num">{words.areas}</th>
                            <th scope="col">{words.outcome}</th>
                        </tr>
                    </thead>
                    <tbody>{preview.rows.into_iter().map(read).collect_view()}</tbody>
                </DataTable></div>
            }
            .into_any()
        }
        Err(problem) => {
            let sentence = import::problem(&problem.code, &problem.detail);
            view! { <div class="note error" role="alert"><p>{sentence}</p></div> }.into_any()
        }
    };
    let columns = draft.columns.clone();
    let fields = draft.fields;
    let part =
        |title: &'static str, part: Part| view! { <Fields title part fields=fields.clone() columns=columns.clone()/> };
    view! {
        <h1 class="title">{draft.file_name}</h1>
        <form class="import-profile" method="post" action=action.clone()>
            <Csrf/>
            <label for="import-profile">{words.profile}</label>
            <select id="import-profile" name="perfil">
                <option value="">{words.guess}</option>
                {draft
                    .profiles
                    .into_iter()
                    .map(|name| view! { <option value=name.clone() selected=name == draft.profile>{name.clone()}</option> })
                    .collect_view()}
            </select>
            <button class="button" type="submit" name="accion" value="perfil">{words.use_profile}</button>
        </form>
        <Section title=words.as_read>{preview}</Section>
        <form class="import-mapping" method="post" action=action>
            <Csrf/>
            <h2>{words.mapping}</h2>
            {part(words.visit_part, import::VISIT)}
            {part(words.branch_part, import::BRANCH)}
            {part(words.area_part, import::AREAS)}
            {part(words.file_part, import::FILE)}
            <div class="actions">
                <button class="button primary" type="submit" name="accion" value="importar" data-main="">{words.take}</button>
                <button class="button" type="submit" name="accion" value="vista">{words.refresh}</button>
            </div>
        </form>
        <Section title=words.as_file>
            <DataTable caption=words.as_file>
                <thead>
                    <tr>{draft.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr>
                </thead>
                <tbody>
                    {draft
                        .raw
                        .into_iter()
                        .map(|row| {
                            let cells = row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
                            view! { <tr>{cells}</tr> }
                        })
                        .collect_view()}
                </tbody>
            </DataTable>
        </Section>
    }
}

/// A row as it will be read.
fn read(row: PreviewRow) -> impl IntoView {
    let words = import::words();
    let language = lang().code();
    let outcome = match (row.skipped, row.rejected) {
        (Some(reason), _) => [words.skipped, ": ", reason.words(language)].concat(),
        (_, Some(reason)) => [words.rejected, " (", &row.detail, "): ", reason.words(language)].concat(),
        _ => words.taken.to_owned(),
    };
    view! {
        <tr>
            <td class="num" data-name=words.line>{format::integer(row.line)}</td>
            <td>{row.branch}</td>
            <td>{row.kind}</td>
            <td>{(!row.day.is_empty()).then(|| format::day_text(lang(), &row.day))}</td>
            <td class="num" data-name=words.score>{row.score.map(|score| format::hundredths(i64::from(score)))}</td>
            <td class="num" data-name=words.areas>{(row.areas > 0).then(|| format::integer(row.areas))}</td>
            <td class="import-reason">{outcome}</td>
        </tr>
    }
}

/// One part of the mapping form.
#[component]
fn Fields(title: &'static str, part: Part, fields: Vec<ImportField>, columns: Vec<String>) -> impl IntoView {
    let value =
        |name: &str| fields.iter().find(|field| field.name == name).map(|f| f.value.clone()).unwrap_or_default();
    view! {
        <fieldset>
            <legend>{title}</legend>
            {part
                .iter()
                .map(|(name, shape, es, en)| {
                    let label = lang().pick(*es, *en);
                    view! {
                        <label class:check=*shape == Shape::Check>
                            <span>{label}</span>
                            {input(name, *shape, value(name), &columns)}
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

fn input(name: &'static str, shape: Shape, value: String, columns: &[String]) -> AnyView {
    let option = |code: String, word: String| {
        let selected = code == value;
        view! { <option value=code selected=selected>{word}</option> }
    };
    match shape {
        Shape::Check => view! { <input type="checkbox" name=name value="1" checked=!value.is_empty()/> }.into_any(),
        Shape::Text => view! { <input type="text" name=name value=value/> }.into_any(),
        Shape::Layout => {
            let options = import::LAYOUTS
                .iter()
                .map(|(code, es, en)| option((*code).into(), lang().pick(*es, *en).into()))
                .collect_view();
            view! { <select name=name>{options}</select> }.into_any()
        }
        Shape::Column => {
            let none = option(String::new(), import::words().none.into());
            let options = columns.iter().map(|column| option(column.clone(), column.clone())).collect_view();
            view! { <select name=name>{none}{options}</select> }.into_any()
        }
    }
}
