//! A *day* is a branch's local calendar date (rule 8), counted from 1970-01-01.

use core::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Days since 1970-01-01 in the proleptic Gregorian calendar. Serialized as `"2025-08-12"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(value_type = String, format = Date, examples("2025-08-12")))]
#[serde(try_from = "String", into = "String")]
pub struct Day(i32);

impl Day {
    /// First day a cube can hold.
    pub const MIN: Self = Self(0);
    /// Last day a cube can hold: 2149-06-06, the reach of sixteen bits.
    pub const MAX: Self = Self(65_535);

    /// The day with this number.
    #[must_use]
    pub const fn from_number(days_since_1970: i32) -> Self {
        Self(days_since_1970)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of a civil date; `None` when there is no such date.
    ///
    /// Counted by hand, here and in [`Self::ymd`]: a calendar library's errors alone would weigh tens of kilobytes in
    /// the page's WASM.
    #[must_use]
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + i8::from(leap),
            _ => return None,
        };
        ((1..=length).contains(&day) && (-9_999..=9_999).contains(&year)).then(|| Self::counted(year, month, day))
    }

    /// Years begin in March, so that the leap day is a year's last; 400 years are one era of equal length.
    fn counted(year: i16, month: i8, day: i8) -> Self {
        let (month, day) = (i32::from(month), i32::from(day));
        let year = i32::from(year) - i32::from(month <= 2);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let of_era = year.rem_euclid(400) * 365 + year.rem_euclid(400) / 4 - year.rem_euclid(400) / 100 + of_year;
        Self(year.div_euclid(400) * 146_097 + of_era - 719_468)
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten();
        Self::from_ymd(
            number(&text[0..4])?,
            i8::try_from(number(&text[5..7])?).ok()?,
            i8::try_from(number(&text[8..10])?).ok()?,
        )
    }

    /// Year, month and day; days beyond the years −9999 to 9999 give the nearest of them.
    #[must_use]
    pub const fn ymd(self) -> (i16, i8, i8) {
        let number = if self.0 < -4_371_587 {
            -4_371_587
        } else if self.0 > 2_932_896 {
            2_932_896
        } else {
            self.0
        } + 719_468;
        let of_era = number.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march + 2) / 5 + 1;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = year + number.div_euclid(146_097) * 400 + if month <= 2 { 1 } else { 0 };
        (year as i16, month as i8, day as i8)
    }

    /// The civil date.
    #[must_use]
    pub fn date(self) -> Date {
        let (year, month, day) = self.ymd();
        Date::constant(year, month, day)
    }

    /// Year and month, e.g. `(2025, 8)`.
    #[must_use]
    pub const fn year_month(self) -> (i16, i8) {
        let (year, month, _) = self.ymd();
        (year, month)
    }

    /// The day this many days later (or earlier, when negative).
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self::counted(date.year(), date.month(), date.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a day is written YYYY-MM-DD")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_library_counts() {
        let epoch = jiff::civil::date(1970, 1, 1);
        for number in (-4_371_587..=2_932_896).step_by(97).chain(-800_000..-700_000).chain(0..=70_000) {
            let date = epoch.checked_add(jiff::Span::new().days(number)).unwrap();
            let day = Day::from_number(number);
            assert_eq!(day.ymd(), (date.year(), date.month(), date.day()), "{number}");
            assert_eq!(Day::from(date), day);
            assert_eq!(Day::from_ymd(date.year(), date.month(), date.day()), Some(day));
        }
    }

    #[test]
    fn there_is_no_such_date() {
        for (year, month, day) in
            [(2025, 2, 29), (1900, 2, 29), (2024, 13, 1), (2024, 0, 1), (2024, 4, 31), (2024, 1, 0)]
        {
            assert_eq!(Day::from_ymd(year, month, day), None);
        }
        assert!(Day::from_ymd(2000, 2, 29).is_some());
    }
}
