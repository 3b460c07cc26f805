//! `PUT /api/v1/settings`: takes settings over, all that is said or nothing; what stays away stays as it is.

use axum::{http::StatusCode, response::Response};

use crate::{
    contract::Fault,
    domain::Action,
    server::{
        api::{
            ApiError,
            error::Detail,
            openapi::parameters::{Once, Worded},
            writing::{Done, Job, Meta, Writing, Written},
        },
        services::settings::{SettingsFile, Unsaved},
    },
};

/// Takes settings over, all that is said or nothing; what stays away stays as it is
///
/// # Errors
/// 422 with every field that cannot be.
#[utoipa::path(
    put, path = "/api/v1/settings", operation_id = "putSettings", tag = "administration", params(Once, Worded),
    request_body = SettingsFile,
    responses((status = 200, description = "The settings", body = Written<SettingsFile>)),
)]
pub async fn put(writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Settings, &[], async |job: Job| {
            let file: SettingsFile = job.json()?;
            match job.desk.put_settings(&file).await {
                Ok((settings, data_version)) => Done::new(StatusCode::OK, settings, Meta { data_version }),
                Err(Unsaved::Faults(faults)) => {
                    let detail = |fault: crate::server::services::settings::Fault| {
                        Detail::fault(&Fault { field: fault.field, code: fault.code, about: fault.words })
                    };
                    Err(ApiError::unprocessable(faults.into_iter().map(detail).collect()))
                }
                Err(Unsaved::Conflict) => Err(ApiError::stale()),
                Err(Unsaved::Error(error)) => Err(error.into()),
            }
        })
        .await
}
