//! What programs may ask.

use std::ops::RangeInclusive;

use anyhow::bail;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// `FALCON_API_FIRST_YEAR`, default 2020, to `FALCON_API_LAST_YEAR`, default 2030: what `year` and `month` may name.
    pub years: RangeInclusive<i16>,
}

impl Default for Api {
    fn default() -> Self {
        Self { years: 2020..=2030 }
    }
}

impl Api {
    /// # Errors
    /// Names the variable that does not make sense.
    pub(super) fn read(source: &super::Source) -> anyhow::Result<Self> {
        let year = |name| Ok::<_, anyhow::Error>(i16::try_from(source.number(name, 1970..=2149)?)?);
        let (first, last) = (year("FALCON_API_FIRST_YEAR")?, year("FALCON_API_LAST_YEAR")?);
        if last < first {
            bail!("FALCON_API_LAST_YEAR={last} comes before FALCON_API_FIRST_YEAR={first}");
        }
        Ok(Self { years: first..=last })
    }
}
