//! Imports.

use leptos::prelude::*;

use crate::contract::{AppError, ImportView, ImportsPage, Wire};

/// `/importar`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_imports", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_imports() -> Result<ImportsPage, AppError> {
    crate::server::services::current()?.imports_page().await.map_err(Into::into)
}

/// `/importar/{id}` with a page (from 1) of its rejected rows.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_import", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_import(id: String, page: u32) -> Result<ImportView, AppError> {
    crate::server::services::current()?.import_view(&id, page.max(1)).await.map_err(Into::into)
}
