//! A *filter* says which supervisions, and of them which areas, a view is about. It is the state of the page's address.

mod compact;
mod query;

use serde::{Deserialize, Serialize};

use super::{Band, Period, Territory};

/// Kind asked for (rule 4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum KindFilter {
    /// None named: the organization's default kind.
    #[default]
    Default,
    /// `kind=all`: kinds are mixed because the user asked for it.
    All,
    /// `kind=operativa`.
    One(String),
}

/// The filter of every view. Lists mean "any of"; an empty list means no restriction.
///
/// Lists are kept sorted and without doubles, so equal filters have equal addresses.
/// Values are codes (state code, group slug, branch code, area slug); names are accepted when parsing a resolved filter,
/// and [`crate::domain::Cube::resolve`] turns them into codes.
///
/// ```
/// use falcon::domain::{Filter, Period, Quarter};
///
/// let filter = Filter::parse_query("estado=28&quarter=q3&year=2025&estado=19")?;
/// assert_eq!(filter.period, Period::Quarter(2025, Quarter::Q3));
/// assert_eq!(filter.states, ["19", "28"]);
///
/// // One filter has one address, and a short form for links that must be short.
/// assert_eq!(filter.to_query(), "year=2025&quarter=Q3&estado=19&estado=28");
/// let compact = filter.to_compact().expect("a short filter");
/// assert!(compact.len() < filter.to_query().len());
/// assert_eq!(Filter::parse_compact(&compact)?, filter);
///
/// // What is wrong is named.
/// let error = Filter::parse_query("year=20x5").unwrap_err();
/// assert_eq!((error.field.as_str(), error.value.as_str()), ("year", "20x5"));
/// # Ok::<(), falcon::domain::FilterError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Filter {
    pub kind: KindFilter,
    pub period: Period,
    pub states: Vec<String>,
    pub groups: Vec<String>,
    pub branches: Vec<String>,
    pub territories: Vec<Territory>,
    pub areas: Vec<String>,
    pub bands: Vec<Band>,
    /// Free text: selects branches whose code, name, municipality or group hold it, compared folded.
    pub text: Option<String>,
}

/// What is wrong with a filter: the parameter and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterError {
    /// Parameter as in the address: `estado`, `year`, …
    pub field: String,
    /// The value given.
    pub value: String,
    pub reason: FilterReason,
}

/// Stable codes of filter errors; the interface turns them into sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterReason {
    /// No such parameter.
    UnknownParameter,
    /// The organization has no such value.
    UnknownValue,
    /// Not of the parameter's form.
    Malformed,
    /// Longer than allowed, or too many values.
    TooLong,
    /// The range ends before it starts, or a quarter comes without a year.
    Contradiction,
}

impl Filter {
    /// Most values of one list.
    pub const MAX_VALUES: usize = 500;
    /// Most characters of a value or of the text.
    pub const MAX_CHARS: usize = 100;
    /// Most characters of the compact form.
    pub const MAX_COMPACT: usize = 512;

    /// Sorts every list and drops doubles: equal filters then have equal addresses.
    pub fn normalize(&mut self) {
        for list in [&mut self.states, &mut self.groups, &mut self.branches, &mut self.areas] {
            list.sort_unstable();
            list.dedup();
        }
        self.territories.sort_unstable();
        self.territories.dedup();
        self.bands.sort_unstable();
        self.bands.dedup();
    }
}

impl FilterError {
    fn new(field: &str, value: &str, reason: FilterReason) -> Self {
        Self { field: field.to_owned(), value: value.chars().take(Filter::MAX_CHARS).collect(), reason }
    }
}

impl From<Filter> for String {
    fn from(filter: Filter) -> Self {
        filter.to_query()
    }
}

impl TryFrom<String> for Filter {
    type Error = String;

    fn try_from(query: String) -> Result<Self, Self::Error> {
        Self::parse_query(&query).map_err(|error| format!("{}={}: {:?}", error.field, error.value, error.reason))
    }
}
