//! The compact form of deep links: a version byte and tagged fields, as base64url without padding.
//!
//! Numbers are varints; codes that are plain numbers are kept sorted as differences, other strings share the prefix of
//! the one before. One filter has one form: reading checks that writing gives the same text back.

use super::{Filter, FilterError, FilterReason, KindFilter};
use crate::domain::{Band, Day, Period, Quarter, Territory};

const VERSION: u8 = 1;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

mod tag {
    pub const KIND_ALL: u8 = 1;
    pub const KIND: u8 = 2;
    pub const YEAR: u8 = 3;
    pub const QUARTER: u8 = 4;
    pub const MONTH: u8 = 5;
    pub const RANGE: u8 = 6;
    pub const NAMED: u8 = 7;
    pub const STATES: u8 = 8;
    pub const GROUPS: u8 = 9;
    pub const BRANCHES: u8 = 10;
    pub const AREAS: u8 = 11;
    pub const TERRITORIES: u8 = 12;
    pub const BANDS: u8 = 13;
    pub const TEXT: u8 = 14;
}

impl Filter {
    /// The compact form for deep links, only `[A-Za-z0-9_-]`; `None` when it would pass 512 characters.
    #[must_use]
    pub fn to_compact(&self) -> Option<String> {
        let mut out = vec![VERSION];
        match &self.kind {
            KindFilter::Default => {}
            KindFilter::All => out.push(tag::KIND_ALL),
            KindFilter::One(kind) => put_tagged(&mut out, tag::KIND, kind),
        }
        put_period(&mut out, &self.period)?;
        for (tag, list) in [
            (tag::STATES, &self.states),
            (tag::GROUPS, &self.groups),
            (tag::BRANCHES, &self.branches),
            (tag::AREAS, &self.areas),
        ] {
            if !list.is_empty() {
                out.push(tag);
                put_list(&mut out, list);
            }
        }
        let bits = |set: &mut dyn Iterator<Item = usize>| set.fold(0_u8, |bits, i| bits | 1 << i);
        if !self.territories.is_empty() {
            out.push(tag::TERRITORIES);
            out.push(bits(&mut self.territories.iter().map(|territory| *territory as usize)));
        }
        if !self.bands.is_empty() {
            out.push(tag::BANDS);
            out.push(bits(&mut self.bands.iter().map(|band| *band as usize)));
        }
        if let Some(text) = &self.text {
            put_tagged(&mut out, tag::TEXT, text);
        }
        let length = out.len().checked_mul(4)?.div_ceil(3);
        (length <= Self::MAX_COMPACT).then(|| to_base64(&out))
    }

    /// Reads [`Filter::to_compact`]'s form.
    ///
    /// # Errors
    /// When the text is not such a form.
    pub fn parse_compact(text: &str) -> Result<Self, FilterError> {
        let wrong = |reason| FilterError::new("f", text, reason);
        if text.len() > Self::MAX_COMPACT {
            return Err(wrong(FilterReason::TooLong));
        }
        let bytes = from_base64(text).ok_or_else(|| wrong(FilterReason::Malformed))?;
        let filter = read(&bytes).ok_or_else(|| wrong(FilterReason::Malformed))?;
        // Only the one form is taken, so equal filters have equal links.
        if filter.to_compact().as_deref() == Some(text) { Ok(filter) } else { Err(wrong(FilterReason::Malformed)) }
    }
}

fn put_period(out: &mut Vec<u8>, period: &Period) -> Option<()> {
    let since = |year: i16| u64::try_from(i32::from(year) - 1970).ok();
    match period {
        Period::All => {}
        Period::Year(year) => {
            out.push(tag::YEAR);
            put_number(out, since(*year)?);
        }
        Period::Quarter(year, quarter) => {
            out.push(tag::QUARTER);
            put_number(out, since(*year)? * 4 + *quarter as u64 - 1);
        }
        Period::Month(year, month) => {
            out.push(tag::MONTH);
            put_number(out, since(*year)? * 12 + u64::try_from(*month - 1).ok()?);
        }
        Period::Range(from, to) => {
            out.push(tag::RANGE);
            put_number(out, u64::try_from(from.number()).ok()?);
            put_number(out, u64::try_from(to.number() - from.number()).ok()?);
        }
        Period::Named(code) => put_tagged(out, tag::NAMED, code),
    }
    Some(())
}

fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_tagged(out: &mut Vec<u8>, tag: u8, text: &str) {
    out.push(tag);
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// A code that is the plain decimal form of a number.
fn plain_number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number: &u32| number.to_string() == text)
}

