//! Reading operations as files: which one a caller asks for, by `format` or by `Accept`, and how it goes out.

use std::cmp::Ordering;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{
    ApiError, Desk,
    asked::{Asked, wrong},
    reading::{Answer, Reading},
};
use crate::{
    domain::{Day, filter::FilterReason},
    server::services::exports::{self, Chart, Format, Paper, Part, View},
};

/// What every operation that makes files takes: which one; a byte order mark; of several tables which; the size of the paper; of
/// several charts which.
pub const OWN: [&str; 5] = ["format", "bom", "table", "paper", "chart"];
/// What an answer has not; and of it what paper and pictures have not.
const OF_FILES: [&str; 5] = ["bom", "table", "detail", "paper", "chart"];

/// What other programs can have by naming it in `Accept`.
const NAMED: [(&str, Format); 5] = [
    ("text/csv", Format::Csv { mark: false }),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Format::Xlsx),
    ("application/geo+json", Format::GeoJson),
    ("application/pdf", Format::Pdf(Paper::A4)),
    ("image/png", Format::Png(None)),
];

/// Whether a request takes data away as a file: what counts as heavy.
#[must_use]
pub fn asked_for(query: &str, headers: &HeaderMap) -> bool {
    let named = form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "format" && !value.is_empty());
    named || accepted(headers).is_some()
}

/// Whether the caller takes JSON (RFC 9110, §12.5.1); one who says nothing takes anything.
pub fn takes_json(headers: &HeaderMap) -> bool {
    weight(headers, "application/json") > 0.0
}

/// The file that `Accept` names, where the caller would rather have it than JSON.
fn accepted(headers: &HeaderMap) -> Option<Format> {
    let json = weight(headers, "application/json");
    // What only a range takes is no wish for a file.
    let named = NAMED.iter().filter(|(name, _)| ranges(headers).any(|(range, _)| range == *name));
    let weighed = named.map(|(name, format)| (weight(headers, name), *format)).filter(|(weight, _)| *weight > 0.0);
    let (best, format) = weighed.reduce(|a, b| if b.0.total_cmp(&a.0) == Ordering::Greater { b } else { a })?;
    (best > json || (best == json && !ranges(headers).any(|(range, _)| range == "application/json"))).then_some(format)
}

/// Media ranges of `Accept` with their weights.
fn ranges(headers: &HeaderMap) -> impl Iterator<Item = (String, f32)> {
    let told = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    told.flat_map(|value| value.split(',')).map(|range| {
        let range = range.to_ascii_lowercase();
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_owned();
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.trim().parse().ok()).unwrap_or(1.0);
        (name, weight)
    })
}

/// How gladly a media type is taken: by the closest range that takes it.
fn weight(headers: &HeaderMap, media: &str) -> f32 {
    if !headers.contains_key(header::ACCEPT) {
        return 1.0;
    }
    let kind = media.split('/').next().unwrap_or_default();
    let closeness = |range: &str| match range {
        range if range == media => 3,
        "*/*" | "" => 1,
        range => i32::from(range.strip_suffix("/*") == Some(kind)) * 2,
    };
    let taken = ranges(headers).map(|(range, weight)| (closeness(&range), weight)).filter(|(close, _)| *close > 0);
    taken.reduce(|a, b| if b.0 > a.0 { b } else { a }).map_or(0.0, |(_, weight)| weight)
}

impl Reading {
    /// The file that is asked for; none: an answer.
    ///
    /// # Errors
    /// When there is no such format of this operation, or the caller takes nothing that there is.
    pub(super) fn format(&self, asked: &Asked) -> Result<Option<Format>, ApiError> {
        let mark = match asked.text("bom") {
            None | Some("0") => false,
            Some("1") => true,
            Some(_) => return Err(wrong("bom", FilterReason::UnknownValue)),
        };
        let view = self.view(asked)?;
        let there = |format: Format| match &view {
            Some(view) => view.comes_as(format),
            None => matches!(format, Format::Json),
        };
        let format = match asked.text("format") {
            Some(word) => {
                let named = Format::named(word).filter(|format| there(*format));
                named.ok_or_else(|| wrong("format", FilterReason::UnknownValue))?
            }
            None => match accepted(&self.headers).filter(|format| there(*format)) {
                Some(format) => format,
                None if takes_json(&self.headers) => {
                    none_of(asked, &OF_FILES)?;
                    return Ok(None);
                }
                None => return Err(ApiError::not_acceptable()),
            },
        };
        none_of(asked, others(format))?;
        let unknown = |name| wrong(name, FilterReason::UnknownValue);
        Ok(Some(match format {
            Format::Csv { .. } => Format::Csv { mark },
            Format::Pdf(_) => Format::Pdf(asked.word("paper", Paper::named)?),
            Format::Png(_) => {
                let chart = asked.text("chart");
                Format::Png(chart.map(|word| Chart::named(word).ok_or_else(|| unknown("chart"))).transpose()?)
            }
            other => other,
        }))
    }

    fn view(&self, asked: &Asked) -> Result<Option<View>, ApiError> {
        Ok(View::of(&self.operation, self.named.as_deref(), |name| asked.text(name))?)
    }

