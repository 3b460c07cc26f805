//! `/administracion/llaves/hecha`: a key, this once.

use leptos::prelude::*;

use super::failed;
use crate::{
    contract::MadeKey,
    server_fns::keys::get_made_key,
    ui::{
        components::{Head, Once, Skeleton},
        fetched,
        i18n::keys,
    },
};

/// See the module.
#[component]
pub fn MadePage() -> impl IntoView {
    let made = fetched(|| (), |()| get_made_key());
    let words = keys::words();
    view! {
        <Head title=words.made_title/>
        <nav class="crumbs"><a href="/administracion/llaves">"← " {words.back}</a></nav>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match made.await {
                    Ok(Some(made)) => view! { <Shown made/> }.into_any(),
                    Ok(None) => view! {
                        <h1 class="title">{words.title}</h1>
                        <div class="note" role="status"><p>{words.made_gone}</p></div>
                    }
                    .into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(made: MadeKey) -> impl IntoView {
    let words = keys::words();
    view! {
        <h1 class="title">{words.made_title}": "{made.name}</h1>
        <p class="lead" role="status">{words.made_lead}</p>
        <Once label=words.key value=made.key/>
        <p>{words.made_use}</p>
        <pre class="keys-example"><code>"curl -H \"X-API-Key: $LLAVE\" …/api/v1/me"</code></pre>
        <div class="actions"><a class="button primary" href="/administracion/llaves">{words.back}</a></div>
    }
}
