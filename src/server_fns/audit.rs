//! The audit log.

use leptos::prelude::*;

use crate::contract::{AppError, AuditPage, Wire};

/// `/administracion/auditoria`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_audit", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_audit(query: String) -> Result<AuditPage, AppError> {
    crate::server::services::current()?.audit_page(&query).await.map_err(Into::into)
}
