//! Saved reports: names of files.

mod create;
mod delete;
mod duplicate;
mod file;
mod list;
mod put;
mod show;

pub use create::*;
pub use delete::*;
pub use duplicate::*;
pub use file::*;
pub use list::*;
pub use put::*;
pub use show::*;

use axum::http::{HeaderMap, StatusCode, header};

use super::{
    ApiError,
    error::Detail,
    reading::tags,
    writing::{Done, Job},
};
use crate::server::services::Saved;

/// The tag of a version.
fn tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version that `If-Match` names; none: any.
///
/// # Errors
/// 412 for what is no version.
fn version(headers: &HeaderMap) -> Result<Option<i64>, ApiError> {
    let told: Vec<String> = tags(headers, header::IF_MATCH).collect();
    match told.as_slice() {
        [] => Ok(None),
        [any] if any == "*" => Ok(None),
        [one] => {
            let number = one.trim_matches('"').parse().ok().filter(|version| tag(*version) == *one);
            number.map(Some).ok_or_else(ApiError::stale)
        }
        _ => Err(ApiError::parameter(Detail::of("If-Match", "contradiction"))),
    }
}

/// What became of a report that was sent.
fn answered(saved: Saved, status: StatusCode, job: &Job) -> Result<Done, ApiError> {
    match saved {
        Saved::Done(report) => {
            let place = format!("/api/v1/reports/{}", report.id);
            let done = Done::new(status, &*report, job.meta())?;
            Ok(if status == StatusCode::CREATED { done.at(place) } else { done })
        }
        Saved::Stale => Err(ApiError::stale()),
        Saved::Refused(faults) => Err(ApiError::unprocessable(faults.iter().map(Detail::fault).collect())),
    }
}
