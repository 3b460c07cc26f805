//! The audit log as a file.

use axum::{
    body::Body,
    extract::RawQuery,
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};

use super::{refusal, router::WebState};
use crate::{
    contract::AppError,
    server::{listed::Listed, services::Desk},
};

/// The routes below `/administracion/auditoria`.
pub fn routes() -> Listed<WebState> {
    Listed::default().get("/administracion/auditoria.csv", csv)
}

/// Comes as it is read: a log of years is not held in memory.
async fn csv(desk: Desk, RawQuery(query): RawQuery, parts: Parts) -> Response {
    match desk.audit_csv(&query.unwrap_or_default()).await {
        Ok(stream) => {
            let name = crate::domain::text::slug(desk.organization());
            let name = HeaderValue::from_str(&format!("attachment; filename=\"auditoria-{name}.csv\""));
            let mut response = Body::from_stream(stream).into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            if let Ok(name) = name {
                headers.insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
        Err(error) => refusal::of(&parts, &AppError::from(error)),
    }
}
