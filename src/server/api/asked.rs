//! What a reading operation is asked: a filter in the page's own words, and the operation's own parameters beside it.

use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};

use super::{ApiError, error::Detail};
use crate::contract::Lang;
use crate::domain::{Filter, FilterError, Period, filter::FilterReason};
use crate::server::services::exports::WHOLE;

/// Things on a page when nothing is said, and at most.
const LIMIT: u32 = 100;
const MOST: u32 = 1_000;

/// See the module.
#[derive(Debug)]
pub struct Asked {
    pub filter: Filter,
    /// By name; never empty.
    own: BTreeMap<String, String>,
    /// Of the question without its page, and of the data: what a cursor goes on in.
    mark: i64,
    /// A list of which no page is named is asked for whole.
    whole: bool,
}

impl Asked {
    /// Takes a query string apart. `lang` is let through: it words errors alone.
    ///
    /// # Errors
    /// Names the first parameter that is none of the filter's and none of `own`, that comes twice, or that is malformed; or a
    /// year out of `years`.
    pub fn parse(query: &str, own: &[&str], years: &std::ops::RangeInclusive<i16>) -> Result<Self, ApiError> {
        let (filter, rest) = Filter::split_query(query)?;
        let (named, year) = match filter.period {
            Period::Year(year) | Period::Quarter(year, _) => ("year", Some(year)),
            Period::Month(year, _) => ("month", Some(year)),
            _ => ("year", None),
        };
        if year.is_some_and(|year| !years.contains(&year)) {
            return Err(ApiError::parameter(Detail::bounds(named, years.start(), years.end())));
        }
        let mut asked = Self { filter, own: BTreeMap::new(), mark: 0, whole: false };
        for (field, value) in rest {
            if field != "lang" && !own.contains(&field.as_str()) {
                return Err(FilterError { field, value, reason: FilterReason::UnknownParameter }.into());
            }
            if value.chars().count() > Filter::MAX_CHARS {
                return Err(wrong(&field, FilterReason::TooLong));
            }
            if field == "lang" {
                if !value.is_empty() && Lang::from_code(&value).is_none() {
                    return Err(wrong(&field, FilterReason::UnknownValue));
                }
            } else if !value.is_empty() && asked.own.insert(field.clone(), value).is_some() {
                return Err(wrong(&field, FilterReason::Contradiction));
            }
        }
        Ok(asked)
    }

    /// The same question of these data: cursors of others do not go on in it.
    pub fn within(mut self, data: &str) -> Self {
        let form = ["limit", "cursor", "format", "bom", "table", "paper", "chart"];
        let whole = self.own.iter().filter(|(name, _)| !form.contains(&name.as_str()));
        let text: String = whole.map(|(name, value)| format!("&{name}={value:?}")).collect();
        let digest = Sha256::digest([data, &self.filter.to_query(), &text].join("\0"));
        self.mark = digest[..7].iter().fold(0, |mark, byte| mark << 8 | i64::from(*byte));
        self
    }

    /// The same question for a file: it has the whole list, where no page of it is named.
    pub fn whole(mut self) -> Self {
        self.whole = self.text("limit").is_none() && self.text("cursor").is_none();
        self
    }

    /// The one text of equal questions.
    pub fn canonical(&self) -> String {
        let own = self.own.iter().map(|(name, value)| format!("&{name}={value:?}"));
        std::iter::once(self.filter.to_query()).chain(own).collect()
    }

    /// What is asked beside the filter, but for the format: as it stands in an address.
    pub fn parameters(&self) -> String {
        let form = ["format", "bom"];
        let own = self.own.iter().filter(|(name, _)| !form.contains(&name.as_str()));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(own).finish()
    }

    /// Nothing of a filter may stand here: it would not be honoured.
    ///
    /// # Errors
    /// Names the first parameter of a filter.
    pub fn unfiltered(&self) -> Result<(), ApiError> {
        let query = self.filter.to_query();
        match query.split(['=', '&']).next().filter(|field| !field.is_empty()) {
            None => Ok(()),
            Some(field) => Err(wrong(field, FilterReason::UnknownParameter)),
        }
    }

    /// What the path names must not be named by the filter too.
    ///
    /// # Errors
    /// When it is.
    pub fn alone(&self, field: &str, named: &[String]) -> Result<(), ApiError> {
        if named.is_empty() { Ok(()) } else { Err(wrong(field, FilterReason::Contradiction)) }
    }

