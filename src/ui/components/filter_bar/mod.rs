//! The filter bar: a GET form that works without scripts; with them every change applies at once, without a reload.
//! On phones it is a sheet that a button opens (a popover: no scripts needed either).

mod chips;
mod export;
mod menu;
mod opened;
mod period;
mod search;

use leptos::{prelude::*, reactive::computed::ScopedFuture};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{ErrorNote, Glyph, Icon};
use crate::{
    contract::{Choice, Frame, Options, push_markup},
    domain::{Band, Filter, Territory, filter::KindFilter},
    ui::{
        Address,
        address::period_pairs,
        app::Results,
        browser::{self, later::later, told},
        i18n::{
            common::{self, kind},
            filter::words,
            format, lang,
        },
        use_address, use_frame, use_shown_address,
    },
};
use chips::Chips;
pub use chips::wording;
use export::ExportMenu;
use menu::Menu;
use opened::Opened;
use period::{PeriodMenu, RangeForm};
use search::Search;

/// The bar and the active filters; pages that honour the filter put it above their content.
///
/// Drawn once: each answer changes what is marked in it, so that an open menu or sheet, focus and half-typed text stay.
#[component]
pub fn FilterBar() -> impl IntoView {
    let frame = use_frame();
    view! {
        <Transition>
            {move || Suspend::new(async move {
                // Untracked: tracking the answer here would draw the bar anew with each.
                match ScopedFuture::new_untracked(async move { frame.await }).await {
                    Ok(first) => Some(later(move || view! { <Bar first/> }.into_any())),
                    Err(_) => {
                        frame.track();
                        None
                    }
                }
            })}
        </Transition>
    }
}

/// What every part of the bar reads.
#[derive(Clone, Copy)]
struct Now {
    /// What links and forms start from.
    address: Signal<Address>,
    /// The last answer.
    frame: RwSignal<Frame>,
    /// The filter as the server understood it: what is marked as chosen.
    filter: Memo<Filter>,
    /// What there is to choose from; changes with the data alone.
    options: Memo<Options>,
}

impl Now {
    fn new(first: Frame) -> Self {
        let address = use_shown_address();
        let frame = RwSignal::new(first);
        let answers = use_frame();
        Effect::new(move |_| {
            if let Some(Ok(answer)) = answers.get() {
                frame.set(answer);
            }
        });
        Self {
            address,
            frame,
            filter: Memo::new(move |_| match frame.read().filter.as_ref() {
                Ok(filter) => filter.clone(),
                Err(_) => address.read().filter.clone(),
            }),
            options: Memo::new(move |_| frame.read().options.clone()),
        }
    }

    /// A link to the address with a changed filter.
    fn link(self, change: impl FnOnce(&mut Filter)) -> String {
        self.address.with(|address| address.with(change))
    }
}

/// Goes to the page that a form describes with this query.
fn apply() -> impl Fn(Option<String>) + Copy + 'static {
    let navigate = StoredValue::new(use_navigate());
    let here = use_address();
    move |query| {
        let Some(query) = query else { return };
        // As it is by now, whatever is shown: a second choice may come before the first one's answer.
        let address = here.get_untracked();
        let next = Address::read(&address.path, &query).href();
        if next != address.href() {
            navigate.with_value(|go| go(&next, NavigateOptions { scroll: false, ..Default::default() }));
        }
    }
}

