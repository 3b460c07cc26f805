//! `/administracion/ajustes`: what an organization measures by. Forms and links only: it works without scripts, which add that
//! the bands are drawn while they are typed.

mod areas;
mod field;
mod general;
mod measures;
mod period;
mod periods;

use areas::{Areas, Kinds};
use general::General;
use leptos::prelude::*;
use measures::Measures;
pub use period::PeriodPage;
use periods::Periods;

use crate::{
    contract::{SettingsPage as Page, SettingsPart},
    server_fns::settings::get_settings,
    ui::{
        app::set_status,
        components::{ErrorNote, Head, Skeleton},
        fetched,
        i18n::{common, settings::words},
    },
};

const PAGE: &str = "/administracion/ajustes";
const PERIOD: &str = "/administracion/ajustes/periodo";

/// See the module.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let page = fetched(|| (), |()| get_settings());
    let words = words();
    view! {
        <Head title=words.title/>
        <nav class="crumbs"><a href="/administracion">"← " {common::words().administration}</a></nav>
        <h1 class="title">{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Parts page/> }.into_any(),
                    Err(error) => {
                        set_status(error.status());
                        view! { <ErrorNote error/> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Parts(page: Page) -> impl IntoView {
    let words = words();
    let Page { general, measures, areas, kinds, periods, today } = page;
    let links = [
        (SettingsPart::General.code(), words.general),
        (SettingsPart::Measures.code(), words.measures),
        (SettingsPart::Period.code(), words.periods),
        (SettingsPart::Areas.code(), words.areas),
    ];
    let link = |(part, name): (&str, &'static str)| {
        let href = [PAGE, "#", part].concat();
        view! { <li><a href=href>{name}</a></li> }
    };
    view! {
        <nav class="settings-parts" aria-label=words.title><ul>{links.map(link)}</ul></nav>
        <div class="settings">
            <General form=general kinds=kinds.clone()/>
            <Measures form=measures/>
            <Periods periods today/>
            <Areas form=areas/>
            <Kinds kinds/>
        </div>
    }
}
