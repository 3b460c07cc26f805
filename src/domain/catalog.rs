//! The *catalog* is everything an organization's supervisions refer to: branches, groups, states, areas, kinds, periods, settings.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{BandLimits, Day, NamedPeriod};

/// Class of a branch that decides its visiting cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Territory {
    Local,
    Foranea,
}

impl Territory {
    pub const ALL: [Self; 2] = [Self::Local, Self::Foranea];

    /// The word used in URLs, JSON and the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Foranea => "foranea",
        }
    }

    /// Reads the code, with or without accents and in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let word = super::text::code_word(code);
        Self::ALL.into_iter().find(|territory| territory.code() == word)
    }
}

/// A point on Earth, WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub latitude: f64,
    pub longitude: f64,
}

/// The franchisee or unit that runs branches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Unique within the organization, part of `/grupos/{slug}`.
    pub slug: String,
    pub name: String,
}

/// A state of the country; `code` is the INEGI code (`"19"`) in Mexico, else the source's own code or a slug of the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub code: String,
    pub name: String,
}

/// The group a branch belonged to from a day on, until the next assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// First day of the assignment; [`Day::MIN`] for the first one known.
    pub from: Day,
    /// Index into [`Catalog::groups`]; `None` when the branch ran under no group.
    pub group: Option<u16>,
}

/// One site. Its key is its code, never its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    pub code: String,
    pub name: String,
    pub territory: Option<Territory>,
    /// Index into [`Catalog::states`].
    pub state: Option<u16>,
    pub municipality: Option<String>,
    pub location: Option<Location>,
    /// IANA name; `None` means the organization's.
    pub time_zone: Option<String>,
    pub opened: Option<Day>,
    pub closed: Option<Day>,
    /// In order of `from`; never empty: a branch without a group has one assignment with `group: None`.
    pub assignments: Vec<Assignment>,
}

/// What the organization may set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Hundredths of a percent, 9 000 unless set.
    pub target: u16,
    pub bands: BandLimits,
    /// Below this an area is of opportunity (8 000) …
    pub opportunity: u16,
    /// IANA name.
    pub time_zone: String,
    /// `es` or `en`.
    pub language: String,
    /// Kind meant when a filter names none (rule 4); `None` means the kind with most supervisions.
    pub default_kind: Option<String>,
    /// Which base layer maps use.
    pub base_layer: BaseLayer,
    pub indicators: IndicatorLimits,
}

/// Vector layer under the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BaseLayer {
    MexicoStates,
    UsStates,
    World,
}

/// Limits of the three lists of `/indicadores`, in hundredths (product rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorLimits {
    /// *Tendencias críticas*: average below this …
    pub critical_below: u16,
    /// … or a fall of this many points or more.
    pub fall: u16,
    /// *Casos de éxito*: a rise of this many points or more …
    pub rise: u16,
    /// … and at least this now.
    pub success_at_least: u16,
    /// *Desempeño perfecto*: this or more in every shown period.
    pub perfect: u16,
    /// Fewer rated scores than this never make a list.
    pub min_n: u32,
}

impl Default for IndicatorLimits {
    fn default() -> Self {
        Self { critical_below: 8_000, fall: 500, rise: 500, success_at_least: 8_500, perfect: 9_900, min_n: 3 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            target: 9_000,
            bands: BandLimits::default(),
            opportunity: 8_000,
            time_zone: "America/Mexico_City".into(),
            language: "es".into(),
            default_kind: None,
            base_layer: BaseLayer::MexicoStates,
            indicators: IndicatorLimits::default(),
        }
    }
}

/// All that supervisions refer to, of one organization, at one data version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalog {
    /// Slug of the organization.
    pub organization: String,
    pub organization_name: String,
    /// Demo data are marked on every page.
    pub demo: bool,
    /// Raised by every change of the organization's data.
    pub data_version: i64,
    /// Instant of the last import that changed data, RFC 3339 in UTC.
    pub last_import: Option<String>,
    pub settings: Settings,
    /// Codes of kinds: `operativa`, `seguridad`, …
    pub kinds: Vec<String>,
    /// Names of areas, as shown; at most 65 534.
    pub areas: Vec<String>,
    /// Indices into [`Catalog::areas`] of those that the organization watches most, whatever their score; rising.
    pub critical_areas: Vec<u16>,
    pub groups: Vec<Group>,
    pub states: Vec<State>,
    pub branches: Vec<Branch>,
    /// Names of supervisors.
    pub supervisors: Vec<String>,
    pub periods: Vec<NamedPeriod>,
}

/// One supervision on its way into a cube; indices point into the [`Catalog`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupervisionRow {
    /// Number of the supervision within its organization, from 1; part of `/supervisiones/{id}`.
    pub id: u32,
    pub branch: u32,
    pub kind: u8,
    /// Local date of the branch (rule 8).
    pub day: Day,
    /// Local minute of the day, 0 ..= 1439.
    pub minute: Option<u16>,
    pub supervisor: Option<u16>,
    /// General score in hundredths.
    pub score: Option<u16>,
    /// Rated areas only: (area, hundredths), in order of area, each area once.
    pub areas: Vec<(u16, u16)>,
}

/// Slug of an area whose name has no Latin letters or digits.
pub(super) const AREA: &str = "area";

impl Catalog {
    /// One slug per area, in order: the slug of its name, numbered (`-2`, `-3`, …) when another area before it has the same.
    #[must_use]
    pub fn area_slugs(&self) -> Vec<String> {
        unique_slugs(&self.areas, AREA)
    }
}

/// Slugs of names in their order; doubles are numbered, names without Latin letters or digits get `fallback`.
#[must_use]
pub fn unique_slugs(names: &[String], fallback: &str) -> Vec<String> {
    let mut taken = HashSet::with_capacity(names.len());
    // By base: the last number tried, so that thousands of doubles do not try them all again.
    let mut tried: HashMap<String, u32> = HashMap::new();
    let unique = |name: &String| {
        let base = slug_base(name, fallback);
        let number = tried.entry(base.clone()).or_default();
        loop {
            *number += 1;
            let slug = numbered_slug(&base, *number);
            if taken.insert(slug.clone()) {
                return slug;
            }
        }
    };
    names.iter().map(unique).collect()
}

/// The slug of a name before doubles are numbered.
pub(super) fn slug_base(name: &str, fallback: &str) -> String {
    let slug = super::text::slug(name);
    if slug.is_empty() { fallback.to_owned() } else { slug }
}

/// The n-th slug that a name may get: the first without a number, then `-2`, `-3`, …
pub(super) fn numbered_slug(base: &str, number: u32) -> String {
    if number == 1 { base.to_owned() } else { format!("{base}-{number}") }
}
