//! JSON bodies whose refusals have the form of every error here.

use axum::{
    Json,
    extract::{FromRequest, Request, rejection::JsonRejection},
};
use serde::de::DeserializeOwned;

use super::ApiError;

/// A body of JSON.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let told: Result<Json<T>, JsonRejection> = Json::from_request(request, state).await;
        told.map(|Json(value)| Self(value)).map_err(|rejection| ApiError::body(rejection.status()))
    }
}
