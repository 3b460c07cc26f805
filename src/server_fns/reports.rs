//! Saved reports.

use leptos::prelude::*;

use crate::contract::{AppError, ReportPage, ReportsPage, Wire};

/// `/reportes`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_reports", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_reports(query: String) -> Result<ReportsPage, AppError> {
    crate::server::services::current()?.reports_page(&query).await.map_err(Into::into)
}

/// `/reportes/{id}`; `nuevo` is none yet.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_report", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_report(id: String, query: String) -> Result<ReportPage, AppError> {
    let id = Some(id.as_str()).filter(|id| *id != "nuevo");
    crate::server::services::current()?.report_page(id, &query).await.map_err(Into::into)
}
