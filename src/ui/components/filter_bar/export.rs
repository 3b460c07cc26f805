//! The page as a file: plain links to the API's own operations, with what the address says. A `<details>`: it opens without
//! scripts.

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::location::Url;

use super::{
    super::{Glyph, Icon},
    Now,
};
use crate::{
    domain::Action,
    ui::{
        Address,
        address::encode,
        browser::{self, download::Taking, took::Took},
        i18n::{
            export::{Words, words},
            lang,
        },
    },
};

/// What pages call their parameters, and what the API does.
const NAMES: [(&str, &str); 6] = [
    ("por", "by"),
    ("mostrar", "show"),
    ("dentro", "inside"),
    ("cifra", "figure"),
    ("orden", "sort"),
    ("buscar", "search"),
];

/// The operation that a page shows, and those of its own parameters that it takes.
fn operation(path: &str) -> Option<(String, &'static [&'static str])> {
    let (folder, thing) = path.strip_prefix('/')?.split_once('/').map_or((path, ""), |(folder, thing)| (folder, thing));
    Some(match folder {
        "/" => ("board".into(), &[]),
        "/mapa" => ("map".into(), &[]),
        "/historico" => ("history".into(), &["por", "mostrar", "dentro"]),
        "/indicadores" => ("indicators".into(), &["por"]),
        "/porque" => ("explain".into(), &["cifra", "orden", "mostrar"]),
        "sucursales" => (["branches/", thing].concat(), &[]),
        "grupos" => (["groups/", thing].concat(), &[]),
        _ => return None,
    })
}

/// The address of a page's file. `more` are parameters of the file.
fn link(address: &Address, more: &str) -> String {
    let Some((operation, own)) = operation(&address.path) else { return String::new() };
    let mut to = ["/api/v1/", &operation].concat();
    finish(&mut to, &address.filter.to_query(), &named(address, own), more);
    to
}

/// The form that saves it under a name: a new one, or the one that the page was opened for.
fn save(address: &Address) -> (String, bool) {
    let Some((operation, own)) = operation(&address.path) else { return (String::new(), false) };
    let query = [address.filter.to_query(), named(address, own)].concat();
    let report = address.get("reporte");
    let place = report.map_or("nuevo", |id| id);
    let format = if report.is_some() { "" } else { "&formato=xlsx" };
    let view = encode(&Url::unescape(&operation));
    let to =
        ["/reportes/", &encode(place), "?vista=", &view, "&consulta=", &encode(query.trim_start_matches('&')), format];
    (to.concat(), report.is_some())
}

/// The page's own parameters that its operation takes, by their names there, each after an `&`.
fn named(address: &Address, own: &[&str]) -> String {
    let taken = address.own_pairs().iter().filter(|(name, _)| own.contains(&name.as_str()));
    let named = taken.filter_map(|(name, value)| {
        let (_, here) = NAMES.iter().find(|(there, _)| there == name)?;
        Some(["&", here, "=", &encode(value)].concat())
    });
    named.collect()
}

/// The supervisions of a page, with a row for each area score.
fn scores(address: &Address) -> String {
    let mut filter = address.filter.clone();
    if let Some((folder, thing)) = address.path.strip_prefix('/').and_then(|path| path.split_once('/')) {
        match folder {
            "sucursales" => filter.branches = vec![Url::unescape(thing)],
            "grupos" => filter.groups = vec![Url::unescape(thing)],
            _ => {}
        }
    }
    let mut to = "/api/v1/supervisions".to_owned();
    finish(&mut to, &filter.to_query(), "", "detail=areas&format=csv&bom=1");
    to
}

fn finish(to: &mut String, filter: &str, own: &str, more: &str) {
    let parts = [filter, own.trim_start_matches('&'), more, "lang"];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    to.push('?');
    to.push_str(&parts.join("&"));
    to.push('=');
    to.push_str(lang().code());
}

/// Nothing where the role does not grant it.
#[component]
pub fn ExportMenu(now: Now) -> impl IntoView {
    let words = words();
    let may = now.frame.with_untracked(|frame| frame.may(Action::Export));
    may.then(|| {
        let under_way = UnderWay::new();
        view! {
            <details class="export" on:focusout=|event| browser::form::close_when_left(&event)
                on:keydown=|event| browser::form::close_on_escape(&event)>
                <summary class="pill" title=words.export>
                    <Icon glyph=Glyph::Import/>
                    <span class="export-label">{words.export}</span>
                </summary>
                <div class="menu-panel" role="group" aria-label=words.export tabindex="-1">
                    <p class="menu-title">{words.lead}</p>
                    {move || now.address.with(|address| links(address, words, under_way))}
                    {move || under_way.view(words)}
                </div>
            </details>
        }
        .into_any()
    })
}

