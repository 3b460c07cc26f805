//! `/importar`: upload, column mapping with preview, progress, result. Forms and links only: it works without scripts.

mod draft;
mod past;
mod result;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use draft::Draft;
use past::Past;
use result::Finished;

use crate::{
    contract::{AppError, ImportProblem, ImportView},
    server_fns::imports::{get_import, get_imports},
    ui::{
        Fetched,
        app::set_status,
        components::{ErrorNote, Head, Skeleton},
        fetched,
        i18n::{common, format, import},
        use_address, use_frame, use_query,
    },
};

/// See the module; with an id in the address one upload or import, else the way in.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")));
    let title = common::words().import;
    view! {
        <Head title/>
        {move || match id.get() {
            Some(id) => view! { <One id/> }.into_any(),
            None => view! { <Start/> }.into_any(),
        }}
    }
}

/// What the last form said was wrong.
fn complaint() -> impl IntoView {
    let address = use_address();
    move || {
        address.with(|address| {
            let sentence = import::complaint(address.get("error")?, address.get("en").unwrap_or_default());
            Some(view! { <div class="note error" role="alert"><p class="note-title">{sentence}</p></div> })
        })
    }
}

fn failed(error: AppError) -> AnyView {
    set_status(error.status());
    view! { <ErrorNote error/> }.into_any()
}

#[component]
fn Start() -> impl IntoView {
    let page = fetched(|| (), |()| get_imports());
    let words = import::words();
    view! {
        <h1 class="title">{common::words().import}</h1>
        <p class="lead">{words.lead}</p>
        {complaint()}
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Past page/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

#[component]
fn One(id: String) -> impl IntoView {
    let query = use_query();
    let page = Memo::new(move |_| query.with(|query| page_of(query)));
    let view = fetched(move || (id.clone(), page.get()), |(id, page)| get_import(id, page));
    let words = import::words();
    view! {
        <nav class="crumbs"><a href="/importar">"← " {words.all_imports}</a></nav>
        {complaint()}
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(ImportView::Draft(draft)) => view! { <Draft draft=*draft/> }.into_any(),
                    Ok(ImportView::Running { file_name, rows }) => {
                        ask_again(view);
                        view! { <Progress file_name rows/> }.into_any()
                    }
                    Ok(ImportView::Failed { file_name, problem }) => view! { <Failed file_name problem/> }.into_any(),
                    Ok(ImportView::Done(result)) => view! { <Finished result=*result/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

/// `pagina` of the query string, from 1.
fn page_of(query: &str) -> u32 {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("pagina="));
    value.and_then(|page| page.parse().ok()).unwrap_or(1)
}

/// With scripts the running import is asked for again every second; the frame too, once it may hold new data.
fn ask_again(view: Fetched<ImportView>) {
    let frame = use_frame();
    Effect::new(move |_| {
        set_timeout(
            move || {
                view.refetch();
                frame.refetch();
            },
            std::time::Duration::from_secs(1),
        );
    });
}

/// Rows read so far. Without scripts the page asks again by itself.
#[component]
fn Progress(file_name: String, rows: i64) -> impl IntoView {
    let words = import::words();
    view! {
        <noscript inner_html=r#"<meta http-equiv="refresh" content="1">"#></noscript>
        <h1 class="title">{words.running} " " {file_name}</h1>
        <p class="import-progress" role="status">
            <span class="import-pulse" aria-hidden="true"></span>
            <strong class="num">{format::integer(rows)}</strong> " " {words.rows_read.of(rows)}
        </p>
        <p class="hint">{words.running_note}</p>
    }
}

#[component]
fn Failed(file_name: String, problem: ImportProblem) -> impl IntoView {
    let words = import::words();
    view! {
        <h1 class="title">{file_name}</h1>
        <div class="note error" role="alert">
            <p class="note-title">{words.failed}</p>
            <p>{import::problem(&problem.code, &problem.detail)}</p>
            <p>{words.nothing_taken}</p>
            <div class="actions"><a class="button" href="/importar">{words.again}</a></div>
        </div>
    }
}
