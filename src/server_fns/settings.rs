//! What administrators set of their organization.

use leptos::prelude::*;

use crate::contract::{AppError, PeriodPage, SettingsPage, Wire};

/// `/administracion/ajustes`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_settings", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_settings() -> Result<SettingsPage, AppError> {
    crate::server::services::current()?.settings_page().await.map_err(Into::into)
}

/// `/administracion/ajustes/periodo/{code}`; without a code `/administracion/ajustes/periodo`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_settings_period", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_settings_period(code: Option<String>) -> Result<PeriodPage, AppError> {
    crate::server::services::current()?.period_page(code.as_deref()).await.map_err(Into::into)
}
