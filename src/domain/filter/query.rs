//! The canonical query-string form.

use super::{Filter, FilterError, FilterReason, KindFilter};
use crate::domain::{Band, Day, Period, Quarter, Territory, text::squeeze};

/// Years that a filter may name: those a cube can hold.
const YEARS: core::ops::RangeInclusive<i16> = 1970..=2149;

/// Single-valued parameters of the period, gathered before they are judged together.
#[derive(Default)]
struct Dates {
    year: Option<String>,
    quarter: Option<String>,
    month: Option<String>,
    from: Option<String>,
    to: Option<String>,
    named: Option<String>,
}

impl Filter {
    /// Reads a query string such as `kind=operativa&year=2025&quarter=Q3&estado=19&estado=28`.
    ///
    /// Parameters: `kind`, `year`, `quarter` (Q1…Q4, ALL), `month` (`2025-08`, or 1…12 beside `year`), `from`, `to` (one of
    /// them alone leaves the other end open), `period`, `estado`, `grupo`, `sucursal`, `territory`, `area`, `band`, `q`.
    /// List parameters repeat. Empty values (as GET forms send) mean nothing.
    ///
    /// # Errors
    /// Names the first wrong parameter; unknown parameters are refused.
    pub fn parse_query(query: &str) -> Result<Self, FilterError> {
        let (filter, rest) = Self::split_query(query)?;
        match rest.first() {
            None => Ok(filter),
            Some((field, value)) => Err(FilterError::new(field, value, FilterReason::UnknownParameter)),
        }
    }

    /// As [`Filter::parse_query`], but gives back the parameters that are not a filter's, in order (a page's own: `page`, `sort`, `by` …).
    ///
    /// # Errors
    /// Names the first wrong parameter.
    pub fn split_query(query: &str) -> Result<(Self, Vec<(String, String)>), FilterError> {
        let mut filter = Self::default();
        let mut dates = Dates::default();
        let mut kind = None;
        let mut rest = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (field, raw) = pair.split_once('=').unwrap_or((pair, ""));
            let malformed = || FilterError::new(field, raw, FilterReason::Malformed);
            let field = decode(field).ok_or_else(malformed)?;
            let value = decode(raw).ok_or_else(malformed)?;
            let slot = match field.as_str() {
                "kind" => Ok(&mut kind),
                "year" => Ok(&mut dates.year),
                "quarter" => Ok(&mut dates.quarter),
                "month" => Ok(&mut dates.month),
                "from" => Ok(&mut dates.from),
                "to" => Ok(&mut dates.to),
                "period" => Ok(&mut dates.named),
                "q" => Ok(&mut filter.text),
                "estado" => Err(&mut filter.states),
                "grupo" => Err(&mut filter.groups),
                "sucursal" => Err(&mut filter.branches),
                "area" => Err(&mut filter.areas),
                "territory" | "band" => {
                    filter.take_word(&field, &value)?;
                    continue;
                }
                _ => {
                    rest.push((field, value));
                    continue;
                }
            };
            let value = squeeze(&value);
            if value.is_empty() {
                continue;
            }
            if value.chars().count() > Self::MAX_CHARS {
                return Err(FilterError::new(&field, &value, FilterReason::TooLong));
            }
            match slot {
                Ok(single) => match single {
                    Some(before) if *before != value => {
                        return Err(FilterError::new(&field, &value, FilterReason::Contradiction));
                    }
                    _ => *single = Some(value),
                },
                Err(list) => {
                    if list.len() >= Self::MAX_VALUES {
                        return Err(FilterError::new(&field, &value, FilterReason::TooLong));
                    }
                    list.push(value);
                }
            }
        }
        filter.kind = match kind {
            None => KindFilter::Default,
            Some(kind) if kind.eq_ignore_ascii_case("all") => KindFilter::All,
            Some(kind) => KindFilter::One(kind),
        };
        filter.period = dates.period()?;
        filter.normalize();
        Ok((filter, rest))
    }

    fn take_word(&mut self, field: &str, value: &str) -> Result<(), FilterError> {
        let value = squeeze(value);
        if value.is_empty() {
            return Ok(());
        }
        let malformed = || FilterError::new(field, &value, FilterReason::Malformed);
        if field == "band" {
            let band = Band::from_word(&value).ok_or_else(malformed)?;
            if !self.bands.contains(&band) {
                self.bands.push(band);
            }
        } else {
            let territory = Territory::from_code(&value).ok_or_else(malformed)?;
            if !self.territories.contains(&territory) {
                self.territories.push(territory);
            }
        }
        Ok(())
    }

    /// The one canonical query string, without `?`; empty for the default filter.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut out = String::new();
        match &self.kind {
            KindFilter::Default => {}
            KindFilter::All => put(&mut out, "kind", "all"),
            KindFilter::One(kind) => put(&mut out, "kind", kind),
        }
        self.period.put(&mut out);
        for (field, list) in [("estado", &self.states), ("grupo", &self.groups), ("sucursal", &self.branches)] {
            for value in list {
                put(&mut out, field, value);
            }
        }
        for territory in &self.territories {
            put(&mut out, "territory", territory.code());
        }
        for area in &self.areas {
            put(&mut out, "area", area);
        }
        for band in &self.bands {
            put(&mut out, "band", band.code());
        }
        if let Some(text) = &self.text {
            put(&mut out, "q", text);
        }
        out
    }
}

