//! The frame of every page.

use leptos::prelude::*;

use crate::contract::{AppError, Frame, Suggestion, Wire};

/// What stands around every page.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_frame", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_frame(query: String) -> Result<Frame, AppError> {
    crate::server::services::current()?.frame(&query).await.map_err(Into::into)
}

/// Suggestions for what is being typed: branches by code or name, groups, areas; at most 12.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "suggest", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn suggest(text: String) -> Result<Vec<Suggestion>, AppError> {
    crate::server::services::current()?.suggest(&text).await.map_err(Into::into)
}
