//! `/administracion/llaves`: the keys of programs, making one, showing it once, revoking it. Forms and links only: it works
//! without scripts.

mod field;
mod list;
mod made;
mod make;
mod one;

use leptos::prelude::*;

pub use made::MadePage;
pub use one::OnePage;

use list::List;
use make::Make;

use crate::{
    contract::AppError,
    server_fns::keys::get_keys,
    ui::{
        app::set_status,
        components::{ErrorNote, Head, Skeleton},
        fetched,
        i18n::{common, keys},
        use_address,
    },
};

/// See the module: the list, and the form for another one.
#[component]
pub fn KeysPage() -> impl IntoView {
    let page = fetched(|| (), |()| get_keys());
    let words = keys::words();
    view! {
        <Head title=words.title/>
        <nav class="crumbs"><a href="/administracion">"← " {common::words().administration}</a></nav>
        <h1 class="title">{words.title}</h1>
        <p class="lead">{words.lead}" "<a href="/api/docs" rel="external">{words.reference}</a></p>
        {told()}
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => {
                        let keys = page.keys.clone();
                        view! { <List keys/> <Make page/> }.into_any()
                    }
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

/// What became of the last form.
fn told() -> impl IntoView {
    let address = use_address();
    move || {
        address.with(|address| match address.get("error") {
            Some(code) => Some(
                view! { <div class="note error" role="alert"><p class="note-title">{keys::complaint(code)}</p></div> }
                    .into_any(),
            ),
            None => address
                .get("hecho")
                .map(|_| view! { <p class="keys-told" role="status">{keys::words().was_revoked}</p> }.into_any()),
        })
    }
}

fn failed(error: AppError) -> AnyView {
    set_status(error.status());
    view! { <ErrorNote error/> }.into_any()
}
