//! One visit.

use serde::{Deserialize, Serialize};

use crate::domain::Day;

/// A supervision as a line of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SupervisionLine {
    pub id: u32,
    pub day: Day,
    pub kind: String,
    pub branch: super::Link,
    pub group: Option<super::Link>,
    pub supervisor: Option<String>,
    /// General score in hundredths; with an area filter the exact pair of the measure stands in `sum_hundredths`, `n`.
    #[serde(rename = "score_hundredths")]
    pub score: Option<u16>,
    /// What the visit adds to the figure.
    pub sum_hundredths: i64,
    pub n: u32,
}

/// `/supervisiones/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SupervisionView {
    pub data_version: i64,
    pub last_import: Option<String>,
    pub id: u32,
    pub kind: String,
    /// `YYYY-MM-DD`.
    pub day: String,
    /// `HH:MM`, local to the branch.
    pub time: Option<String>,
    pub branch_code: String,
    pub branch_name: String,
    pub group: Option<super::Link>,
    pub state: Option<super::Link>,
    pub municipality: Option<String>,
    pub supervisor: Option<String>,
    /// Hundredths.
    #[serde(rename = "score_hundredths")]
    pub score: Option<u16>,
    /// Points reached and possible, in hundredths of a point; only where the store is at hand.
    #[serde(rename = "points_hundredths")]
    pub points: Option<(i64, i64)>,
    /// Rated areas, worst first.
    pub areas: Vec<VisitArea>,
    /// Areas of the kind that this visit left unrated, by name.
    pub unrated: Vec<String>,
    /// Metres from the branch to where the form was sent, when both are known.
    pub distance_m: Option<u32>,
    /// The same branch's and kind's visit before and after this one.
    pub before: Option<u32>,
    pub after: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct VisitArea {
    pub slug: String,
    pub name: String,
    /// Hundredths.
    #[serde(rename = "score_hundredths")]
    pub score: u16,
    /// Points reached and possible, in hundredths of a point.
    #[serde(rename = "points_hundredths")]
    pub points: Option<(i64, i64)>,
}

/// A stretch of a selection's supervisions, newest first; those of one day by number, highest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Visits {
    pub meta: super::Meta,
    /// Supervisions in the selection.
    pub total: u32,
    /// Scores in the selection.
    pub n: u32,
    pub lines: Vec<SupervisionLine>,
    /// Whether there are older ones.
    pub more: bool,
}
