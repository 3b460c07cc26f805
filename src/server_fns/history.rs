//! Averages over time.

use leptos::prelude::*;

use crate::contract::{AppError, Wire};
use crate::domain::views::History;

/// `/historico`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_history", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_history(query: String) -> Result<History, AppError> {
    crate::server::services::current()?.history(&query).await.map_err(Into::into)
}
