//! Why a figure is what it is.

use leptos::prelude::*;

use crate::contract::{AppError, Why, Wire};

/// `/porque`: the supervisions behind a figure, and what moved it.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_explain", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_explain(query: String) -> Result<Why, AppError> {
    crate::server::services::current()?.explain(&query).await.map_err(Into::into)
}