fn put_list(out: &mut Vec<u8>, list: &[String]) {
    let mut numbers: Vec<u32> = list.iter().filter_map(|text| plain_number(text)).collect();
    numbers.sort_unstable();
    put_number(out, numbers.len() as u64);
    let mut before = 0;
    for number in &numbers {
        put_number(out, u64::from(number - before));
        before = *number;
    }
    put_number(out, (list.len() - numbers.len()) as u64);
    let mut before: &[u8] = &[];
    for text in list.iter().filter(|text| plain_number(text).is_none()) {
        let bytes = text.as_bytes();
        let shared = bytes.iter().zip(before).take_while(|(a, b)| a == b).count();
        put_number(out, shared as u64);
        put_number(out, (bytes.len() - shared) as u64);
        out.extend_from_slice(&bytes[shared..]);
        before = bytes;
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn take(&mut self, length: usize) -> Option<&[u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.count()?;
        checked(self.take(length)?.to_vec())
    }

    fn list(&mut self) -> Option<Vec<String>> {
        let mut list = Vec::new();
        let mut number = 0_u32;
        for _ in 0..self.count().filter(|count| *count <= Filter::MAX_VALUES)? {
            number = number.checked_add(u32::try_from(self.number()?).ok()?)?;
            list.push(number.to_string());
        }
        let mut before = Vec::new();
        for _ in 0..self.count().filter(|count| list.len() + count <= Filter::MAX_VALUES)? {
            before.truncate(self.count().filter(|shared| *shared <= before.len())?);
            let length = self.count()?;
            before.extend_from_slice(self.take(length)?);
            list.push(checked(before.clone())?);
        }
        Some(list)
    }
}

/// A value as the query form would have kept it.
fn checked(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    let fits =
        !text.is_empty() && text.chars().count() <= Filter::MAX_CHARS && crate::domain::text::squeeze(&text) == text;
    fits.then_some(text)
}

fn read(bytes: &[u8]) -> Option<Filter> {
    let mut reader = Reader(bytes);
    if reader.byte()? != VERSION {
        return None;
    }
    let mut filter = Filter::default();
    let year = |years: u64| i16::try_from(years).ok().filter(|years| *years <= 179).map(|years| 1970 + years);
    while let Some(tag) = reader.byte() {
        match tag {
            tag::KIND_ALL => filter.kind = KindFilter::All,
            tag::KIND => filter.kind = KindFilter::One(reader.text().filter(|kind| !kind.eq_ignore_ascii_case("all"))?),
            tag::YEAR => filter.period = Period::Year(year(reader.number()?)?),
            tag::QUARTER => {
                let number = reader.number()?;
                filter.period = Period::Quarter(year(number / 4)?, Quarter::ALL[(number % 4) as usize]);
            }
            tag::MONTH => {
                let number = reader.number()?;
                filter.period = Period::Month(year(number / 12)?, (number % 12) as i8 + 1);
            }
            tag::RANGE => {
                let from = i32::try_from(reader.number()?).ok().filter(|day| *day <= Day::MAX.number())?;
                let length = i32::try_from(reader.number()?).ok().filter(|days| *days <= Day::MAX.number() - from)?;
                filter.period = Period::Range(Day::from_number(from), Day::from_number(from + length));
            }
            tag::NAMED => filter.period = Period::Named(reader.text()?),
            tag::STATES => filter.states = reader.list()?,
            tag::GROUPS => filter.groups = reader.list()?,
            tag::BRANCHES => filter.branches = reader.list()?,
            tag::AREAS => filter.areas = reader.list()?,
            tag::TERRITORIES => {
                let bits = reader.byte()?;
                filter.territories = Territory::ALL.into_iter().filter(|t| bits >> *t as u8 & 1 == 1).collect();
            }
            tag::BANDS => {
                let bits = reader.byte()?;
                filter.bands = Band::ALL.into_iter().filter(|band| bits >> *band as u8 & 1 == 1).collect();
            }
            tag::TEXT => filter.text = Some(reader.text()?),
            _ => return None,
        }
    }
    filter.normalize();
    Some(filter)
}

fn to_base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().enumerate().fold(0_u32, |word, (i, byte)| word | u32::from(*byte) << (16 - 8 * i));
        for i in 0..=chunk.len() {
            out.push(char::from(ALPHABET[(word >> (18 - 6 * i) & 63) as usize]));
        }
    }
    out
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.as_bytes().chunks(4) {
        let mut word = 0_u32;
        for (i, byte) in chunk.iter().enumerate() {
            word |= u32::try_from(ALPHABET.iter().position(|b| b == byte)?).ok()? << (18 - 6 * i);
        }
        if chunk.len() == 1 {
            return None;
        }
        out.extend_from_slice(&word.to_be_bytes()[1..chunk.len()]);
    }
    Some(out)
}
