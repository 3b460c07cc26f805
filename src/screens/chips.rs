//! The active restrictions of a filter, each with the address of the page without it.

use crate::{
    contract::Chip,
    domain::{Cube, Day, Filter, Period, filter::KindFilter},
};

/// One chip per restriction, in the order of the canonical query. `own` are the page's own parameters.
#[must_use]
pub fn chips(cube: &Cube, filter: &Filter, own: &[(String, String)]) -> Vec<Chip> {
    let mut chips = Chips { filter, own: own_query(own), list: Vec::new() };
    match &filter.kind {
        KindFilter::Default => {}
        KindFilter::All => chips.add("kind", "all", None, |filter| filter.kind = KindFilter::Default),
        KindFilter::One(kind) => chips.add("kind", kind, None, |filter| filter.kind = KindFilter::Default),
    }
    chips.period(cube);
    let catalog = cube.catalog();
    for code in &filter.states {
        let name = catalog.states.iter().find(|state| state.code == *code).map(|state| state.name.clone());
        chips.add("estado", code, name, |filter| filter.states.retain(|other| other != code));
    }
    for slug in &filter.groups {
        let name = catalog.groups.iter().find(|group| group.slug == *slug).map(|group| group.name.clone());
        chips.add("grupo", slug, name, |filter| filter.groups.retain(|other| other != slug));
    }
    for code in &filter.branches {
        let name = catalog.branches.iter().find(|branch| branch.code == *code).map(|branch| branch.name.clone());
        chips.add("sucursal", code, name, |filter| filter.branches.retain(|other| other != code));
    }
    for territory in &filter.territories {
        chips.add("territory", territory.code(), None, |filter| filter.territories.retain(|other| other != territory));
    }
    for slug in &filter.areas {
        let name = cube.area_slugs().iter().position(|other| other == slug).map(|area| catalog.areas[area].clone());
        chips.add("area", slug, name, |filter| filter.areas.retain(|other| other != slug));
    }
    for band in &filter.bands {
        chips.add("band", band.code(), None, |filter| filter.bands.retain(|other| other != band));
    }
    if let Some(text) = &filter.text {
        chips.add("q", text, None, |filter| filter.text = None);
    }
    chips.list
}

struct Chips<'a> {
    filter: &'a Filter,
    own: String,
    list: Vec<Chip>,
}

impl Chips<'_> {
    fn add(&mut self, field: &str, value: &str, name: Option<String>, drop: impl FnOnce(&mut Filter)) {
        let mut filter = self.filter.clone();
        drop(&mut filter);
        let mut without = filter.to_query();
        if !without.is_empty() && !self.own.is_empty() {
            without.push('&');
        }
        without.push_str(&self.own);
        self.list.push(Chip { field: field.to_owned(), value: value.to_owned(), name, without });
    }

    fn period(&mut self, cube: &Cube) {
        let all = |filter: &mut Filter| filter.period = Period::All;
        match self.filter.period.clone() {
            Period::All => {}
            Period::Year(year) => self.add("year", &year.to_string(), None, all),
            Period::Quarter(year, quarter) => {
                self.add("year", &year.to_string(), None, all);
                let value = format!("Q{}", quarter as u8);
                self.add("quarter", &value, None, |filter| filter.period = Period::Year(year));
            }
            Period::Month(year, month) => self.add("month", &format!("{year:04}-{month:02}"), None, all),
            Period::Range(from, to) => {
                if from > Day::MIN {
                    self.add("from", &from.to_string(), None, |filter| filter.period = open(Day::MIN, to));
                }
                if to < Day::MAX {
                    self.add("to", &to.to_string(), None, |filter| filter.period = open(from, Day::MAX));
                }
            }
            Period::Named(code) => {
                let named = cube.catalog().periods.iter().find(|period| period.code == code);
                self.add("period", &code, named.map(|period| period.name.clone()), all);
            }
        }
    }
}

/// A range, or everything when both ends are open.
fn open(from: Day, to: Day) -> Period {
    if from <= Day::MIN && to >= Day::MAX { Period::All } else { Period::Range(from, to) }
}

/// The page's own parameters as a query string, without the page number: another selection starts at its first page.
fn own_query(own: &[(String, String)]) -> String {
    let kept =
        own.iter().filter(|(key, value)| !value.is_empty() && !matches!(key.as_str(), "pagina" | "lang" | "theme"));
    kept.map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect::<Vec<_>>().join("&")
}

/// Percent-encodes what is not unreserved.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