/// The file that is being fetched.
#[derive(Clone, Copy)]
struct UnderWay {
    /// Its name, and where it stands; `bytes` counts beside, so that the button under a finger stays the same.
    told: RwSignal<Option<(&'static str, Took)>>,
    bytes: RwSignal<f64>,
    /// Which one it is: an earlier one, stopped, has nothing to tell any more.
    nth: StoredValue<u32>,
    taking: StoredValue<Option<Taking>>,
}

impl UnderWay {
    fn new() -> Self {
        Self {
            told: RwSignal::new(None),
            bytes: RwSignal::new(0.0),
            nth: StoredValue::new(0),
            taking: StoredValue::new(None),
        }
    }

    /// One at a time: who asks for another does without the first.
    fn begin(self, event: &MouseEvent, name: &'static str) {
        self.stop();
        self.nth.update_value(|nth| *nth += 1);
        let mine = self.nth.get_value();
        let taking = browser::download::take(event, move |took| {
            // The page may have been left.
            if self.nth.try_get_value() != Some(mine) {
                return;
            }
            if let Took::Bytes(bytes) = took {
                self.bytes.set(bytes);
            }
            let stands = self.told.with_untracked(|told| matches!(told, Some((of, Took::Bytes(_))) if *of == name));
            if !(stands && matches!(took, Took::Bytes(_))) {
                self.told.set(Some((name, took)));
            }
        });
        if taking.is_some() {
            self.told.set(Some((name, Took::Bytes(0.0))));
        }
        self.taking.set_value(taking);
    }

    fn stop(self) {
        self.taking.with_value(|taking| taking.as_ref().map(Taking::stop));
    }

    fn cancel(self, event: &MouseEvent) {
        browser::form::focus_menu(event);
        self.stop();
    }

    fn view(self, words: &'static Words) -> impl IntoView + use<> {
        let (name, took) = self.told.get()?;
        let going = matches!(took, Took::Bytes(_)).then(|| {
            view! {
                <span aria-hidden="true">{move || format!("{:.1} MB", self.bytes.get() / 1e6)}</span>
                <button type="button" on:click=move |event| self.cancel(&event)>{words.stop}</button>
            }
        });
        let text = match took {
            Took::Bytes(_) => format!("{} {name}…", words.making),
            Took::Kept => format!("{name}: {}", words.kept),
            Took::Stopped => words.stopped.to_owned(),
            Took::Failed(told) => told.unwrap_or_else(|| words.failed.to_owned()),
        };
        Some(view! {
            <p class="export-told">
                <span role="status">{text}</span>
                {going}
            </p>
        })
    }
}

fn links(address: &Address, words: &'static Words, under_way: UnderWay) -> impl IntoView + use<> {
    let file = |href: String, name: &'static str, told: &'static str| {
        view! {
            <a href=href rel="external" download="" on:click=move |event| under_way.begin(&event, name)>
                <b>{name}</b>
                <small>{told}</small>
            </a>
        }
    };
    let map = address.path == "/mapa";
    // Reasons are a list, which is no picture.
    let drawn = address.path != "/porque";
    let (place, here) = save(address);
    let (name, told) = if here { (words.save_here, words.save_here_told) } else { (words.save, words.save_told) };
    view! {
        {file(link(address, "format=xlsx"), "Excel", words.excel)}
        {file(link(address, "format=pdf"), "PDF", words.pdf)}
        {drawn.then(|| file(link(address, "format=png"), "PNG", words.png))}
        {file(link(address, "format=csv&bom=1"), "CSV", words.csv)}
        // Left to the browser, which keeps it while it comes: it may be larger than a phone's memory.
        <a href=scores(address) rel="external" download="">
            <b>{words.scores}</b>
            <small>{words.scores_told}</small>
        </a>
        {map.then(|| file(link(address, "format=geojson"), "GeoJSON", words.geojson))}
        {file(link(address, "format=json"), "JSON", words.json)}
        // Another document: the page that is left would ask for its data once more, by an address that is not its own.
        <a class="export-save" href=place rel="external">
            <b>{name}</b>
            <small>{told}</small>
        </a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_its_own_operation() {
        for (path, expected) in [
            ("/", "board"),
            ("/historico", "history"),
            ("/sucursales/a%20b", "branches/a%20b"),
            ("/grupos/norte", "groups/norte"),
        ] {
            assert_eq!(operation(path).unwrap().0, expected);
        }
        assert_eq!(operation("/importar"), None);
    }

    #[test]
    fn a_page_is_saved_with_its_filter_and_its_own_parameters() {
        let of = |path: &str, query: &str| save(&Address::read(path, query));
        assert_eq!(of("/", "").0, "/reportes/nuevo?vista=board&consulta=&formato=xlsx");
        let history = of("/historico", "year=2025&por=year&pagina=2");
        assert_eq!(history.0, "/reportes/nuevo?vista=history&consulta=year%3D2025%26by%3Dyear&formato=xlsx");
        let branch = of("/sucursales/a%20b", "reporte=7");
        assert_eq!(branch, ("/reportes/7?vista=branches%2Fa%20b&consulta=".into(), true));
    }
}
