//! The dashboard.

use leptos::prelude::*;

use crate::contract::{AppError, DashboardPage, Wire};

/// `/`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_dashboard", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_dashboard(query: String) -> Result<DashboardPage, AppError> {
    crate::server::services::current()?.dashboard(&query).await.map_err(Into::into)
}
