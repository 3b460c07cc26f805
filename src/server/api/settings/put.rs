//! `PUT /api/v1/settings`: takes settings over, all that is said or nothing; what stays away stays as it is.

use axum::{http::StatusCode, response::Response};

use crate::{
    contract::Fault,
    domain::Action,
    server::{
        api::{
            ApiError,
            error::Detail,
            writing::{Done, Job, Meta, Writing},
        },
        services::settings::{SettingsFile, Unsaved},
    },
};

/// See the module.
///
/// # Errors
/// 422 with every field that cannot be.
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