impl Period {
    /// The period alone in query-string form, e.g. `year=2025&quarter=Q3`; empty for [`Period::All`].
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut out = String::new();
        self.put(&mut out);
        out
    }

    fn put(&self, out: &mut String) {
        match self {
            Self::All => {}
            Self::Year(year) => put(out, "year", &year.to_string()),
            Self::Quarter(year, quarter) => {
                put(out, "year", &year.to_string());
                put(out, "quarter", quarter.code());
            }
            Self::Month(year, month) => put(out, "month", &format!("{year:04}-{month:02}")),
            Self::Range(from, to) => {
                if *from > Day::MIN || *to >= Day::MAX {
                    put(out, "from", &from.to_string());
                }
                if *to < Day::MAX {
                    put(out, "to", &to.to_string());
                }
            }
            Self::Named(code) => put(out, "period", code),
        }
    }
}

impl Dates {
    fn period(self) -> Result<Period, FilterError> {
        let wrong = |field: &str, value: &str, reason| Err(FilterError::new(field, value, reason));
        let quarter = self.quarter.filter(|quarter| !quarter.eq_ignore_ascii_case("all"));
        // One way of naming the period at a time: the second way contradicts the first.
        let calendar = self.year.is_some() || quarter.is_some() || self.month.is_some();
        let range = self.from.is_some() || self.to.is_some();
        if let Some(code) = self.named {
            return if calendar || range {
                wrong("period", &code, FilterReason::Contradiction)
            } else {
                Ok(Period::Named(code))
            };
        }
        if range {
            let end = |field: &str, value: Option<&String>, open: Day| match value {
                None => Ok(open),
                Some(text) => Day::parse(text)
                    .filter(|day| (Day::MIN..=Day::MAX).contains(day))
                    .ok_or_else(|| FilterError::new(field, text, FilterReason::Malformed)),
            };
            let from = end("from", self.from.as_ref(), Day::MIN)?;
            let to = end("to", self.to.as_ref(), Day::MAX)?;
            return if calendar || from > to {
                let (field, value) = if self.to.is_some() { ("to", self.to) } else { ("from", self.from) };
                wrong(field, &value.unwrap_or_default(), FilterReason::Contradiction)
            } else {
                Ok(Period::Range(from, to))
            };
        }
        let year = match &self.year {
            None => None,
            Some(text) => {
                match digits(text).and_then(|year| i16::try_from(year).ok()).filter(|year| YEARS.contains(year)) {
                    None => return wrong("year", text, FilterReason::Malformed),
                    year => year,
                }
            }
        };
        if let Some(text) = self.month {
            return match month(&text, year) {
                None => wrong("month", &text, FilterReason::Malformed),
                Some((named, _)) if named.is_none() || quarter.is_some() || (year.is_some() && named != year) => {
                    wrong("month", &text, FilterReason::Contradiction)
                }
                Some((named, month)) => Ok(Period::Month(named.unwrap_or_default(), month)),
            };
        }
        match (year, quarter) {
            (None, None) => Ok(Period::All),
            (Some(year), None) => Ok(Period::Year(year)),
            (year, Some(text)) => match (Quarter::from_code(&text), year) {
                (None, _) => wrong("quarter", &text, FilterReason::Malformed),
                (_, None) => wrong("quarter", &text, FilterReason::Contradiction),
                (Some(quarter), Some(year)) => Ok(Period::Quarter(year, quarter)),
            },
        }
    }
}

/// Year (its own or the one beside it) and month of `2025-08` or `8`.
fn month(text: &str, beside: Option<i16>) -> Option<(Option<i16>, i8)> {
    let (year, month) = match text.split_once('-') {
        Some((year, month)) => {
            (Some(digits(year).and_then(|y| i16::try_from(y).ok()).filter(|y| YEARS.contains(y))?), month)
        }
        None => (beside, text),
    };
    let month = digits(month).filter(|month| (1..=12).contains(month))?;
    Some((year, i8::try_from(month).ok()?))
}

/// A short run of ASCII digits.
fn digits(text: &str) -> Option<u16> {
    ((1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Undoes percent-encoding and `+`; `None` for broken escapes and for what is not UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut hex = || bytes.next().and_then(|b| char::from(b).to_digit(16));
                u8::try_from(hex()? * 16 + hex()?).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

fn put(out: &mut String, field: &str, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(field);
    out.push('=');
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}
