//! How reading operations answer: `{"data", "meta"}`, with an `ETag` of the data's version, the question and the scope.

use std::str::FromStr;

use axum::{
    body::Body,
    extract::{FromRequestParts, MatchedPath, Path, RawPathParams},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::{ApiError, asked::Asked, files};
use crate::{
    contract::Lang,
    domain::views::{self, Page},
    server::services::{Desk, exports::WHOLE},
};

pub const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// Kept by the one who asked, and asked for again each time: an `ETag` then says that nothing changed.
const OWN: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Another one whenever the same figures are written in another form (see the snapshot `api_forms`): tags of before end.
const FORM: &str = concat!(env!("CARGO_PKG_VERSION"), " 1");

/// A request that reads.
pub struct Reading {
    pub desk: Desk,
    /// [`Desk::freshness`], which looks a time zone up: once a request.
    freshness: String,
    path: String,
    query: String,
    pub(super) headers: HeaderMap,
    /// The route without the door's name, `rankings/{of}`, and what its path names.
    pub(super) operation: String,
    pub(super) named: Option<String>,
    /// In which files are worded.
    pub(super) lang: Lang,
}

impl<S: Send + Sync> FromRequestParts<S> for Reading
where
    Desk: FromRequestParts<S, Rejection = Response>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let desk = Desk::from_request_parts(parts, state).await?;
        let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
        let operation = route.strip_prefix(super::V1).unwrap_or_default().to_owned();
        let named = RawPathParams::from_request_parts(parts, state).await.ok();
        let named = named.and_then(|named| named.iter().next().map(|(_, value)| value.to_owned()));
        Ok(Self {
            operation,
            named,
            lang: super::asked_language(parts),
            freshness: desk.freshness(),
            desk,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
        })
    }
}

/// The thing that a path names. A path that is no text names nothing.
pub struct Named(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let named = Path::<String>::from_request_parts(parts, state).await;
        named.map(|Path(name)| Self(name)).map_err(|_| ApiError::not_found())
    }
}

/// The number in a path. One address each: neither `+5` nor `05`.
///
/// # Errors
/// 404 for what is none.
pub fn number<T: FromStr + ToString>(id: &str) -> Result<T, ApiError> {
    let number = id.parse::<T>().ok().filter(|number| number.to_string() == id);
    number.ok_or_else(ApiError::not_found)
}

/// What an operation found.
pub struct Answer {
    bytes: Vec<u8>,
    /// Where in them the data end, which begin after [`DATA`].
    data: usize,
    /// Rows of a list.
    rows: Option<u32>,
}

const DATA: &[u8] = b"{\"data\":";

/// What every reading operation answers.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used: answers are written piece by piece")]
pub struct Whole<'a, T> {
    data: T,
    meta: Meta<'a>,
}

/// Which filter an answer honours, how fresh it is, and how it goes on.
#[derive(Serialize, ToSchema)]
struct Meta<'a> {
    /// As understood, in its one canonical form.
    filter: &'a str,
    data_version: i64,
    last_import: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<crate::domain::Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<crate::domain::Day>,
    /// The measure is the score of the filter's areas, not the general score.
    by_area: bool,
    /// Scores behind the figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paging: Option<Paging>,
}

/// How a list goes on.
#[derive(Serialize, ToSchema)]
pub struct Paging {
    /// Things on all pages.
    total: u32,
    limit: u32,
    /// What asks for the next page; `None` on the last.
    next_cursor: Option<String>,
}

impl Paging {
    pub const fn new(total: u32, limit: u32, next_cursor: Option<String>) -> Self {
        // Whole, it is its own page.
        let limit = if limit == WHOLE { total } else { limit };
        Self { total, limit, next_cursor }
    }

    /// Of a page of so many that was cut out of a list as [`Asked::page`] asked for it.
    pub fn of<T>(page: &Page<T>, limit: u32, asked: &Asked) -> Self {
        let more = u64::from(page.page) * u64::from(limit) < u64::from(page.total);
        Self::new(page.total, limit, more.then(|| asked.next(page.page + 1, limit)))
    }
}

