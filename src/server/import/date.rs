//! Dates as files write them, turned into the branch's local day (rule 8).

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time, date},
    fmt::strtime::BrokenDownTime,
    tz::TimeZone,
};

use crate::domain::{Day, month, text::fold};

/// One way to write a date, from a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateFormat {
    /// `2025-08-12`, with `T10:20`, seconds, fractions, `Z` or `-06:00` if given.
    Iso,
    /// Days since 1899-12-30, as spreadsheets count.
    Serial,
    /// A strftime pattern such as `%d/%m/%Y`.
    Pattern(String),
}

impl DateFormat {
    /// Reads the word of a profile.
    #[must_use]
    pub fn from_profile(text: &str) -> Option<Self> {
        match text {
            "iso" => Some(Self::Iso),
            "serial" => Some(Self::Serial),
            pattern if pattern.contains('%') => Some(Self::Pattern(pattern.to_owned())),
            _ => None,
        }
    }

    fn read(&self, text: &str) -> Option<Moment> {
        match self {
            Self::Iso => iso(text),
            Self::Serial => serial(text),
            Self::Pattern(pattern) if pattern == "%Y%m%d" => compact(text),
            Self::Pattern(pattern) => by_pattern(pattern, text),
        }
    }
}

/// What the text says, before time zones are considered.
enum Moment {
    Day(Date),
    /// A wall clock whose zone the text does not tell.
    Local(DateTime),
    Instant(Timestamp),
}

/// A day of a branch and, when told, its minute and second of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    pub day: Day,
    /// Second of the day, 0 ..= 86 399.
    pub second: Option<u32>,
}

/// Reads dates by the formats of a profile, in their order.
#[derive(Clone, Debug)]
pub struct DateReader {
    pub formats: Vec<DateFormat>,
    /// Zone of wall clocks; `None` when they are the branch's own.
    pub written_in: Option<TimeZone>,
}

impl DateReader {
    /// The branch's local day; `None` when no format fits or the day is outside 1970 … 2149.
    #[must_use]
    pub fn read(&self, text: &str, branch_zone: &TimeZone) -> Option<Visit> {
        let moment = self.formats.iter().find_map(|format| format.read(text))?;
        let local = match (moment, &self.written_in) {
            (Moment::Day(day), _) => return in_range(day, None),
            (Moment::Instant(instant), _) => instant.to_zoned(branch_zone.clone()).datetime(),
            (Moment::Local(wall), Some(zone)) => {
                zone.to_zoned(wall).ok()?.timestamp().to_zoned(branch_zone.clone()).datetime()
            }
            (Moment::Local(wall), None) => wall,
        };
        let time = local.time();
        let second =
            u32::try_from(i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second()));
        in_range(local.date(), second.ok())
    }
}

fn in_range(day: Date, second: Option<u32>) -> Option<Visit> {
    let day = Day::from(day);
    (Day::MIN..=Day::MAX).contains(&day).then_some(Visit { day, second })
}

fn iso(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
        return None;
    }
    if bytes.len() == 10 {
        return text.parse().ok().map(Moment::Day);
    }
    if !matches!(bytes[10], b'T' | b't' | b' ') {
        return None;
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(Moment::Instant(instant));
    }
    text.parse().ok().map(Moment::Local)
}

