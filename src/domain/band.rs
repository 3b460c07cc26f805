//! A *band* is one of four named ranges of a score: Excelente, Bueno, Regular, Crítico.

use serde::{Deserialize, Serialize};

/// The four bands, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Band {
    Excelente,
    Bueno,
    Regular,
    Critico,
}

impl Band {
    /// All bands, best first.
    pub const ALL: [Self; 4] = [Self::Excelente, Self::Bueno, Self::Regular, Self::Critico];

    /// The word used in URLs and JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Excelente => "excelente",
            Self::Bueno => "bueno",
            Self::Regular => "regular",
            Self::Critico => "critico",
        }
    }

    /// The band with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.code() == code)
    }

    /// The band that a person wrote: in any case, with or without its accent.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::from_code(&super::text::code_word(word))
    }
}

/// Lowest score of each of the upper three bands, in hundredths; what is below `regular` is critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandLimits {
    pub excelente: u16,
    pub bueno: u16,
    pub regular: u16,
}

impl Default for BandLimits {
    fn default() -> Self {
        Self { excelente: 9_000, bueno: 8_000, regular: 7_000 }
    }
}

impl BandLimits {
    /// The band of an exact mean given as a sum of hundredths over a count (no rounding first).
    ///
    /// `n` must not be zero.
    #[must_use]
    pub fn band_of(&self, sum_hundredths: i64, n: u32) -> Band {
        let at_least = |limit: u16| sum_hundredths >= i64::from(limit) * i64::from(n);
        if at_least(self.excelente) {
            Band::Excelente
        } else if at_least(self.bueno) {
            Band::Bueno
        } else if at_least(self.regular) {
            Band::Regular
        } else {
            Band::Critico
        }
    }
}
