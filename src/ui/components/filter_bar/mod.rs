//! The filter bar: a GET form that works without scripts; with them every change applies at once, without a reload.
//! On phones it is a sheet that a button opens (a popover: no scripts needed either).

mod chips;
mod menu;
mod period;
mod search;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{ErrorNote, Glyph, Icon};
use crate::{
    contract::{Choice, Frame},
    domain::{Band, Filter, filter::KindFilter},
    ui::{
        Address,
        address::period_pairs,
        app::Results,
        browser,
        i18n::{
            common::{self, kind},
            filter::words,
            format, lang,
        },
        use_address, use_frame,
    },
};
use chips::Chips;
pub use chips::wording;
use menu::Menu;
use period::PeriodMenu;
use search::Search;

/// The bar and the active filters; pages that honour the filter put it above their content.
#[component]
pub fn FilterBar() -> impl IntoView {
    let frame = use_frame();
    let address = use_address();
    view! {
        <div class="filters">
            <Transition>
                {move || {
                    let address = address.get();
                    Suspend::new(async move {
                        frame.await.ok().map(|frame| view! { <Bar address=address.resolved(&frame) frame/> })
                    })
                }}
            </Transition>
        </div>
    }
}

/// Goes to the page that the form around the event describes.
pub(super) fn apply() -> impl Fn(&leptos::ev::Event) + Clone + 'static {
    let navigate = use_navigate();
    let address = use_address();
    move |event| {
        // The bar is drawn anew after each answer; a field that leaves the page with the old one may still tell a change.
        let Some(path) = address.try_with_untracked(|now| now.path.clone()) else { return };
        if let Some(query) = browser::form::query_of(event) {
            let next = Address::read(&path, &query);
            navigate(&next.with(|_| ()), NavigateOptions { scroll: false, ..Default::default() });
        }
    }
}

#[component]
fn Bar(address: Address, frame: Frame) -> impl IntoView {
    let words = words();
    let apply = apply();
    let submit = {
        let apply = apply.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            apply(&event);
        }
    };
    let count = u32::try_from(frame.chips.len()).unwrap_or(0);
    let options = frame.options;
    let filter = address.filter.clone();
    let lang = lang();
    let territories = choices(
        &filter.territories,
        options.territories.into_iter().map(|choice| {
            let name =
                crate::domain::Territory::from_code(&choice.value).map(|t| common::territory(lang, t).to_owned());
            Choice { name: name.unwrap_or(choice.name), value: choice.value }
        }),
        |t| t.code(),
    );
    let bands = Band::ALL.map(|band| Choice { value: band.code().into(), name: common::band(lang, band).into() });
    let error = frame.filter.err();
    view! {
        <button class="button sheet-button" type="button" popovertarget="filtros">
            <Icon glyph=Glyph::Filter/>
            {words.filters}
            {(count > 0).then(|| view! { <span class="count num">{format::integer(count)}</span> })}
        </button>
        <form id="filtros" class="filter-form" popover="auto" method="get" action=address.path.clone()
            aria-label=words.filters on:submit=submit on:change=move |event| apply(&event)>
            <div class="sheet-head">
                <h2>{words.filters}</h2>
                <button class="icon-button" type="button" popovertarget="filtros" popovertargetaction="hide" aria-label=words.close>
                    <Icon glyph=Glyph::Close/>
                </button>
            </div>
            <Carried address=address.clone()/>
            <PeriodMenu address=address.clone() years=options.years named=options.periods/>
            <Kind filter=filter.clone() kinds=options.kinds default_kind=frame.default_kind/>
            <Menu name="territory" label=words.territory options=territories/>
            <Menu name="estado" label=words.state options=choices(&filter.states, options.states, String::as_str)/>
            <Menu name="grupo" label=words.group options=choices(&filter.groups, options.groups, String::as_str)
                note=options.groups_more.then_some(words.more_groups)/>
            <Menu name="area" label=words.area options=choices(&filter.areas, options.areas, String::as_str)/>
            <Menu name="band" label=words.band options=choices(&filter.bands, bands, |band| band.code())/>
            <Search address=address.clone()/>
            <div class="sheet-foot">
                <button class="button primary" type="submit" id="aplicar" popovertarget="filtros" popovertargetaction="hide"><Promise/></button>
            </div>
        </form>
        <period::RangeForm address=address.clone()/>
        <Chips chips=frame.chips clear=address.path/>
        {error.map(|error| view! { <ErrorNote error/> })}
    }
}

/// What the sheet's button promises.
#[component]
fn Promise() -> impl IntoView {
    let words = words();
    let results = expect_context::<Results>().0;
    move || match results.get() {
        Some(count) => [words.show_results, " (", &format::integer(count), " ", words.results, ")"].concat(),
        None => words.apply.to_owned(),
    }
}

/// Every choice with whether the filter holds it.
fn choices<T>(
    chosen: &[T],
    options: impl IntoIterator<Item = Choice>,
    code: impl Fn(&T) -> &str,
) -> Vec<(Choice, bool)> {
    options
        .into_iter()
        .map(|choice| {
            let on = chosen.iter().any(|value| code(value) == choice.value);
            (choice, on)
        })
        .collect()
}

/// What the form must not lose: period, branches, and the page's own parameters.
#[component]
fn Carried(address: Address) -> impl IntoView {
    let mut pairs: Vec<(String, String)> =
        period_pairs(&address.filter.period).into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    pairs.extend(address.filter.branches.iter().map(|code| ("sucursal".to_owned(), code.clone())));
    pairs.extend_from_slice(address.own_pairs());
    hidden(pairs)
}

fn hidden(pairs: Vec<(String, String)>) -> impl IntoView {
    pairs.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

#[component]
fn Kind(filter: Filter, kinds: Vec<Choice>, default_kind: String) -> impl IntoView {
    (kinds.len() > 1).then(|| {
        let words = words();
        let current = match &filter.kind {
            KindFilter::Default => default_kind.clone(),
            KindFilter::All => "all".to_owned(),
            KindFilter::One(code) => code.clone(),
        };
        let all = current == "all";
        view! {
            <label class="pill kind">
                <span class="pill-label">{words.kind}</span>
                <select name="kind" prop:value=if current == default_kind { String::new() } else { current.clone() }>
                    {kinds
                        .into_iter()
                        .map(|choice| {
                            let selected = choice.value == current;
                            let value = if choice.value == default_kind { String::new() } else { choice.value.clone() };
                            view! { <option value=value selected=selected>{kind(&choice.name)}</option> }
                        })
                        .collect_view()}
                    <option value="all" selected=all>{words.all_kinds}</option>
                </select>
            </label>
        }
    })
}
