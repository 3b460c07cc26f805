//! Areas over time.

use leptos::prelude::*;

use crate::contract::{AppError, Wire};
use crate::domain::views::Indicators;

/// `/indicadores`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_indicators", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_indicators(query: String) -> Result<Indicators, AppError> {
    crate::server::services::current()?.indicators(&query).await.map_err(Into::into)
}
