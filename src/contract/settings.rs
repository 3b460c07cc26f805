//! What administrators set of an organization, as forms hold it. Fields bear the names of the settings file's keys.

use serde::{Deserialize, Serialize};

use super::Problem;
use crate::domain::NamedPeriod;

/// What one form of `/administracion/ajustes` sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingsPart {
    General,
    Measures,
    Areas,
    /// A named period.
    Period,
}

impl SettingsPart {
    /// Those with a form on the page itself.
    pub const ON_PAGE: [Self; 3] = [Self::General, Self::Measures, Self::Areas];

    /// The word in addresses and forms, and the id of the part on its page.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Measures => "medidas",
            Self::Areas => "areas",
            Self::Period => "periodos",
        }
    }

    /// The part of a form on the page.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ON_PAGE.into_iter().find(|part| part.code() == code)
    }
}

/// Keys that are percents, in the order of the form; those after `bands.regular` are limits of lists.
pub const PERCENTS: [&str; 10] = [
    "target",
    "bands.excelente",
    "bands.bueno",
    "bands.regular",
    "opportunity",
    "indicators.critical_below",
    "indicators.fall",
    "indicators.rise",
    "indicators.success_at_least",
    "indicators.perfect",
];

/// A form of settings: what stands in it, and what became of it when it was sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SettingsForm {
    /// Tells what is stored now from anything else; it comes back with the form.
    pub version: String,
    pub fields: Vec<SettingsField>,
    pub state: FormState,
}

/// A field of a form of settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsField {
    pub name: String,
    /// As typed, else as stored.
    pub value: String,
    pub stored: String,
    /// What is wrong with it.
    pub fault: Option<Problem>,
}

/// What became of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormState {
    /// Not sent.
    #[default]
    Stored,
    /// Something in it is wrong; nothing was changed.
    Faulty,
    /// Somebody else has changed what it holds since it was opened; nothing was changed.
    Conflict,
    /// It could not be saved, for a reason that lies elsewhere: its code.
    Failed(String),
}

impl SettingsForm {
    /// The field of this name; an empty one when there is none.
    #[must_use]
    pub fn field(&self, name: &str) -> SettingsField {
        let found = self.fields.iter().find(|field| field.name == name).cloned();
        found.unwrap_or_else(|| SettingsField { name: name.to_owned(), ..SettingsField::default() })
    }
}

/// `/administracion/ajustes`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingsPage {
    pub general: SettingsForm,
    pub measures: SettingsForm,
    pub areas: AreasForm,
    pub kinds: Vec<KindRow>,
    /// The newest first.
    pub periods: Vec<NamedPeriod>,
    /// `YYYY-MM-DD` in the organization's zone.
    pub today: String,
}

/// The areas, and which of them are watched most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreasForm {
    pub version: String,
    /// By name.
    pub areas: Vec<AreaRow>,
    pub state: FormState,
}

/// An area of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaRow {
    pub slug: String,
    pub name: String,
    /// As ticked, else as stored.
    pub critical: bool,
    pub stored: bool,
}

/// A kind of supervision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindRow {
    pub code: String,
    pub visits: u32,
    /// Shown when a page's filter names none.
    pub first: bool,
}

/// `/administracion/ajustes/periodo` and `/administracion/ajustes/periodo/{code}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeriodPage {
    /// As stored; none: a new one, or one that is no longer there.
    pub period: Option<NamedPeriod>,
    pub form: SettingsForm,
    /// Series that other periods are of.
    pub series: Vec<String>,
}

/// A form that came and was not taken over: it is drawn again with what was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsDraft {
    pub part: SettingsPart,
    pub fields: Vec<(String, String)>,
    /// What is wrong with which field.
    pub faults: Vec<(String, Problem)>,
    pub state: FormState,
}

/// A percent as people write it, in hundredths: `90`, `87.5`, `87,5 %`. None when it is none of 0 to 100 with at most two
/// decimals.
#[must_use]
pub fn read_percent(text: &str) -> Option<u16> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole, 3) || !digits(decimals, 2) {
        return None;
    }
    let tenth = if decimals.len() == 1 { 10 } else { 1 };
    let value = whole.parse::<u32>().ok()? * 100 + decimals.parse::<u32>().ok()? * tenth;
    u16::try_from(value).ok().filter(|value| *value <= 10_000)
}

/// Hundredths of a percent as [`read_percent`] reads them, as short as can be.
#[must_use]
pub fn write_percent(hundredths: u16) -> String {
    let (whole, rest) = ((hundredths / 100).to_string(), hundredths % 100);
    match (rest, rest % 10) {
        (0, _) => whole,
        (_, 0) => [&whole, ".", &(rest / 10).to_string()].concat(),
        _ => [whole.as_str(), if rest < 10 { ".0" } else { "." }, &rest.to_string()].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_read_as_they_are_written() {
        for value in 0..=10_000 {
            assert_eq!(read_percent(&write_percent(value)), Some(value));
        }
        let read = ["90", " 87,5 % ", "79.99", "0.05", "100", "100.00"].map(read_percent);
        assert_eq!(read.map(Option::unwrap_or_default), [9_000, 8_750, 7_999, 5, 10_000, 10_000]);
        for wrong in ["", "%", "100.01", "101", "80.005", "-1", "+1", "9e1", ".5", "5.", "noventa", "1 0", "99999999"] {
            assert_eq!(read_percent(wrong), None, "{wrong}");
        }
        assert_eq!([9_000, 8_750, 7_999, 5].map(write_percent), ["90", "87.5", "79.99", "0.05"]);
    }
}
