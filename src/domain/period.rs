//! A *period* is a stretch of days: all, a year, a quarter, a month, any range, or a named one with dates per territory (rule 9).

use serde::{Deserialize, Serialize};

use super::{Day, Territory};

/// Calendar quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub enum Quarter {
    Q1 = 1,
    Q2,
    Q3,
    Q4,
}

/// What a filter asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Period {
    /// The whole history.
    #[default]
    All,
    Year(i16),
    Quarter(i16, Quarter),
    /// Year and month 1 ..= 12.
    Month(i16, i8),
    /// First and last day, both included.
    Range(Day, Day),
    /// Code of a [`NamedPeriod`], e.g. `2025-T1`.
    Named(String),
}

/// Dates of a named period for one territory, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PeriodDates {
    /// `None`: the dates hold for branches of every territory that has none of its own.
    pub territory: Option<Territory>,
    pub from: Day,
    pub to: Day,
}

/// A period the organization has named: T1…T4, S1, S2, a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NamedPeriod {
    /// Unique within the organization, e.g. `2025-T1`.
    pub code: String,
    /// As shown, e.g. `T1 2025`.
    pub name: String,
    /// Periods of one series follow each other (`T`, `S`): the previous of T2 is T1 (rule 7).
    pub series: String,
    /// At most one entry per territory (and one for `None`).
    pub dates: Vec<PeriodDates>,
}

impl Quarter {
    pub const ALL: [Self; 4] = [Self::Q1, Self::Q2, Self::Q3, Self::Q4];

    /// `Q1` … `Q4`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Q1 => "Q1",
            Self::Q2 => "Q2",
            Self::Q3 => "Q3",
            Self::Q4 => "Q4",
        }
    }

    /// Reads `Q1` … `Q4` in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quarter| quarter.code().eq_ignore_ascii_case(code))
    }

    /// The quarter of a month 1 ..= 12.
    #[must_use]
    pub const fn of_month(month: i8) -> Self {
        match month {
            ..=3 => Self::Q1,
            4..=6 => Self::Q2,
            7..=9 => Self::Q3,
            _ => Self::Q4,
        }
    }

    /// Its first month, 1, 4, 7 or 10.
    #[must_use]
    pub const fn first_month(self) -> i8 {
        self as i8 * 3 - 2
    }
}

/// First and last day of `months` months from this one on; `None` outside the calendar.
fn months_from(year: i16, month: i8, months: i8) -> Option<(Day, Day)> {
    let first = Day::from_ymd(year, month, 1)?;
    let (year, next) = if month + months > 12 { (year + 1, month + months - 12) } else { (year, month + months) };
    Some((first, Day::from_ymd(year, next, 1)?.plus(-1)))
}

impl Period {
    /// First and last day of a period that is the same for every branch; `None` for all of history and named periods.
    #[must_use]
    pub fn days(&self) -> Option<(Day, Day)> {
        match *self {
            Self::All | Self::Named(_) => None,
            Self::Year(year) => months_from(year, 1, 12),
            Self::Quarter(year, quarter) => months_from(year, quarter.first_month(), 3),
            Self::Month(year, month) => months_from(year, month, 1),
            Self::Range(from, to) => Some((from, to)),
        }
    }

    /// The period that a delta compares with (rule 7): the year, quarter or month before, as many days ending the day before,
    /// or the period before in the same series. `None` where there is none.
    #[must_use]
    pub fn previous(&self, named: &[NamedPeriod]) -> Option<Self> {
        let known = |year: i16| year >= 1970;
        match self {
            Self::All => None,
            Self::Year(year) => known(year - 1).then_some(Self::Year(year - 1)),
            Self::Quarter(year, Quarter::Q1) => known(year - 1).then_some(Self::Quarter(year - 1, Quarter::Q4)),
            Self::Quarter(year, quarter) => Some(Self::Quarter(*year, Quarter::ALL[*quarter as usize - 2])),
            Self::Month(year, 1) => known(year - 1).then_some(Self::Month(year - 1, 12)),
            Self::Month(year, month) => Some(Self::Month(*year, month - 1)),
            Self::Range(from, to) => {
                let length = to.number() - from.number() + 1;
                let first = from.plus(-length);
                (first >= Day::MIN).then(|| Self::Range(first, from.plus(-1)))
            }
            Self::Named(code) => {
                let this = named.iter().find(|period| period.code == *code)?;
                let key = |period: &NamedPeriod| (period.first_day(), period.code.clone());
                let this_key = key(this);
                named
                    .iter()
                    .filter(|period| {
                        period.series == this.series && period.first_day().is_some() && key(period) < this_key
                    })
                    .max_by_key(|period| key(period))
                    .map(|period| Self::Named(period.code.clone()))
            }
        }
    }
}

impl NamedPeriod {
    /// First and last day for branches of this territory: its own dates, else those of no territory, else the period is not theirs.
    #[must_use]
    pub fn days_for(&self, territory: Option<Territory>) -> Option<(Day, Day)> {
        let dates = |wanted| self.dates.iter().find(|dates| dates.territory == wanted);
        dates(territory).or_else(|| dates(None)).map(|dates| (dates.from, dates.to))
    }

    /// Puts the dates in order of territory, those of every other territory first.
    pub fn sort_dates(&mut self) {
        self.dates.sort_by_key(|dates| dates.territory.map_or("", Territory::code));
    }

    /// The earliest day of any territory.
    #[must_use]
    pub fn first_day(&self) -> Option<Day> {
        self.dates.iter().map(|dates| dates.from).min()
    }
}
