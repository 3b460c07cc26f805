//! Supervisions and branches as programs send them: what is told, in the words in which it is read. What is wrong with them
//! is found where files are judged too.

use serde::{Deserialize, Serialize};

/// One supervision. What stays away, or is null, says nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SentSupervision {
    /// Code of a branch that there is.
    #[cfg_attr(feature = "ssr", schema(required, min_length = 1))]
    pub branch_code: String,
    /// The sender's own id: the same one is the same supervision. Without it branch, kind and instant are.
    pub external_id: Option<String>,
    /// The organization's usual one when none is said.
    pub kind: Option<String>,
    /// Local date of the branch, `YYYY-MM-DD`, or, in its place, `instant`.
    #[cfg_attr(feature = "ssr", schema(format = Date))]
    pub day: Option<String>,
    /// Beside `day`, local to the branch: `HH:MM` or `HH:MM:SS`.
    #[cfg_attr(feature = "ssr", schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"))]
    pub time: Option<String>,
    /// RFC 3339 with `Z` or an offset.
    #[cfg_attr(feature = "ssr", schema(format = DateTime))]
    pub instant: Option<String>,
    pub supervisor: Option<String>,
    /// General score in hundredths of a percent, 0 to 10 000.
    #[cfg_attr(feature = "ssr", schema(minimum = 0, maximum = 10000))]
    pub score_hundredths: Option<i64>,
    /// Points reached and possible, in hundredths of a point. Without a score they are it.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<Vec<i64>>, min_items = 2, max_items = 2))]
    pub points_hundredths: Option<(i64, i64)>,
    /// Where the form was sent from.
    pub sent_from: Option<SentPlace>,
    /// All areas of the visit; those of before go. Without it they stay.
    pub areas: Option<Vec<SentArea>>,
}

/// A place in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SentPlace {
    #[cfg_attr(feature = "ssr", schema(minimum = -90, maximum = 90))]
    pub latitude: f64,
    #[cfg_attr(feature = "ssr", schema(minimum = -180, maximum = 180))]
    pub longitude: f64,
}

/// An area of a supervision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SentArea {
    #[cfg_attr(feature = "ssr", schema(required, min_length = 1))]
    pub name: String,
    /// Hundredths of a percent; null: not rated, which is not zero.
    #[cfg_attr(feature = "ssr", schema(minimum = 0, maximum = 10000))]
    pub score_hundredths: Option<i64>,
    #[cfg_attr(feature = "ssr", schema(value_type = Option<Vec<i64>>, min_items = 2, max_items = 2))]
    pub points_hundredths: Option<(i64, i64)>,
}

/// The master data of a branch, all of them: what stays away, or is null, there is none of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SentBranch {
    #[cfg_attr(feature = "ssr", schema(required, min_length = 1))]
    pub name: String,
    /// Name of the group that runs it from today on; one that is not known is made.
    pub group: Option<String>,
    pub state: Option<String>,
    pub municipality: Option<String>,
    /// `local` or `foranea`.
    pub territory: Option<String>,
    #[cfg_attr(feature = "ssr", schema(minimum = -90, maximum = 90))]
    pub latitude: Option<f64>,
    #[cfg_attr(feature = "ssr", schema(minimum = -180, maximum = 180))]
    pub longitude: Option<f64>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// `YYYY-MM-DD`.
    #[cfg_attr(feature = "ssr", schema(format = Date))]
    pub opened: Option<String>,
    #[cfg_attr(feature = "ssr", schema(format = Date))]
    pub closed: Option<String>,
}

/// What is wrong with a field of something that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// As it is named there, such as `areas.2.score_hundredths`; empty: the whole.
    pub field: String,
    /// A stable code; those of [`super::RejectReason`] are among them.
    pub code: &'static str,
    /// What the sentence of the code names.
    pub about: String,
}

impl Fault {
    /// Of a field, by its code.
    #[must_use]
    pub fn of(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, about: String::new() }
    }
}
