//! What the values of a column look like.

use crate::{
    domain::text::fold,
    server::import::{
        date::{DateFormat, DateReader},
        value::Decimal,
    },
};

fn number(text: &str) -> Option<Decimal> {
    Decimal::parse(text, false).or_else(|| Decimal::parse(text, true))
}

pub(super) fn mostly(values: &[&str], fits: impl Fn(&str) -> bool) -> bool {
    !values.is_empty() && values.iter().filter(|text| fits(text)).count() * 10 >= values.len() * 6
}

pub(super) fn numbers(values: &[&str]) -> bool {
    values.is_empty() || mostly(values, |text| number(text).is_some())
}

/// Digits alone: what numbers branches, and names none.
pub(super) fn numerals(values: &[&str]) -> bool {
    mostly(values, |text| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether more of the numbers are written with a decimal comma than with a point.
pub(super) fn decimal_comma(values: &[&str]) -> bool {
    let only = |comma: bool| {
        let reads = |text: &&&str| Decimal::parse(text, comma).is_some() && Decimal::parse(text, !comma).is_none();
        values.iter().filter(reads).count()
    };
    only(true) > only(false)
}

/// The formats that read most of the values, in the order in which they should be tried.
pub(super) fn formats(values: &[&str]) -> Option<Vec<String>> {
    const KNOWN: [&str; 12] = [
        "iso",
        "%Y%m%d",
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d/%m/%Y %H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%m/%d/%Y %H:%M",
        "%d-%m-%Y",
        "%d %b %Y",
        "%d/%m/%y",
        "serial",
        "%d.%m.%Y",
    ];
    let reads = |format: &str, text: &str| {
        DateFormat::from_profile(format).is_some_and(|format| {
            DateReader { formats: vec![format], written_in: None }.read(text, &jiff::tz::TimeZone::UTC).is_some()
        })
    };
    let share = |format: &str| values.iter().filter(|text| reads(format, text)).count();
    let best = KNOWN
        .iter()
        .copied()
        .max_by_key(|format| (share(format), std::cmp::Reverse(KNOWN.iter().position(|k| k == format))))?;
    if values.is_empty() || share(best) * 10 < values.len() * 6 {
        return None;
    }
    let mut formats = vec![best.to_owned()];
    let rest = |text: &&&str| !reads(best, text);
    for format in KNOWN.iter().filter(|format| **format != best) {
        let left: Vec<&str> = values.iter().filter(rest).copied().collect();
        if !left.is_empty() && left.iter().any(|text| reads(format, text)) && formats.len() < 3 {
            formats.push((*format).to_owned());
        }
    }
    Some(formats)
}

/// 1, 5, 10 or 100: the smallest that holds all values.
pub(super) fn likely_max(values: &[&str]) -> f64 {
    let numbers: Vec<Decimal> = values.iter().filter_map(|text| number(text)).collect();
    for max in [1, 5, 10] {
        if !numbers.is_empty() && numbers.iter().all(|number| !number.exceeds(Decimal::whole(max))) {
            #[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
            return max as f64;
        }
    }
    100.0
}

/// Words that say "not scored" wherever they stand, folded.
const NOT_SCORED: [&str; 14] = [
    "-",
    "--",
    "n/a",
    "na",
    "n.a.",
    "n/d",
    "nd",
    "s/c",
    "s/d",
    "null",
    "none",
    "no aplica",
    "not applicable",
    "sin calificacion",
];

/// Words among the scores that stand for "not scored": known ones, and those that come again. What stands there once is
/// more likely a slip, and is rejected with its line instead of being skipped in silence.
pub(super) fn null_tokens(values: &[&str]) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for text in values {
        let word = || number(text).is_none() && text.len() <= 40;
        let meant =
            || NOT_SCORED.contains(&fold(text).as_str()) || values.iter().filter(|other| other == &text).count() > 1;
        if tokens.len() < 10 && !tokens.iter().any(|known| known == text) && word() && meant() {
            tokens.push((*text).to_owned());
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_stands_once_among_scores_is_a_slip_unless_it_is_known() {
        assert_eq!(null_tokens(&["90", "abc", "N/A", "85.5"]), ["N/A"]);
        assert_eq!(null_tokens(&["90", "Exento", "80", "Exento", "Sin calificación"]), ["Exento", "Sin calificación"]);
        assert!(null_tokens(&["90", "80"]).is_empty());
    }
}
