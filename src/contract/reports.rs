//! Saved reports: names of files, as programs and pages send them and are told of them.

use serde::{Deserialize, Serialize};

use super::{Chip, Problem};
use crate::domain::views::Page;

/// Characters of a report's name, and of its query.
pub const REPORT_NAME: usize = 100;
pub const REPORT_QUERY: usize = 2_000;

/// A report as it is sent, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SentReport {
    /// Up to 100 characters; a person has no two of one name.
    #[cfg_attr(feature = "ssr", schema(required, min_length = 1, max_length = 100))]
    pub name: String,
    /// An operation with files, as it is addressed: `board`, `rankings/areas`, `branches/25`.
    #[cfg_attr(feature = "ssr", schema(required, min_length = 1))]
    pub view: String,
    /// The filter and the view's own parameters, as in an address; up to 2,000 characters.
    #[cfg_attr(feature = "ssr", schema(max_length = 2000))]
    pub query: String,
    /// As the view's `format` has it.
    #[cfg_attr(feature = "ssr", schema(required, min_length = 1))]
    pub format: String,
    /// Of the file: `es` (without it) or `en`.
    pub lang: String,
    /// Others of the organization who may export see it too.
    pub shared: bool,
}

/// A report as programs are told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ReportTold {
    pub id: i64,
    pub name: String,
    pub view: String,
    /// In its one canonical form.
    pub query: String,
    pub format: String,
    pub lang: String,
    pub shared: bool,
    /// Name of the person whose it is.
    pub owner: String,
    /// It is the caller's.
    pub own: bool,
    /// Raised by every change; in quotes it is the `ETag`.
    pub version: i64,
    /// RFC 3339 in UTC.
    pub made: String,
    pub changed: String,
    /// Where the file is.
    pub file: String,
}

/// `/reportes`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportsPage {
    pub reports: Page<ReportRow>,
    /// What was searched for; empty: everything is shown.
    pub search: String,
    /// Who asks may have reports of their own.
    pub can_make: bool,
}

/// A report in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportRow {
    pub id: i64,
    pub name: String,
    pub shows: ReportShows,
    pub format: String,
    pub owner: String,
    pub own: bool,
    pub shared: bool,
    /// Who asks may change and delete it.
    pub may_change: bool,
    /// `YYYY-MM-DDTHH:MM` in the organization's zone.
    pub changed: String,
}

/// What a report shows, for words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportShows {
    pub view: String,
    /// Name of the branch or group that it is about.
    pub subject: Option<String>,
    /// The filter's restrictions; [`Chip::without`] is empty.
    pub filter: Vec<Chip>,
    /// Address of the page that shows it.
    pub page: String,
}

/// `/reportes/{id}`, or, without a report, `/reportes/nuevo`: what stands in the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportPage {
    /// None: a new one.
    pub report: Option<ReportRow>,
    pub form: SentReport,
    /// That the form was drawn from.
    pub version: i64,
    pub shows: ReportShows,
    /// Codes of the formats that there are of it.
    pub formats: Vec<String>,
    pub problem: Option<Problem>,
    /// Who asks may have reports of their own.
    pub can_make: bool,
}

/// A form that came and was not taken over: it is drawn again with what was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportDraft {
    pub form: SentReport,
    pub problem: Problem,
}
