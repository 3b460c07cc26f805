//! Keys of programs.

use leptos::prelude::*;

use crate::contract::{ApiKeyRow, AppError, KeysPage, MadeKey, Wire};

/// `/administracion/llaves`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_keys", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_keys() -> Result<KeysPage, AppError> {
    crate::server::services::current()?.keys_page().await.map_err(Into::into)
}

/// `/administracion/llaves/{id}`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_key", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_key(id: String) -> Result<ApiKeyRow, AppError> {
    crate::server::services::current()?.key_page(&id).await.map_err(Into::into)
}

/// `/administracion/llaves/hecha`: the key that this page was opened to show; nothing when it was shown before.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_made_key", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_made_key() -> Result<Option<MadeKey>, AppError> {
    crate::server::services::current()?.made_key().map_err(Into::into)
}
