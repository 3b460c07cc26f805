//! `/administracion`: the way to what administrators do.

use leptos::prelude::*;

use crate::{
    contract::Administration,
    server_fns::people::get_administration,
    ui::{
        app::set_status,
        components::{ErrorNote, Glyph, Head, Icon, Skeleton},
        fetched,
        i18n::{Noun, audit, common, keys, people, settings},
    },
};

/// See the module.
#[component]
pub fn AdministrationPage() -> impl IntoView {
    let there = fetched(|| (), |()| get_administration());
    let title = common::words().administration;
    view! {
        <Head title/>
        <h1 class="title">{title}</h1>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match there.await {
                    Ok(there) => list(there).into_any(),
                    Err(error) => {
                        set_status(error.status());
                        view! { <ErrorNote error/> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

fn list(there: Administration) -> impl IntoView {
    let words = people::words();
    let some = |noun: Noun, count: u32| Some(noun.count(count));
    let links = [
        ("/administracion/personas", words.title, some(words.person, there.people)),
        ("/administracion/solicitudes", words.requests, some(words.request, there.requests)),
        ("/administracion/llaves", keys::words().title, some(words.good_key, there.keys)),
        ("/administracion/ajustes", settings::words().title, None),
        ("/administracion/auditoria", audit::words().title, None),
        ("/importar", common::words().import, None),
    ];
    let link = |(path, name, note): (&'static str, &'static str, Option<String>)| {
        view! {
            <li><a href=path><span>{name}</span>{note.map(|note| view! { <small>{note}</small> })}<Icon glyph=Glyph::Next/></a></li>
        }
    };
    view! { <ul class="links-list administration">{links.map(link).collect_view()}</ul> }
}
