//! `/administracion`: the way to what administrators do.

use leptos::prelude::*;

use crate::{
    contract::AppError,
    domain::Action,
    ui::{
        app::set_status,
        components::{ErrorNote, Glyph, Head, Icon},
        i18n::{audit, common, keys},
        use_frame,
    },
};

/// See the module.
#[component]
pub fn AdministrationPage() -> impl IntoView {
    let frame = use_frame();
    let title = common::words().administration;
    view! {
        <Head title/>
        <h1 class="title">{title}</h1>
        <Transition>
            {move || Suspend::new(async move {
                match frame.await {
                    Ok(frame) if frame.may(Action::Keys) => list().into_any(),
                    Ok(_) => refused(AppError::Forbidden),
                    Err(error) => refused(error),
                }
            })}
        </Transition>
    }
}

fn refused(error: AppError) -> AnyView {
    set_status(error.status());
    view! { <ErrorNote error/> }.into_any()
}

fn list() -> impl IntoView {
    let links = [
        ("/importar", common::words().import),
        ("/administracion/llaves", keys::words().title),
        ("/administracion/auditoria", audit::words().title),
    ];
    let link = |(path, name)| view! { <li><a href=path>{name}<Icon glyph=Glyph::Next/></a></li> };
    view! { <ul class="links-list">{links.map(link).collect_view()}</ul> }
}
