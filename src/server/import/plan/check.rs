//! What a profile must hold, whatever the file.

use jiff::tz::TimeZone;

use super::PlanError;
use crate::server::import::{
    date::DateFormat,
    profile::{Layout, Profile},
    value::Decimal,
};

/// Checks a profile by itself: what needs no file.
///
/// # Errors
/// A sentence that names the key.
pub fn check(profile: &Profile) -> Result<(), PlanError> {
    if profile.name.trim().is_empty() || profile.name.len() > 60 {
        return Err(PlanError::field("name", "name: 1 to 60 characters"));
    }
    let branch = &profile.branch;
    if branch.code.is_none() && branch.label.is_none() && branch.identity.is_empty() {
        let words = "branch: one of code, label, identity must say which column tells the branch";
        return Err(PlanError::field("code", words));
    }
    for (field, zone) in [("time_zone", &profile.time_zone), ("timestamps_in", &profile.timestamps_in)] {
        if let Some(zone) = zone {
            TimeZone::get(zone)
                .map_err(|_| PlanError::field(field, format!("{field}: {zone} is no IANA time zone")))?;
        }
    }
    if let Some(date) = &profile.date {
        for format in &date.formats {
            DateFormat::from_profile(format).ok_or_else(|| {
                let words = format!("date.formats: {format} is not iso, serial or a pattern such as %d/%m/%Y");
                PlanError::field("date_formats", words)
            })?;
        }
    }
    delimiter(profile)?;
    encoding(profile)?;
    let maxima = profile.score.iter().map(|score| score.max).chain(
        profile
            .areas
            .iter()
            .flat_map(|areas| std::iter::once(areas.max).chain(areas.scales.values().map(|scale| scale.max))),
    );
    for max in maxima.flatten() {
        decimal(max)?;
    }
    if profile.layout == Layout::Branches {
        return Ok(());
    }
    if profile.date.is_none() {
        return Err(PlanError::field("date", "date: which column holds the day of the visit?"));
    }
    let areas = profile.areas.as_ref();
    match profile.layout {
        Layout::Wide if areas.is_none_or(|areas| areas.prefix.is_none() && areas.columns.is_empty()) => {
            Err(PlanError::field("area_prefix", "areas: a wide file needs prefix or columns"))
        }
        Layout::Long if areas.is_none_or(|areas| areas.column.is_none()) => {
            Err(PlanError::field("area", "areas: a long file needs column, the one that names the area"))
        }
        Layout::ScoreOnly if profile.score.as_ref().is_none_or(|s| s.column.is_none() && s.points.is_none()) => {
            Err(PlanError::field("score", "score: which column holds the score?"))
        }
        _ => Ok(()),
    }
}

/// The delimiter that a profile names.
///
/// # Errors
/// When it is no single ASCII character.
pub fn delimiter(profile: &Profile) -> Result<Option<u8>, PlanError> {
    match profile.delimiter.as_deref() {
        None | Some("") => Ok(None),
        Some("tab" | "\t") => Ok(Some(b'\t')),
        Some(text) => match text.as_bytes() {
            [one] if one.is_ascii() && !matches!(one, b'"' | b'\r' | b'\n' | 0) => Ok(Some(*one)),
            _ => {
                let words = format!("delimiter: {text} is not one character, nor the word tab");
                Err(PlanError::field("delimiter", words))
            }
        },
    }
}

/// The encoding that a profile names.
///
/// # Errors
/// When there is no such encoding, or it is not one of single bytes or UTF-8.
pub fn encoding(profile: &Profile) -> Result<Option<&'static encoding_rs::Encoding>, PlanError> {
    match profile.encoding.as_deref() {
        None | Some("auto" | "") => Ok(None),
        Some(label) => encoding_rs::Encoding::for_label(label.as_bytes())
            .filter(|encoding| encoding.is_ascii_compatible())
            .map(Some)
            .ok_or_else(|| PlanError::field("encoding", format!("encoding: {label} is not known"))),
    }
}

pub(super) fn decimal(max: f64) -> Result<Decimal, PlanError> {
    Decimal::parse(&format!("{max}"), false)
        .filter(|decimal| !decimal.is_zero() && !decimal.is_negative())
        .ok_or_else(|| PlanError::field("score_max", format!("max: {max} is not a number above zero")))
}
