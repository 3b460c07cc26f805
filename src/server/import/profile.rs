//! A *profile* says how to read a source: which column is what, and what its values mean. TOML, one file per source.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

use crate::domain::BaseLayer;

/// Longest profile that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 10;

/// What a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// A row per supervision and area.
    Long,
    /// A row per supervision, a column per area.
    Wide,
    /// A row per supervision, no areas.
    #[default]
    ScoreOnly,
    /// A row per branch: master data alone.
    Branches,
}

/// See the module's documentation. Every key is described in `docs/import.md`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name by which it is asked for and remembered.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub layout: Layout,
    /// `auto`, or a name such as `utf-8`, `windows-1252`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// One character, or `tab`; found out when left away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Row of the column names among the rows that are not blank, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    /// Sheets of a workbook; all that have the columns when left away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub decimal_comma: bool,
    /// Texts that mean "nothing", compared folded; the empty cell always does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub null_tokens: Vec<String>,
    /// IANA zone of branches that name none; the organization's when left away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// IANA zone in which wall clocks of the file are written, when it is not the branch's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamps_in: Option<String>,
    /// Column with the source's own id of the supervision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindSpec>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<DateSpec>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<ScoreSpec>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub areas: Option<AreaSpec>,
    /// Where the visit's form was sent from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_from: Option<PlaceSpec>,
    #[serde(default)]
    pub branch: BranchSpec,
    /// Settings of an organization that this import creates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationSpec>,
}

/// A column, or a fixed value, with a table of what its values stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Field {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Used when there is no column, or its cell is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// Value (compared folded) → meaning.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub map: BTreeMap<String, String>,
}

/// The kind of the supervisions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindSpec {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub map: BTreeMap<String, String>,
    /// Only these kinds (codes) are taken; the others are skipped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
}

/// When the visit was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateSpec {
    pub column: String,
    /// Tried in order: `iso`, `serial`, or strftime patterns.
    #[serde(default = "iso", skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<String>,
    /// Dates, as written in the file, that mean "never".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentinels: Vec<String>,
}

/// How good a number is. [`ScoreSpec`] and [`AreaSpec`] have these keys among their own: flattened into them, serde could
/// neither name the line of a mistake nor refuse unknown keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The number that is perfect (or, where lower is better, the worst).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Whether 0 is a score (it is, unless the source says otherwise).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero: Option<Zero>,
}

impl Scale {
    /// What this one leaves open, another says.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self {
            max: self.max.or(other.max),
            direction: self.direction.or(other.direction),
            zero: self.zero.or(other.zero),
        }
    }
}

/// Which end of a scale is good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    HigherIsBetter,
    LowerIsBetter,
}

/// What 0 means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zero {
    #[default]
    Score,
    Unscored,
}

/// What becomes of a row without a general score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Counted as skipped.
    #[default]
    Skip,
    /// Taken, as a visit without a general score.
    Keep,
}

/// The general score.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreSpec {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_points: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero: Option<Zero>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

impl ScoreSpec {
    /// How good its number is.
    #[must_use]
    pub fn scale(&self) -> Scale {
        Scale { max: self.max, direction: self.direction, zero: self.zero }
    }
}

/// The area scores.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaSpec {
    /// Wide: every column that starts so (compared folded) is an area, named by the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Wide: these columns are areas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Long: the column that names the area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Long: the column of the area's score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// Long: points and maximum of the area; its score when none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_points: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero: Option<Zero>,
    /// Column or area → the name that is shown.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// Column or area → its own scale.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scales: BTreeMap<String, Scale>,
}

impl AreaSpec {
    /// How good the numbers of areas without a scale of their own are.
    #[must_use]
    pub fn scale(&self) -> Scale {
        Scale { max: self.max, direction: self.direction, zero: self.zero }
    }
}

/// The branch and its master data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BranchSpec {
    /// Number or code: the branch's identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Column that holds "25 - Juárez": code and name where they have no own cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Columns that together identify a branch in a source without codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identity: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<String>,
    /// Column with an IANA zone, alone or after other words ("GMT-06:00 America/Mexico_City").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// `MX` (states are matched to INEGI codes) unless another country is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Columns of a point on Earth, in degrees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceSpec {
    pub latitude: String,
    pub longitude: String,
}

/// How a new organization starts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganizationSpec {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_layer: Option<BaseLayer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_kind: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form serde asks for")]
fn is_false(value: &bool) -> bool {
    !*value
}

fn iso() -> Vec<String> {
    vec!["iso".into()]
}

impl Profile {
    /// Reads a profile and checks what TOML cannot say.
    ///
    /// # Errors
    /// A sentence that names the key.
    pub fn parse(text: &str) -> Result<Self, String> {
        let profile = Self::draft(text)?;
        super::plan::check(&profile).map_err(|error| error.to_string())?;
        Ok(profile)
    }

    /// Reads a profile that may still lack something, such as one that was guessed.
    ///
    /// # Errors
    /// A sentence that names the key.
    pub fn draft(text: &str) -> Result<Self, String> {
        if text.len() > MAX_BYTES {
            return Err(format!("a profile is at most {} KB", MAX_BYTES >> 10));
        }
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The profile as TOML.
    ///
    /// # Errors
    /// Never for profiles that were read or guessed.
    pub fn to_toml(&self) -> Result<String, String> {
        toml::to_string(self).map_err(|error| error.to_string())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            column: Option<String>,
            fixed: Option<String>,
            #[serde(default)]
            map: BTreeMap<String, String>,
        }
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Field;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a column name, or a table with column, fixed, map")
            }
            fn visit_str<E: de::Error>(self, column: &str) -> Result<Field, E> {
                Ok(Field { column: Some(column.to_owned()), ..Field::default() })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field, A::Error> {
                let table = Table::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Field { column: table.column, fixed: table.fixed, map: table.map })
            }
        }
        deserializer.deserialize_any(Either)
    }
}