    /// The operation as a file: a table of it, or what `find` finds.
    ///
    /// # Errors
    /// What is wrong with the question; what `find` tells; when it cannot be recorded.
    pub(super) async fn file(
        self,
        asked: &Asked,
        format: Format,
        find: impl AsyncFnOnce(&Desk, &Asked) -> Result<Answer, ApiError>,
    ) -> Result<Response, ApiError> {
        let view = self.view(asked)?;
        let name = match &view {
            Some(view) => view.name(),
            None => self.operation.replace("{id}", self.named.as_deref().unwrap_or_default()),
        };
        let body = match (&view, format) {
            (Some(view), Format::Csv { .. } | Format::Xlsx | Format::Pdf(_) | Format::Png(_)) => {
                match view {
                    View::Branch(_) => asked.alone("sucursal", &asked.filter.branches)?,
                    View::Group(_) => asked.alone("grupo", &asked.filter.groups)?,
                    _ => {}
                }
                let question = exports::Asked {
                    view,
                    filter: &asked.filter,
                    part: part(view, asked)?,
                    lang: self.lang,
                    table: asked.text("table"),
                    parameters: &asked.parameters(),
                };
                Body::from_stream(self.desk.export(&question, format).await.map_err(named_here)?)
            }
            _ => {
                let found = find(&self.desk, asked).await?;
                let (filter, beside) = (asked.filter.to_query(), asked.parameters());
                self.desk.taken_away(&name, [&filter, &beside], format, found.rows()).await?;
                match format {
                    Format::GeoJson => Body::from(found.bare()),
                    _ => found.into_response().into_body(),
                }
            }
        };
        let mut response = body.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let name = self.desk.file_name(&name, &asked.filter, format);
        if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
        Ok(response)
    }
}

/// What says something of other files alone.
const fn others(format: Format) -> &'static [&'static str] {
    match format {
        Format::Json | Format::GeoJson => &OF_FILES,
        Format::Csv { .. } => &["paper", "chart"],
        Format::Xlsx => &["bom", "paper", "chart"],
        Format::Pdf(_) => &["bom", "table", "chart"],
        Format::Png(_) => &["bom", "table", "detail", "paper"],
    }
}

/// What would not be honoured stands beside no answer.
fn none_of(asked: &Asked, names: &[&str]) -> Result<(), ApiError> {
    let told = names.iter().find(|name| asked.text(name).is_some());
    told.map_or(Ok(()), |name| Err(wrong(name, FilterReason::Contradiction)))
}

fn part(view: &View, asked: &Asked) -> Result<Part, ApiError> {
    if let View::Supervisions { .. } = view {
        return Ok(Part { page: (1, asked.limit()?), after: after(asked)? });
    }
    Ok(Part { page: asked.page()?, after: None })
}

/// The cursor of supervisions: day and number of the last one.
///
/// # Errors
/// When no answer gave it.
pub fn after(asked: &Asked) -> Result<Option<(Day, u32)>, ApiError> {
    let Some([day, id]) = asked.cursor::<2>()? else { return Ok(None) };
    let place = i32::try_from(day).ok().map(Day::from_number).zip(u32::try_from(id).ok());
    place.map(Some).ok_or_else(ApiError::cursor)
}

/// By the names that parameters have here.
fn named_here(error: crate::server::error::ServerError) -> ApiError {
    match error {
        crate::server::error::ServerError::Filter(error) => super::history::named_here(error).into(),
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_asked_for_by_name() {
        let of = |accept: &str| {
            let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
            (takes_json(&headers), accepted(&headers).map(Format::code))
        };
        assert_eq!((takes_json(&HeaderMap::new()), accepted(&HeaderMap::new())), (true, None));
        for (accept, told) in [
            ("*/*", (true, None)),
            ("", (true, None)),
            ("text/html", (false, None)),
            ("text/html,application/xhtml+xml,*/*;q=0.8", (true, None)),
            ("application/json;q=0, */*", (false, None)),
            ("Text/CSV", (false, Some("csv"))),
            ("text/csv, */*", (true, Some("csv"))),
            ("text/csv, */*;q=0.1", (true, Some("csv"))),
            ("text/csv;q=0.5, application/json", (true, None)),
            ("text/csv, application/json", (true, None)),
            ("text/csv;q=0", (false, None)),
            ("text/*", (false, None)),
            ("application/pdf", (false, Some("pdf"))),
            ("image/png, application/pdf;q=0.9", (false, Some("png"))),
            ("image/avif,image/webp,image/*,*/*;q=0.8", (true, None)),
            ("application/geo+json", (false, Some("geojson"))),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (false, Some("xlsx"))),
        ] {
            assert_eq!(of(accept), told, "{accept}");
        }
    }

    #[test]
    fn what_is_heavy_is_seen_through_its_coding() {
        let none = HeaderMap::new();
        assert!(asked_for("year=2025&format=csv", &none) && asked_for("form%61t=csv", &none));
        assert!(!asked_for("year=2025&format=", &none) && !asked_for("estado=format", &none));
    }
}
