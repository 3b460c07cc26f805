//! The *cover* of a workbook: of whom, of what, how fresh.

use super::{
    Asked,
    table::Cell,
    view::View,
    words::{self, say},
};
use crate::{
    contract::Lang,
    domain::{Catalog, Day, Filter, Period, filter::KindFilter, month, views::Meta},
    server::services::Desk,
};

/// See the module.
pub struct Cover {
    /// Of the sheet.
    pub name: &'static str,
    pub title: String,
    pub lines: Vec<(&'static str, Cell)>,
}

/// The cover of a view with this title, of `n` scores.
pub fn of(desk: &Desk, asked: &Asked<'_>, title: &'static str, meta: &Meta, n: u32) -> Cover {
    let Asked { view, lang, parameters, .. } = *asked;
    let catalog = desk.cube().catalog();
    let said = |said| say(lang, said);
    let mut lines = vec![(said(words::ORGANIZATION), Cell::from(&catalog.organization_name))];
    let mut line = |label, cell| lines.push((said(label), cell));
    if catalog.demo {
        line(words::DEMO, said(words::DEMO_DATA).into());
    }
    if !desk.actor().sees_all() {
        line(words::SCOPE, said(words::PART).into());
    }
    match view {
        View::Branch(code) => line(words::BRANCH, name_of(&catalog.branches, code, |b| (&b.code, &b.name))),
        View::Group(slug) => line(words::GROUP, name_of(&catalog.groups, slug, |g| (&g.slug, &g.name))),
        View::History { by, inside, .. } => {
            line(words::LIST, words::granularity(lang, *by).into());
            if let Some(group) = inside {
                line(words::GROUP, name_of(&catalog.groups, group, |g| (&g.slug, &g.name)));
            }
        }
        View::Indicators { by } => line(words::LIST, words::granularity(lang, *by).into()),
        _ => {}
    }
    let filter = Filter::parse_query(&meta.filter).unwrap_or_default();
    for (label, text) in in_words(desk, &filter, lang) {
        line(label, Cell::Text(text));
    }
    if let Some(span) = meta.span {
        line(words::FROM, span.from.into());
        line(words::TO, span.to.into());
    }
    if meta.by_area {
        line(words::MEASURE, said(words::BY_AREA).into());
    }
    line(words::SCORES, n.into());
    line(words::VERSION, Cell::Count(meta.data_version));
    let clock = |instant: &str| desk.local(instant).map(|local| local.replace('T', " ")).unwrap_or_default();
    line(words::IMPORTED, meta.last_import.as_deref().map(clock).unwrap_or_default().as_str().into());
    line(words::MADE, clock(&desk.clock().now().to_string()).as_str().into());
    let whole = [meta.filter.as_str(), parameters].into_iter().filter(|part| !part.is_empty());
    line(words::FILTER, whole.collect::<Vec<_>>().join("&").as_str().into());
    Cover { name: said(words::COVER), title: title.to_owned(), lines }
}

/// A thing's own name; its key where nothing has it.
fn name_of<T>(all: &[T], key: &str, of: impl Fn(&T) -> (&String, &String)) -> Cell {
    let found = all.iter().map(of).find(|(own, _)| *own == key);
    found.map_or_else(|| Cell::from(key), |(_, name)| name.into())
}

/// A resolved filter as people say it: what it restricts, and to which.
pub fn in_words(desk: &Desk, filter: &Filter, lang: Lang) -> Vec<(words::Said, String)> {
    let cube = desk.cube();
    let catalog = cube.catalog();
    let kind = match &filter.kind {
        KindFilter::All => say(lang, words::ALL_KINDS).to_owned(),
        KindFilter::One(kind) => kind.clone(),
        KindFilter::Default => cube.default_kind_code().to_owned(),
    };
    let names = |keys: &[String], name: &dyn Fn(&str) -> Option<String>| -> String {
        keys.iter().map(|key| name(key).unwrap_or_else(|| key.clone())).collect::<Vec<_>>().join(", ")
    };
    let state = |key: &str| catalog.states.iter().find(|state| state.code == key).map(|state| state.name.clone());
    let group = |key: &str| catalog.groups.iter().find(|group| group.slug == key).map(|group| group.name.clone());
    let branch = |key: &str| {
        let branch = catalog.branches.iter().find(|branch| branch.code == key)?;
        Some(format!("{} ({key})", branch.name))
    };
    let area = |key: &str| {
        let number = cube.area_slugs().iter().position(|slug| slug == key)?;
        catalog.areas.get(number).cloned()
    };
    let territories: Vec<_> = filter.territories.iter().map(|it| words::territory(lang, *it)).collect();
    let bands: Vec<_> = filter.bands.iter().map(|it| words::band(lang, *it)).collect();
    let mut told = vec![
        (words::KIND, kind),
        (words::PERIOD, period(catalog, &filter.period, lang)),
        (words::TERRITORY, territories.join(", ")),
        (words::STATE, names(&filter.states, &state)),
        (words::GROUP, names(&filter.groups, &group)),
        (words::BRANCH, names(&filter.branches, &branch)),
        (words::AREA, names(&filter.areas, &area)),
        (words::BAND, bands.join(", ")),
        (words::TEXT, filter.text.clone().unwrap_or_default()),
    ];
    told.retain(|(_, text)| !text.is_empty());
    told
}

/// A period as people say it; one with a name by that.
pub fn period(catalog: &Catalog, period: &Period, lang: Lang) -> String {
    match period {
        Period::All => say(lang, words::ALL_TIME).to_owned(),
        Period::Year(year) => year.to_string(),
        Period::Quarter(year, quarter) => format!("{} {year}", quarter.code()),
        Period::Month(year, month) => {
            let name = usize::try_from(*month).ok().and_then(|month| month::LONG.get(month.checked_sub(1)?));
            format!("{} {year}", name.map_or("", |name| say(lang, *name)))
        }
        Period::Range(from, to) => {
            let end = |day: &Day, open: bool| if open { "…".to_owned() } else { day.to_string() };
            format!("{} – {}", end(from, *from <= Day::MIN), end(to, *to >= Day::MAX))
        }
        Period::Named(code) => {
            let named = catalog.periods.iter().find(|period| period.code == *code);
            named.map_or(code, |period| &period.name).clone()
        }
    }
}