    /// A parameter of the operation as it stands there.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.own.get(name).map(String::as_str)
    }

    /// A parameter that is one of some words; the usual one when it is not there.
    ///
    /// # Errors
    /// When it is another.
    pub fn word<T: Default>(&self, name: &str, of: impl FnOnce(&str) -> Option<T>) -> Result<T, ApiError> {
        match self.text(name) {
            None => Ok(T::default()),
            Some(word) => of(word).ok_or_else(|| wrong(name, FilterReason::UnknownValue)),
        }
    }

    /// `limit`; 100 when it is not there, for a file [`WHOLE`].
    ///
    /// # Errors
    /// When it is no number from 1 to 1000.
    pub fn limit(&self) -> Result<u32, ApiError> {
        Ok(self.given_limit()?.unwrap_or(self.usual()))
    }

    const fn usual(&self) -> u32 {
        if self.whole { WHOLE } else { LIMIT }
    }

    fn given_limit(&self) -> Result<Option<u32>, ApiError> {
        let Some(text) = self.text("limit") else { return Ok(None) };
        match text.parse() {
            Ok(limit) if (1..=MOST).contains(&limit) && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok(Some(limit))
            }
            _ => Err(ApiError::parameter(Detail::bounds("limit", &1, &MOST))),
        }
    }

    /// `cursor`, as an answer gave it: its parts.
    ///
    /// # Errors
    /// When no answer of this operation gave it.
    pub fn cursor<const N: usize>(&self) -> Result<Option<[i64; N]>, ApiError> {
        let Some(text) = self.text("cursor") else { return Ok(None) };
        let parts = BASE64URL_NOPAD
            .decode(text.as_bytes())
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| text.split('.').map(|part| part.parse().ok()).collect::<Option<Vec<i64>>>())
            .and_then(|parts| parts.try_into().ok());
        parts.map(Some).ok_or_else(|| wrong("cursor", FilterReason::Malformed))
    }

    /// The page (from 1) of a list that is numbered through, and its size: the cursor's own, when no limit stands beside it. A
    /// cursor holds what it goes on in, so that a page of another question or of other data is not taken for the next.
    ///
    /// # Errors
    /// When `limit` or `cursor` is none, the cursor is of another question or of other data, or of another limit.
    pub fn page(&self) -> Result<(u32, u32), ApiError> {
        let limit = self.given_limit()?;
        let Some([of, page, size]) = self.cursor::<3>()? else { return Ok((1, limit.unwrap_or(self.usual()))) };
        if of != self.mark {
            return Err(ApiError::parameter(Detail::of("cursor", "expired")));
        }
        match (u32::try_from(page), u32::try_from(size)) {
            (Ok(page), Ok(size))
                if page > 0 && (1..=MOST).contains(&size) && limit.is_none_or(|limit| limit == size) =>
            {
                Ok((page, size))
            }
            _ => Err(wrong("cursor", FilterReason::Contradiction)),
        }
    }

    /// The cursor of a page.
    pub fn next(&self, page: u32, limit: u32) -> String {
        cursor([self.mark, i64::from(page), i64::from(limit)])
    }
}

/// A cursor of these parts.
pub fn cursor<const N: usize>(parts: [i64; N]) -> String {
    BASE64URL_NOPAD.encode(parts.map(|part| part.to_string()).join(".").as_bytes())
}

/// A parameter and what is wrong with it.
pub fn wrong(field: &str, reason: FilterReason) -> ApiError {
    FilterError { field: field.to_owned(), value: String::new(), reason }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<Asked, String> {
        Asked::parse(query, &["limit", "cursor", "sort"], &(2020..=2030)).map_err(|error| error.told())
    }

    #[test]
    fn the_filter_is_the_pages_and_the_rest_is_known_by_name() {
        let asked = parse("year=2025&quarter=Q3&estado=19&limit=7&lang=en&sort=").unwrap();
        assert_eq!((asked.filter.to_query().as_str(), asked.limit().unwrap()), ("year=2025&quarter=Q3&estado=19", 7));
        assert_eq!(asked.canonical(), "year=2025&quarter=Q3&estado=19&limit=\"7\"");
        for (query, told) in [
            ("pagina=2", "pagina unknown_parameter"),
            ("year=20x5", "year malformed"),
            ("year=2019", "year out_of_bounds"),
            ("month=2031-01", "month out_of_bounds"),
            ("lang=fr", "lang unknown_value"),
            ("quarter=Q2", "quarter contradiction"),
            ("limit=1&limit=2", "limit contradiction"),
            ("cursor=%41%zz", "cursor malformed"),
        ] {
            assert_eq!(parse(query).unwrap_err(), told, "{query}");
        }
        for limit in ["0", "1001", "-1", "+5", "5.0", "x", "99999999999"] {
            assert_eq!(parse(&format!("limit={limit}")).unwrap().limit().unwrap_err().told(), "limit out_of_bounds");
        }
    }

    #[test]
    fn a_cursor_is_of_one_question_and_one_limit() {
        let next = parse("sort=best&limit=7").unwrap().within("data").next(2, 7);
        let page = |query: &str, data: &str| {
            parse(&format!("cursor={next}{query}")).unwrap().within(data).page().map_err(|error| error.told())
        };
        assert_eq!(page("&sort=best", "data").unwrap(), (2, 7), "the limit is the cursor's");
        assert_eq!(page("&sort=best&limit=7&lang=en", "data").unwrap(), (2, 7));
        assert_eq!(page("&sort=best&limit=8", "data").unwrap_err(), "cursor contradiction");
        for (query, data) in [("&sort=best", "other data"), ("&sort=worst", "data"), ("&sort=best&estado=19", "data")] {
            assert_eq!(page(query, data).unwrap_err(), "cursor expired", "{query} {data}");
        }
        for text in ["x", "eA", "MQ", "!!", "MS4yLjMuNA"] {
            assert_eq!(
                parse(&format!("cursor={text}")).unwrap().page().unwrap_err().told(),
                "cursor malformed",
                "{text}"
            );
        }
        assert_eq!(parse("").unwrap().page().unwrap(), (1, 100));
    }
}
