//! How the organization is called and speaks, where its clock stands, what its pages show first.

use leptos::prelude::*;

use super::field::{Became, Done, Labelled, named};
use crate::{
    contract::{KindRow, SettingsForm, SettingsPart},
    ui::{
        components::{Csrf, Section},
        i18n::{common, settings::words},
    },
};

/// Zones that are offered while typing; any other of the IANA's is taken too.
const ZONES: [&str; 24] = [
    "America/Mexico_City",
    "America/Monterrey",
    "America/Cancun",
    "America/Merida",
    "America/Chihuahua",
    "America/Ciudad_Juarez",
    "America/Matamoros",
    "America/Mazatlan",
    "America/Hermosillo",
    "America/Tijuana",
    "America/Bahia_Banderas",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Guatemala",
    "America/Costa_Rica",
    "America/Panama",
    "America/Bogota",
    "America/Lima",
    "America/Santiago",
    "America/Argentina/Buenos_Aires",
    "Europe/Madrid",
];

/// See the module.
#[component]
pub fn General(form: SettingsForm, kinds: Vec<KindRow>) -> impl IntoView {
    let words = words();
    let languages = vec![("es".to_owned(), "Español".to_owned()), ("en".to_owned(), "English".to_owned())];
    let mut first = vec![(String::new(), words.most_visits.to_owned())];
    first.extend(kinds.into_iter().map(|kind| (kind.code.clone(), common::kind(&kind.code))));
    let layers: Vec<_> = words.layers.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    let stored = |choices: &[(String, String)], name: &str| named(choices, &form.field(name).stored);
    let selects = [
        ("language", words.language, words.language_hint, stored(&languages, "language"), languages),
        ("default_kind", words.default_kind, words.default_kind_hint, stored(&first, "default_kind"), first),
        ("base_layer", words.base_layer, "", stored(&layers, "base_layer"), layers),
    ];
    let select = |(name, label, hint, stored, choices): (&'static str, _, _, Option<String>, Vec<_>)| {
        let form = form.clone();
        view! { <Labelled form name label hint stored=stored.unwrap_or_default() control=move |bound| bound.select(choices)/> }
    };
    let [language, kind, layer] = selects.map(select);
    let part = SettingsPart::General;
    view! {
        <Section title=words.general id=part.code()>
            <Done part/>
            <Became state=form.state.clone() page=super::PAGE.to_owned()/>
            <form class="keys-make settings-form" method="post" action=[super::PAGE, "#", part.code()].concat()>
                <Csrf/>
                <input type="hidden" name="parte" value=part.code()/>
                <input type="hidden" name="version" value=form.version.clone()/>
                <Labelled form=form.clone() name="name" label=words.name control=|bound| bound.text("100", None, true)/>
                {language}
                <Labelled form=form.clone() name="time_zone" label=words.time_zone hint=words.time_zone_hint
                    control=|bound| bound.text("100", Some("zonas"), true)/>
                <datalist id="zonas">{ZONES.map(|zone| view! { <option value=zone></option> })}</datalist>
                {kind}
                {layer}
                <button class="button primary" type="submit">{words.save}</button>
            </form>
        </Section>
    }
}