fn serial(text: &str) -> Option<Moment> {
    let number: f64 = text.parse().ok()?;
    // 25 569 is 1970-01-01, 91 313 is 2149-12-31: small numbers are no dates
    if !(25_569.0..91_314.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    let (days, seconds) = (number.trunc() as i32, (number.fract() * 86_400.0).round() as i32);
    let midnight = date(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()?;
    if seconds == 0 {
        return Some(Moment::Day(midnight));
    }
    midnight.to_datetime(Time::midnight()).checked_add(jiff::Span::new().seconds(seconds)).ok().map(Moment::Local)
}

fn compact(text: &str) -> Option<Moment> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let date = Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()?;
    Some(Moment::Day(date))
}

fn by_pattern(pattern: &str, text: &str) -> Option<Moment> {
    let spanish = pattern.contains("%b") || pattern.contains("%B") || pattern.contains("%p");
    let english = if spanish { in_english(text) } else { text.to_owned() };
    let broken = BrokenDownTime::parse(pattern, &english).ok()?;
    if broken.offset().is_some() {
        return broken.to_timestamp().ok().map(Moment::Instant);
    }
    let day = broken.to_date().ok()?;
    match broken.hour() {
        Some(_) => broken.to_time().ok().map(|time| Moment::Local(day.to_datetime(time))),
        None => Some(Moment::Day(day)),
    }
}

/// Month names and a. m./p. m. as the pattern's own language has them.
fn in_english(text: &str) -> String {
    let mut text = fold(text)
        .replace("a. m.", "am")
        .replace("p. m.", "pm")
        .replace("a.m.", "am")
        .replace("p.m.", "pm")
        .replace("sept.", "sep");
    // A long name starts with the short one.
    for (spanish, english) in month::LONG.into_iter().chain(month::SHORT) {
        if let Some(at) = text.find(spanish) {
            let end = at + spanish.len();
            let end = if text[end..].starts_with('.') { end + 1 } else { end };
            text.replace_range(at..end, english);
            break;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(formats: &[&str], written_in: Option<&str>, text: &str, zone: &str) -> Option<(String, Option<u32>)> {
        let reader = DateReader {
            formats: formats.iter().filter_map(|format| DateFormat::from_profile(format)).collect(),
            written_in: written_in.map(|zone| TimeZone::get(zone).unwrap()),
        };
        reader.read(text, &TimeZone::get(zone).unwrap()).map(|visit| (visit.day.to_string(), visit.second))
    }

    #[test]
    fn a_date_is_the_branch_local_date() {
        let zone = "America/Monterrey";
        assert_eq!(read(&["iso"], None, "2025-01-01T03:00:00Z", zone), Some(("2024-12-31".into(), Some(75_600))));
        assert_eq!(read(&["iso"], Some("UTC"), "2025-01-01 03:00", zone), Some(("2024-12-31".into(), Some(75_600))));
        assert_eq!(read(&["iso"], None, "2025-01-01 03:00", zone), Some(("2025-01-01".into(), Some(10_800))));
        assert_eq!(read(&["iso"], Some("UTC"), "2025-01-01", zone), Some(("2025-01-01".into(), None)));
    }

    #[test]
    fn formats_are_tried_in_order() {
        let zone = "America/Mexico_City";
        assert_eq!(read(&["%d/%m/%Y", "%m/%d/%Y"], None, "03/04/2025", zone).unwrap().0, "2025-04-03");
        assert_eq!(read(&["%d/%m/%Y", "%m/%d/%Y"], None, "03/14/2025", zone).unwrap().0, "2025-03-14");
        assert_eq!(read(&["%Y%m%d"], None, "20140807", zone).unwrap().0, "2014-08-07");
        assert_eq!(read(&["serial"], None, "45421", zone).unwrap().0, "2024-05-09");
        assert_eq!(read(&["serial"], None, "45421.5", zone).unwrap().1, Some(43_200));
        assert_eq!(read(&["%d %b %Y"], None, "12 ago 2025", zone).unwrap().0, "2025-08-12");
        assert_eq!(read(&["%d/%m/%Y %I:%M %p"], None, "12/08/2025 2:30 p. m.", zone).unwrap().1, Some(52_200));
    }

    #[test]
    fn impossible_dates_are_none() {
        for text in ["2025-02-30", "20251301", "45421x", "0", "1900-01-01", "3000-01-01", "", "año"] {
            assert_eq!(read(&["iso", "serial", "%Y%m%d", "%d/%m/%Y"], None, text, "UTC"), None, "{text}");
        }
    }
}
