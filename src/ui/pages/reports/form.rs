//! The form of a report. One that was not taken comes back as it was typed, with what is wrong at its field.

use leptos::prelude::*;

use super::complaint;
use crate::{
    contract::{Lang, ReportPage},
    ui::{
        app::set_status,
        components::{Csrf, Section},
        i18n::{lang, reports},
    },
};

/// See the module.
#[component]
pub fn Form(page: ReportPage) -> impl IntoView {
    let words = reports::words();
    let ReportPage { report, form, version, formats, problem, .. } = page;
    let wrong = problem.as_ref().map(reports::complaint);
    let at_name = problem.as_ref().is_some_and(|problem| problem.detail == "name");
    if let Some(problem) = &problem {
        set_status(match problem.code.as_str() {
            "forbidden" => 403,
            "unavailable" => 503,
            "internal" => 500,
            _ => 422,
        });
    }
    let above = wrong.clone().map(|text| complaint(if at_name { words.not_saved.to_owned() } else { text }));
    let (title, save, action) = match &report {
        Some(report) => (words.edit, words.save_changes, ["/reportes/", &report.id.to_string()].concat()),
        None => (words.save, words.save, "/reportes/nuevo".to_owned()),
    };
    let chosen = form.format;
    let formats = formats.into_iter().map(move |code| {
        let label = reports::format(&code);
        choice("formato", code.clone(), label, code == chosen)
    });
    let language = if form.lang.is_empty() { lang().code().to_owned() } else { form.lang };
    let languages = [(Lang::Es, "Español"), (Lang::En, "English")]
        .map(|(lang, label)| choice("idioma", lang.code().into(), label.into(), language == lang.code()));
    let fault =
        wrong.filter(|_| at_name).map(|text| view! { <small class="fault" id="report-name-fault">{text}</small> });
    view! {
        <Section title id="editar">
            {above}
            <form class="keys-make" method="post" action=[&action, "#editar"].concat()>
                <Csrf/>
                <input type="hidden" name="vista" value=form.view/>
                <input type="hidden" name="consulta" value=form.query/>
                <input type="hidden" name="version" value=version.to_string()/>
                <div class="keys-field">
                    <label for="report-name">{words.name}</label>
                    <input id="report-name" type="text" name="nombre" required maxlength="100" autocomplete="off" value=form.name
                        aria-invalid=at_name.then_some("true")
                        aria-describedby=if at_name { "report-name-fault report-name-hint" } else { "report-name-hint" }/>
                    {fault}
                    <small class="hint" id="report-name-hint">{words.name_hint}</small>
                </div>
                <fieldset><legend>{words.format}</legend><div class="report-choices">{formats.collect_view()}</div></fieldset>
                <fieldset><legend>{words.language}</legend><div class="report-choices">{languages}</div></fieldset>
                <label class="keys-choice">
                    <input type="checkbox" name="compartir" value="1" checked=form.shared aria-describedby="report-share-hint"/>
                    <span>{words.share}<small class="hint report-share" id="report-share-hint">{words.share_hint}</small></span>
                </label>
                <div class="actions">
                    <button class="button primary" type="submit" data-main="">{save}</button>
                    <a class="button" href="/reportes">{words.cancel}</a>
                </div>
            </form>
        </Section>
    }
    .into_any()
}

fn choice(name: &'static str, value: String, label: String, checked: bool) -> impl IntoView {
    view! { <label class="keys-choice"><input type="radio" name=name value=value checked=checked/><span>{label}</span></label> }
}