impl Answer {
    /// Of data about a selection; `n` scores are behind them.
    ///
    /// # Errors
    /// None: whatever an answer holds can be written as JSON.
    pub fn new(
        meta: &views::Meta,
        n: impl Into<Option<u32>>,
        paging: impl Into<Option<Paging>>,
        data: impl Serialize,
    ) -> Result<Self, ApiError> {
        let paging = paging.into();
        let rows = paging.as_ref().map(|paging| paging.total.min(paging.limit));
        let meta = Meta {
            filter: &meta.filter,
            data_version: meta.data_version,
            last_import: meta.last_import.as_deref(),
            from: meta.span.map(|span| span.from),
            to: meta.span.map(|span| span.to),
            by_area: meta.by_area,
            n: n.into(),
            paging,
        };
        let failed = |error: serde_json::Error| crate::server::error::ServerError::Other(error.into());
        let mut bytes = DATA.to_vec();
        serde_json::to_writer(&mut bytes, &data).map_err(failed)?;
        let data = bytes.len();
        bytes.extend_from_slice(b",\"meta\":");
        serde_json::to_writer(&mut bytes, &meta).map_err(failed)?;
        bytes.push(b'}');
        Ok(Self { bytes, data, rows })
    }

    /// Rows of a list.
    pub fn rows(&self) -> Option<u64> {
        self.rows.map(u64::from)
    }

    /// The data without anything about them.
    pub fn bare(&self) -> Vec<u8> {
        self.bytes[DATA.len()..self.data].to_vec()
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, JSON)], Body::from(self.bytes)).into_response()
    }
}

impl Reading {
    /// What is asked of an operation that makes no file; `own` are its parameters beside the filter's.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn question(&self, own: &[&str]) -> Result<Asked, ApiError> {
        if !files::takes_json(&self.headers) {
            return Err(ApiError::not_acceptable());
        }
        self.asked(own)
    }

    /// As [`Reading::question`], of what takes no parameter and is answered in one form, whatever the caller accepts.
    ///
    /// # Errors
    /// Names the first parameter.
    pub fn bare_question(&self) -> Result<(), ApiError> {
        self.asked(&[])?.unfiltered()
    }

    fn asked(&self, own: &[&str]) -> Result<Asked, ApiError> {
        let asked = Asked::parse(&self.query, own, &self.desk.years())?;
        Ok(asked.within(&[&*self.freshness, &self.path].concat()))
    }

    /// Of what is read from no data.
    pub fn meta(&self) -> views::Meta {
        let catalog = self.desk.cube().catalog();
        let (data_version, last_import) = (catalog.data_version, catalog.last_import.clone());
        views::Meta { data_version, last_import, ..views::Meta::default() }
    }

    /// Whether the caller wants to be told of events as they come.
    pub fn takes_events(&self) -> bool {
        let mut told = self.headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        told.any(|value| value.to_ascii_lowercase().contains("text/event-stream"))
    }

    /// Answers with what `find` finds, unless the caller has it already; or with a file, where one is asked for.
    ///
    /// # Errors
    /// What is wrong with the question; what `find` tells.
    pub async fn answer(
        self,
        own: &[&str],
        find: impl AsyncFnOnce(&Desk, &Asked) -> Result<Answer, ApiError>,
    ) -> Result<Response, ApiError> {
        let asked = self.asked(&[own, &files::OWN[..]].concat())?;
        if let Some(format) = self.format(&asked)? {
            return self.file(&asked.whole(), format, find).await;
        }
        let tag = self.tag(&asked);
        let body = if self.holds(&tag) { None } else { Some(find(&self.desk, &asked).await?) };
        let mut response = match body {
            None => StatusCode::NOT_MODIFIED.into_response(),
            Some(answer) => answer.into_response(),
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, OWN);
        if let Ok(tag) = HeaderValue::try_from(tag) {
            headers.insert(header::ETAG, tag);
        }
        Ok(response)
    }

    /// Whether the caller has the answer of this tag: compared weakly (RFC 9110, §13.1.2). `*` is not taken for a question
    /// that was answered before: it may be wrong.
    fn holds(&self, tag: &str) -> bool {
        tags(&self.headers, header::IF_NONE_MATCH).any(|told| told == tag.trim_start_matches("W/"))
    }

    fn tag(&self, asked: &Asked) -> String {
        tag(&self.freshness, &self.path, &asked.canonical())
    }
}

/// The tags of a header, without the mark of weak ones.
pub fn tags(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = String> {
    let told = headers.get_all(name).iter().filter_map(|told| told.to_str().ok());
    let told = told.flat_map(|told| told.split(','));
    told.map(|tag| tag.trim().trim_start_matches("W/").to_owned())
}

/// The tag of an answer. Weak: the bytes differ by coding.
pub fn tag(freshness: &str, path: &str, question: &str) -> String {
    let parts = [FORM, freshness, path, question].join("\0");
    format!("W/\"{}\"", HEXLOWER.encode(&Sha256::digest(parts)[..12]))
}
