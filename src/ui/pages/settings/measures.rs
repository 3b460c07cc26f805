//! What scores are measured by: the target, the bands drawn as they are typed, and the limits of lists.

use leptos::prelude::*;

use super::field::{Became, Done, Labelled};
use crate::{
    chart::{RulerWords, band_ruler},
    contract::{SettingsForm, SettingsPart, read_percent, write_percent},
    domain::{Band, BandLimits},
    ui::{
        components::{BandMark, Csrf, Section},
        i18n::{common, lang, settings::words},
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
    let read = Typed::new(&form, typed);
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
                <Ruler typed=read/>
                {target}
                <fieldset>
                    <legend>{words.bands}</legend>
                    <p class="fault" role="status">{move || read.not_falling.get().then_some(words.not_falling)}</p>
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

/// What is typed, read. The last that could be drawn stays drawn while something is typed that cannot.
#[derive(Clone, Copy)]
struct Typed {
    target: Memo<Option<u16>>,
    limits: Memo<Option<BandLimits>>,
    /// Numbers are typed that do not fall from band to band.
    not_falling: Memo<bool>,
}

impl Typed {
    fn new(form: &SettingsForm, typed: [RwSignal<String>; 4]) -> Self {
        let stored = DRAWN.map(|name| read_percent(&form.field(name).stored));
        let read = move |place: usize| typed[place].with(|text| read_percent(text));
        let limits = |[excelente, bueno, regular]: [Option<u16>; 3]| {
            Some(BandLimits { excelente: excelente?, bueno: bueno?, regular: regular? })
        };
        let now = Memo::new(move |_| limits([read(1), read(2), read(3)]));
        let [target, rest @ ..] = stored;
        let kept = limits(rest);
        Self {
            target: Memo::new(move |last: Option<&Option<u16>>| read(0).or(last.copied().flatten()).or(target)),
            limits: Memo::new(move |last: Option<&Option<BandLimits>>| {
                now.get().filter(falls).or(last.copied().flatten()).or(kept)
            }),
            not_falling: Memo::new(move |_| now.get().is_some_and(|limits| !falls(&limits))),
        }
    }
}

/// Whether no band begins above the one before it.
fn falls(limits: &BandLimits) -> bool {
    limits.excelente >= limits.bueno && limits.bueno >= limits.regular
}

/// The bands from 0 to 100 as they are typed, and each in words.
#[component]
fn Ruler(typed: Typed) -> impl IntoView {
    let drawn = move || {
        let (target, limits) = (typed.target.get()?, typed.limits.get()?);
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
        let target_text = [words.target, " ", &write_percent(target)].concat();
        let summary = [&titles.join("; "), "; ", &target_text].concat();
        let ruler_words = RulerWords { summary, titles, target: target_text };
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
    view! { <div class="settings-ruler">{drawn}</div> }
}
