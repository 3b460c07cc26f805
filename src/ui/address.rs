//! The page's *address* is its state: the path, the filter, and the page's own parameters (sorting, tab, page number).
//!
//! Links to other pages carry the filter; links within a page carry its own parameters too, and start at its first page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    contract::Frame,
    domain::{Day, Filter, Period, filter::KindFilter},
};

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub path: String,
    /// As in the address; [`Address::resolved`] has names turned into codes.
    pub filter: Filter,
    /// The page's own parameters, in order; the page number stands apart.
    own: Vec<(String, String)>,
}

impl Address {
    /// Takes a path and a query string (without `?`) apart; a query that is no filter counts as none.
    #[must_use]
    pub fn read(path: &str, query: &str) -> Self {
        let (filter, mut own) = Filter::split_query(query).unwrap_or_default();
        own.retain(|(key, value)| !value.is_empty() && !matches!(key.as_str(), "pagina" | "lang" | "theme"));
        Self { path: path.to_owned(), filter, own }
    }

    /// A page with a filter and no parameters of its own.
    #[must_use]
    pub fn of(path: &str, filter: Filter) -> Self {
        Self { path: path.to_owned(), filter, own: Vec::new() }
    }

    /// With one of the page's own parameters set, or dropped when `value` is empty.
    #[must_use]
    pub fn set(mut self, key: &str, value: &str) -> Self {
        self.own.retain(|(name, _)| name != key);
        if !value.is_empty() {
            self.own.push((key.to_owned(), value.to_owned()));
        }
        self
    }

    /// The address as a link.
    #[must_use]
    pub fn href(&self) -> String {
        self.write(&self.path, &self.filter, &self.own)
    }

    /// With the filter as the server understood it, where it did.
    #[must_use]
    pub fn resolved(mut self, frame: &Frame) -> Self {
        if let Ok(filter) = &frame.filter {
            self.filter = filter.clone();
        }
        self
    }

    /// This page with a changed filter.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Filter)) -> String {
        let mut filter = self.filter.clone();
        change(&mut filter);
        self.write(&self.path, &filter, &self.own)
    }

    /// This page with one of its own parameters set, or dropped when `value` is empty.
    #[must_use]
    pub fn own(&self, key: &str, value: &str) -> String {
        self.clone().set(key, value).href()
    }

    /// Another page with the same filter.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        self.write(path, &self.filter, &[])
    }

    /// Another page with a changed filter.
    #[must_use]
    pub fn to_with(&self, path: &str, change: impl FnOnce(&mut Filter)) -> String {
        let mut filter = self.filter.clone();
        change(&mut filter);
        self.write(path, &filter, &[])
    }

    /// The page's own parameter.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.own.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// All own parameters: what a GET form must carry along.
    #[must_use]
    pub fn own_pairs(&self) -> &[(String, String)] {
        &self.own
    }

    /// The filter and the own parameters as pairs: what a form beside the filter bar must carry along.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let filter = &self.filter;
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut add = |key: &str, value: &str| pairs.push((key.to_owned(), value.to_owned()));
        match &filter.kind {
            KindFilter::Default => {}
            KindFilter::All => add("kind", "all"),
            KindFilter::One(code) => add("kind", code),
        }
        period_pairs(&filter.period).iter().for_each(|(key, value)| add(key, value));
        filter.states.iter().for_each(|code| add("estado", code));
        filter.groups.iter().for_each(|code| add("grupo", code));
        filter.branches.iter().for_each(|code| add("sucursal", code));
        filter.territories.iter().for_each(|territory| add("territory", territory.code()));
        filter.areas.iter().for_each(|code| add("area", code));
        filter.bands.iter().for_each(|band| add("band", band.code()));
        filter.text.iter().for_each(|text| add("q", text));
        pairs.extend_from_slice(&self.own);
        pairs
    }

    fn write(&self, path: &str, filter: &Filter, own: &[(String, String)]) -> String {
        let mut out = path.to_owned();
        let query = filter.to_query();
        let mut separator = '?';
        if !query.is_empty() {
            out.push(separator);
            out.push_str(&query);
            separator = '&';
        }
        for (key, value) in own {
            out.push(separator);
            separator = '&';
            encode_into(&mut out, key);
            out.push('=');
            encode_into(&mut out, value);
        }
        out
    }
}

/// The parameters of a period.
#[must_use]
pub fn period_pairs(period: &Period) -> Vec<(&'static str, String)> {
    match period {
        Period::All => Vec::new(),
        Period::Year(year) => vec![("year", year.to_string())],
        Period::Quarter(year, quarter) => {
            vec![("year", year.to_string()), ("quarter", ["Q", &(*quarter as u8).to_string()].concat())]
        }
        Period::Month(year, month) => {
            let zero = if *month < 10 { "-0" } else { "-" };
            vec![("month", [&year.to_string(), zero, &month.to_string()].concat())]
        }
        Period::Range(from, to) => {
            let from = (*from > Day::MIN).then(|| ("from", from.to_string()));
            let to = (*to < Day::MAX).then(|| ("to", to.to_string()));
            from.into_iter().chain(to).collect()
        }
        Period::Named(code) => vec![("period", code.clone())],
    }
}

/// Percent-encodes what is not unreserved in a query string or path segment.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode_into(&mut out, text);
    out
}

fn encode_into(out: &mut String, text: &str) {
    const HEX: [u8; 16] = *b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// The query string of the address, without `?`: what server functions take.
#[must_use]
pub fn use_query() -> Memo<String> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|text| text.trim_start_matches('?').to_owned()))
}

/// The address, reactive.
#[must_use]
pub fn use_address() -> Memo<Address> {
    let location = use_location();
    let query = use_query();
    Memo::new(move |_| location.pathname.with(|path| query.with(|query| Address::read(path, query))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_parameters_stay_on_the_page_and_the_page_number_does_not() {
        let address = Address::read("/historico", "por=year&pagina=3&mostrar=");
        assert_eq!(address.own("mostrar", "critical"), "/historico?por=year&mostrar=critical");
        assert_eq!(address.own("por", ""), "/historico");
        assert_eq!(address.to("/mapa"), "/mapa");
        assert_eq!(address.get("por"), Some("year"));
    }

    #[test]
    fn what_is_reserved_is_encoded() {
        assert_eq!(encode("a b&ñ/"), "a%20b%26%C3%B1%2F");
    }
}
