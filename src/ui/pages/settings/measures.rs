//! What scores are measured by: the target, the bands drawn as they are typed, and the limits of lists.

use leptos::prelude::*;

use super::field::{Became, Done, Labelled};
use crate::{
    chart::{RulerWords, band_ruler},
    contract::{SettingsForm, SettingsPart, read_percent, write_percent},
    domain::{Band, BandLimits},
    ui::{
        components::{BandMark, Csrf, Section},
        i18n::{common, lang, settings, settings::words},
    },
};

/// Fields that the ruler draws.
const DRAWN: [&str; 4] = ["target", "bands.excelente", "bands.bueno", "bands.regular"];

/// See the module.
#[component]
pub fn Measures(form: SettingsForm) -> impl IntoView {
    let words = words();
    let part = SettingsPart::Measures;
    let typed = DRAWN.map(|name| RwSignal::new(form.field(name).value));
    let number = |name: &'static str, label: &'static str, hint: &'static str| {
        let form = form.clone();
        let typed = DRAWN.iter().position(|drawn| *drawn == name).map(|place| typed[place]);
        view! { <Labelled form name label hint control=move |bound| bound.number(typed)/> }
    };
    let limits = [(Band::Excelente, DRAWN[1]), (Band::Bueno, DRAWN[2]), (Band::Regular, DRAWN[3])]
        .map(|(band, name)| number(name, common::band(lang(), band), ""));
    let wrong = form.field("bands").fault.as_ref().map(settings::fault);
    let lists = [
        ("indicators.critical_below", words.critical_below),
        ("indicators.fall", words.fall),
        ("indicators.rise", words.rise),
        ("indicators.success_at_least", words.success_at_least),
        ("indicators.perfect", words.perfect),
        ("indicators.min_n", words.min_n),
    ]
    .map(|(name, label)| number(name, label, ""));
    let target = number("target", words.target, words.target_hint);
    let opportunity = number("opportunity", words.opportunity, words.opportunity_hint);
    let SettingsForm { version, state, .. } = form.clone();
    view! {
        <Section title=words.measures id=part.code() note=words.measures_lead>
            <Done part/>
            <Became state page=super::PAGE.to_owned()/>
            <form class="keys-make settings-form" method="post" action=[super::PAGE, "#", part.code()].concat()>
                <Csrf/>
                <input type="hidden" name="parte" value=part.code()/>
                <input type="hidden" name="version" value=version/>
                <Ruler typed/>
                {target}
                <fieldset>
                    <legend>{words.bands}</legend>
                    {wrong.map(|wrong| view! { <p class="fault">{wrong}</p> })}
                    <div class="settings-row">{limits}</div>
                    <small class="hint">{words.bands_hint}</small>
                </fieldset>
                {opportunity}
                <fieldset>
                    <legend>{words.lists}</legend>
                    <p class="hint">{words.lists_lead}</p>
                    <div class="settings-row">{lists}</div>
                </fieldset>
                <button class="button primary" type="submit">{words.save}</button>
            </form>
        </Section>
    }
}

/// The bands from 0 to 100 as they are typed, and each in words.
#[component]
fn Ruler(typed: [RwSignal<String>; 4]) -> impl IntoView {
    let read = Memo::new(move |_| {
        let [target, excelente, bueno, regular] = typed.map(|text| read_percent(&text.read()));
        Some((target?, BandLimits { excelente: excelente?, bueno: bueno?, regular: regular? }))
    });
    let drawn = move || {
        let (target, limits) = read.get()?;
        let BandLimits { excelente, bueno, regular } = limits;
        let words = words();
        let range = |from: u16, to: u16| match to {
            10_000 => [words.from, " ", &write_percent(from)].concat(),
            _ if from == 0 => [words.below, " ", &write_percent(to)].concat(),
            _ => [words.from, " ", &write_percent(from), " ", words.to, " ", &write_percent(to)].concat(),
        };
        let ranges = [range(excelente, 10_000), range(bueno, excelente), range(regular, bueno), range(0, regular)];
        let mut titles = Band::ALL.map(|band| common::band(lang(), band).to_owned());
        titles.iter_mut().zip(&ranges).for_each(|(title, range)| *title = [title, ": ", range].concat());
        let target = [words.target, " ", &write_percent(target)].concat();
        let summary = [&titles.join("; "), "; ", &target].concat();
        let ruler_words = RulerWords { summary, titles, target };
        let target = read.get()?.0;
        let svg = band_ruler(limits, target, "regla", write_percent, &ruler_words)?;
        let rows = Band::ALL
            .into_iter()
            .zip(ranges)
            .map(|(band, range)| view! { <li><BandMark band/> <span class="num">{range}</span></li> })
            .collect_view();
        Some(view! {
            <div class="drawing" inner_html=svg></div>
            <ul class="ruler-list">{rows}</ul>
        })
    };
    let refused = move || view! { <p class="fault" role="status">{words().not_falling}</p> };
    view! {
        <div class="settings-ruler">
            {move || match (drawn(), read.get()) {
                (Some(drawn), _) => drawn.into_any(),
                (None, Some(_)) => refused().into_any(),
                // A number half-way typed.
                (None, None) => view! { <p class="hint">{words().measures_lead}</p> }.into_any(),
            }}
        </div>
    }
}
