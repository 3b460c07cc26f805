//! `/administracion/ajustes/periodo/{code}`, and without a code the form for a new one.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    PAGE, PERIOD,
    field::{Became, Labelled},
    periods::href,
};
use crate::{
    contract::{AppError, FormState, PeriodPage as Page, SettingsForm},
    domain::{NamedPeriod, Territory},
    server_fns::settings::get_settings_period,
    ui::{
        app::set_status,
        components::{Csrf, ErrorNote, Head, Section, Skeleton},
        fetched,
        i18n::settings::{whose, words},
    },
};

/// Fields of the first and the last day: for all, and for each territory.
const DATES: [(Option<Territory>, &str, &str); 3] = [
    (None, "from", "to"),
    (Some(Territory::Local), "from.local", "to.local"),
    (Some(Territory::Foranea), "from.foranea", "to.foranea"),
];

/// See the module.
#[component]
pub fn PeriodPage() -> impl IntoView {
    let params = use_params_map();
    let code = move || params.with(|params| params.get("code"));
    let page = fetched(code, get_settings_period);
    let words = words();
    view! {
        <Head title=words.periods/>
        <nav class="crumbs"><a href=[PAGE, "#periodos"].concat()>"← " {words.title}</a></nav>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Form page asked=code()/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

fn failed(error: AppError) -> AnyView {
    set_status(error.status());
    view! { <ErrorNote error/> }.into_any()
}

/// `asked`: the code in the address.
#[component]
fn Form(page: Page, asked: Option<String>) -> impl IntoView {
    let words = words();
    let Page { period, form, series } = page;
    let title = period.as_ref().map_or_else(|| words.new_period.to_owned(), |period| period.name.clone());
    let action = asked.as_deref().map_or_else(|| PERIOD.to_owned(), href);
    let gone = asked.is_some() && period.is_none();
    let version = form.version.clone();
    let text = |name, label, hint, most, list: Option<&'static str>, required| {
        let form = form.clone();
        view! { <Labelled form name label hint control=move |bound| bound.text(most, list, required)/> }
    };
    view! {
        <h1 class="title">{title}</h1>
        <Became state=form.state.clone() page=action.clone() gone=gone && form.state == FormState::Conflict/>
        <form class="keys-make settings-form" method="post" action=action>
            <Csrf/>
            <input type="hidden" name="version" value=form.version.clone()/>
            {text("code", words.code, words.code_hint, "60", None, true)}
            {text("name", words.period_name, words.period_name_hint, "100", None, false)}
            {text("series", words.series, words.series_hint, "100", Some("series"), true)}
            <datalist id="series">{series.into_iter().map(|series| view! { <option value=series></option> }).collect_view()}</datalist>
            <fieldset>
                <legend>{words.dates}</legend>
                <p class="hint">{words.dates_lead}</p>
                {DATES.map(|(territory, from, to)| days(&form, territory, from, to))}
            </fieldset>
            <button class="button primary" type="submit" data-main="">{words.save}</button>
        </form>
        {period.map(|period| view! { <Remove period version/> })}
    }
}

fn days(
    form: &SettingsForm,
    territory: Option<Territory>,
    from: &'static str,
    to: &'static str,
) -> impl IntoView + use<> {
    let words = words();
    let (first, last) = (form.clone(), form.clone());
    view! {
        <fieldset class="settings-days">
            <legend>{whose(territory)}</legend>
            <div class="settings-row">
                <Labelled form=first name=from label=words.first_day control=|bound| bound.day()/>
                <Labelled form=last name=to label=words.last_day control=|bound| bound.day()/>
            </div>
        </fieldset>
    }
}

/// Asked once more.
#[component]
fn Remove(period: NamedPeriod, version: String) -> impl IntoView {
    let words = words();
    let action = [&href(&period.code), "/quitar"].concat();
    view! {
        <Section title=words.remove note=words.remove_lead>
            <details class="member-out">
                <summary class="button">{words.remove_ask}</summary>
                <form class="actions" method="post" action=action>
                    <Csrf/>
                    <input type="hidden" name="version" value=version/>
                    <button class="button" type="submit">{words.remove_do}</button>
                </form>
            </details>
        </Section>
    }
}
