//! `PUT /api/v1/branches/{code}`: makes a branch or sets its master data, all of them. `If-Match` with the tag of `GET` refuses
//! what would overwrite somebody else's change; `If-None-Match: *` makes a new branch only.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    contract::SentBranch,
    domain::Action,
    server::{
        api::{
            ApiError,
            error::Detail,
            openapi::parameters::{Conditional, Once, Worded},
            reading::{Named, tag, tags},
            writing::{Done, Job, Meta, Writing, Written},
        },
        services::{Condition, Outcome, Put},
    },
};

#[derive(Serialize, ToSchema)]
pub struct PutBranch<'a> {
    code: &'a str,
    /// `created`, `updated`, `unchanged`.
    status: &'static str,
}

/// Makes a branch, or changes its master data
///
/// # Errors
/// 412 `precondition_failed`; 422 `invalid_value`.
#[utoipa::path(
    put, path = "/api/v1/branches/{code}", operation_id = "putBranch", tag = "master data",
    params(("code" = String, Path, description = "The branch's code", max_length = 100), Conditional, Once, Worded),
    request_body = SentBranch,
    responses(
        (status = 201, description = "It is new", body = Written<PutBranch>),
        (status = 200, description = "It was there", body = Written<PutBranch>),
    ),
)]
pub async fn put(Named(code): Named, writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Import, &[], async move |job: Job| {
            let sent = job.json::<SentBranch>()?;
            let condition = condition(&job)?;
            let (outcome, data_version) = match job.desk.put_branch(&code, &sent, condition).await? {
                Put::Done(outcome, version) => (outcome, version),
                Put::Stale => return Err(ApiError::stale()),
                Put::Refused(faults) => {
                    return Err(ApiError::unprocessable(faults.iter().map(Detail::fault).collect()));
                }
            };
            let (status, word) = match outcome {
                Outcome::Inserted => (StatusCode::CREATED, "created"),
                Outcome::Updated => (StatusCode::OK, "updated"),
                Outcome::Unchanged => (StatusCode::OK, "unchanged"),
            };
            let done = Done::new(status, PutBranch { code: &code, status: word }, Meta { data_version })?;
            Ok(if status == StatusCode::CREATED { done.at(job.path) } else { done })
        })
        .await
}

/// What the headers ask for. The tag is the one of the plain `GET`, without parameters; it is weak, and so is the comparison.
fn condition(job: &Job) -> Result<Condition, ApiError> {
    let mut condition = Condition::default();
    if let Some(told) = told(&job.headers, header::IF_MATCH) {
        if told == ["*"] {
            condition.there = Some(true);
        } else if told.contains(&tag(&job.desk.freshness(), &job.path, "").trim_start_matches("W/").to_owned()) {
            condition.unchanged = true;
        } else {
            return Err(ApiError::stale());
        }
    }
    match told(&job.headers, header::IF_NONE_MATCH) {
        Some(told) if told == ["*"] => condition.there = Some(false),
        Some(_) => return Err(ApiError::parameter(Detail::of("If-None-Match", "unknown_value"))),
        None => {}
    }
    Ok(condition)
}

fn told(headers: &HeaderMap, name: header::HeaderName) -> Option<Vec<String>> {
    let told: Vec<String> = tags(headers, name).collect();
    (!told.is_empty()).then_some(told)
}
