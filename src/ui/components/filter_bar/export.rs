//! The page as a file: plain links to the API's own operations, with what the address says. A `<details>`: it opens without
//! scripts.

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::location::Url;

use super::{
    super::{Glyph, Icon},
    Now, Opened,
};
use crate::{
    contract::push_markup,
    domain::Action,
    ui::{
        Address,
        address::encode,
        browser::{self, download::Taking, told, took::Took},
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
        let under_way = UnderWay(RwSignal::new(Vec::new()));
        let opened = Opened::new();
        view! {
            <details class="export" on:focusin=move |_| opened.near() on:toggle=move |event| opened.toggled(&event)>
                <summary class="pill" title=words.export>
                    <Icon glyph=Glyph::Import/>
                    <span class="export-label">{words.export}</span>
                </summary>
                <div class="menu-panel" role="group" aria-label=words.export tabindex="-1">
                    <p class="menu-title">{words.lead}</p>
                    <div class="export-files" on:click=move |event| under_way.begin(&event)
                        {..told::followed(move || opened.holds(|| links(&now.address.read(), words)))}></div>
                    {under_way.view(words)}
                </div>
            </details>
        }
        .into_any()
    })
}

/// A file that is fetched, or was.
#[derive(Clone, Copy)]
struct Fetching {
    name: StoredValue<String>,
    took: RwSignal<Took>,
    taking: StoredValue<Taking>,
}

/// The files of this page, each by its name.
#[derive(Clone, Copy)]
struct UnderWay(RwSignal<Vec<Fetching>>);

impl UnderWay {
    /// Fetches a file in the place of the one of its name.
    fn begin(self, event: &MouseEvent) {
        let took = RwSignal::new(Took::Bytes(0.0));
        let taking = browser::download::take(event, move |told| {
            // The page may have been left.
            let _ = took.try_set(told);
        });
        let Some((name, taking)) = taking else { return };
        let fetching = Fetching { name: StoredValue::new(name), took, taking: StoredValue::new(taking) };
        self.0.update(|all| {
            all.iter().filter(|old| old.name.get_value() == fetching.name.get_value()).for_each(|old| old.stop());
            all.retain(|old| old.name.get_value() != fetching.name.get_value());
            all.push(fetching);
        });
    }

    fn view(self, words: &'static Words) -> impl IntoView {
        move || self.0.get().into_iter().map(|it| it.view(words)).collect_view()
    }
}

impl Fetching {
    fn stop(self) {
        self.taking.with_value(Taking::stop);
    }

    fn cancel(self, event: &MouseEvent) {
        browser::form::focus_menu(event);
        self.stop();
    }

    fn view(self, words: &'static Words) -> impl IntoView {
        let Self { name, took, .. } = self;
        // What is counted stands beside what is said, so that the button under a finger stays the same.
        let said = Memo::new(move |_| {
            let (name, took) = (name.get_value(), took.read());
            let end = match &*took {
                Took::Bytes(_) => return [words.making, " ", &name, "…"].concat(),
                Took::Kept => words.kept,
                Took::Stopped => words.stopped,
                Took::Failed(told) => told.as_deref().unwrap_or(words.failed),
            };
            [&name, ": ", end].concat()
        });
        let going = Memo::new(move |_| took.with(|took| matches!(took, Took::Bytes(_))));
        let bytes = move || took.with(|took| if let Took::Bytes(bytes) = took { size(*bytes) } else { String::new() });
        view! {
            <p class="export-told">
                <span role="status">{said}</span>
                {move || {
                    going.get().then(|| {
                        view! {
                            <small aria-hidden="true">{bytes}</small>
                            <button type="button" on:click=move |event| self.cancel(&event)>{words.stop}</button>
                        }
                    })
                }}
            </p>
        }
    }
}

/// `240 KB`, `3.4 MB`; nothing yet says nothing.
fn size(bytes: f64) -> String {
    match bytes {
        0.0 => String::new(),
        ..1e6 => format!("{:.0} KB", (bytes / 1e3).ceil()),
        _ => format!("{:.1} MB", bytes / 1e6),
    }
}

fn links(address: &Address, words: &Words) -> String {
    let mut out = String::with_capacity(4000);
    let mut link = |begin: &str, href: &str, name: &str, told: &str| {
        push_markup(&mut out, begin, href);
        push_markup(&mut out, "\"><b>", name);
        push_markup(&mut out, "</b><small>", told);
        out.push_str("</small></a>");
    };
    let mut file =
        |href: String, name: &str, told: &str| link("<a rel=\"external\" download href=\"", &href, name, told);
    file(self::link(address, "format=xlsx"), "Excel", words.excel);
    file(self::link(address, "format=pdf"), "PDF", words.pdf);
    // Reasons are a list, which is no picture.
    if address.path != "/porque" {
        file(self::link(address, "format=png"), "PNG", words.png);
    }
    file(self::link(address, "format=csv&bom=1"), "CSV", words.csv);
    file(scores(address), words.scores, words.scores_told);
    if address.path == "/mapa" {
        file(self::link(address, "format=geojson"), "GeoJSON", words.geojson);
    }
    file(self::link(address, "format=json"), "JSON", words.json);
    let (place, here) = save(address);
    let (name, told) = if here { (words.save_here, words.save_here_told) } else { (words.save, words.save_told) };
    // Another document: the page that is left would ask for its data once more, by an address that is not its own.
    link("<a class=\"export-save\" rel=\"external\" href=\"", &place, name, told);
    out
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