#[component]
fn Bar(first: Frame) -> impl IntoView {
    let words = words();
    let now = Now::new(first);
    let Now { address, frame, filter, options } = now;
    let apply = apply();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        apply(browser::form::query_of(&event));
    };
    let form = NodeRef::new();
    // What was chosen before the page was alive.
    Effect::new(move || apply(browser::form::touched(form)));
    let lang = lang();
    let territories = move || {
        let named = |choice: Choice| {
            let name = Territory::from_code(&choice.value).map(|it| common::territory(lang, it).to_owned());
            Choice { name: name.unwrap_or(choice.name), value: choice.value }
        };
        options.get().territories.into_iter().map(named).collect()
    };
    let bands = move || {
        Band::ALL.map(|band| Choice { value: band.code().into(), name: common::band(lang, band).into() }).into()
    };
    let codes = |list: &[String]| list.to_vec();
    let count = move || match u32::try_from(frame.read().chips.len()).unwrap_or(0) {
        0 => None,
        count => Some(view! { <span class="count num">{format::integer(count)}</span> }),
    };
    view! {
        <div class="filters" on:focusout=|event| browser::form::close_when_left(&event)
            on:keydown=|event| browser::form::close_on_escape(&event)>
            <button class="button sheet-button" type="button" popovertarget="filtros">
                <Icon glyph=Glyph::Filter/>
                {words.filters}
                {count}
            </button>
            <form id="filtros" class="filter-form" popover="auto" method="get" autocomplete="off" action=move || address.read().path.clone()
                aria-label=words.filters on:submit=submit on:change=move |event| apply(browser::form::query_of(&event)) node_ref=form>
                <div class="sheet-head">
                    <h2>{words.filters}</h2>
                    <button class="icon-button" type="button" popovertarget="filtros" popovertargetaction="hide" aria-label=words.close>
                        <Icon glyph=Glyph::Close/>
                    </button>
                </div>
                {move || hidden(carried(&address.read()))}
                <PeriodMenu now/>
                <Kind now/>
                <Menu name="territory" label=words.territory options=territories
                    chosen=move || filter.read().territories.iter().map(|it| it.code().to_owned()).collect()/>
                <Menu name="estado" label=words.state options=move || options.get().states chosen=move || codes(&filter.read().states)/>
                <Menu name="grupo" label=words.group options=move || options.get().groups chosen=move || codes(&filter.read().groups)
                    note=move || options.read().groups_more.then_some(words.more_groups)/>
                <Menu name="area" label=words.area options=move || options.get().areas chosen=move || codes(&filter.read().areas)/>
                <Menu name="band" label=words.band options=bands
                    chosen=move || filter.read().bands.iter().map(|it| it.code().to_owned()).collect()/>
                <Search now/>
                <div class="sheet-foot">
                    <button class="button primary" type="submit" id="aplicar" data-main=""><Promise/></button>
                </div>
            </form>
            // The page's script does it (src/ui/browser/offers.js); without scripts there is the address.
            <button class="pill share" type="button" data-share="" title=words.share>
                <Icon glyph=Glyph::Share/>
                <span class="vh">{words.share}</span>
            </button>
            <ExportMenu now/>
            <RangeForm now apply/>
            {move || view! { <Chips chips=frame.read().chips.clone() clear=address.read().path.clone()/> }}
            {move || frame.read().filter.clone().err().map(|error| view! { <ErrorNote error/> })}
        </div>
    }
}

/// What the sheet's button promises.
#[component]
fn Promise() -> impl IntoView {
    let words = words();
    let results = expect_context::<Results>().0;
    move || match results.get() {
        Some(count) => [words.show_results, " (", &words.results.count(count), ")"].concat(),
        None => words.apply.to_owned(),
    }
}

/// What the form must not lose: period, branches, and the page's own parameters.
fn carried(address: &Address) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> =
        period_pairs(&address.filter.period).into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    pairs.extend(address.filter.branches.iter().map(|code| ("sucursal".to_owned(), code.clone())));
    pairs.extend_from_slice(address.own_pairs());
    pairs
}

fn hidden(pairs: Vec<(String, String)>) -> impl IntoView {
    pairs.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

#[component]
fn Kind(now: Now) -> impl IntoView {
    let words = words();
    let choices = Memo::new(move |_| {
        let default = now.frame.read().default_kind.clone();
        let chosen = match &now.filter.read().kind {
            KindFilter::Default => default.clone(),
            KindFilter::All => "all".to_owned(),
            KindFilter::One(code) => code.clone(),
        };
        (now.options.read().kinds.clone(), default, chosen)
    });
    let list = move || {
        let (kinds, default, chosen) = choices.get();
        let all = Choice { value: "all".to_owned(), name: words.all_kinds.to_owned() };
        let mut out = String::with_capacity(100 * kinds.len());
        for choice in kinds.into_iter().map(|choice| Choice { name: kind(&choice.name), ..choice }).chain([all]) {
            push_markup(&mut out, "<option value=\"", if choice.value == default { "" } else { &choice.value });
            push_markup(&mut out, if choice.value == chosen { "\" selected>" } else { "\">" }, &choice.name);
            out.push_str("</option>");
        }
        Some(out)
    };
    let several = Memo::new(move |_| choices.read().0.len() > 1);
    move || {
        several.get().then(|| {
            view! {
                <label class="pill kind">
                    <span class="pill-label">{words.kind}</span>
                    <select name="kind" {..told::followed(list)}></select>
                </label>
            }
        })
    }
}
