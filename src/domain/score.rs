//! A *score* is a share of perfection in percent, kept as an integer number of hundredths (rule 1).

use serde::{Deserialize, Serialize};

/// Hundredths of a percent, 0 ..= 10 000. `8750` is shown as `87.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Score(u16);

impl Score {
    /// A perfect visit.
    pub const MAX: Self = Self(10_000);
    /// Zero is a score, not an absence.
    pub const ZERO: Self = Self(0);

    /// A score from its hundredths; `None` above 10 000.
    #[must_use]
    pub const fn from_hundredths(hundredths: u16) -> Option<Self> {
        if hundredths <= 10_000 { Some(Self(hundredths)) } else { None }
    }

    /// The score in hundredths of a percent.
    #[must_use]
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// The score in percent, for display and JSON.
    #[must_use]
    pub fn percent(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl From<Score> for u16 {
    fn from(score: Score) -> Self {
        score.0
    }
}

impl TryFrom<u16> for Score {
    type Error = &'static str;

    fn try_from(hundredths: u16) -> Result<Self, Self::Error> {
        Self::from_hundredths(hundredths).ok_or("a score is at most 10000 hundredths")
    }
}
