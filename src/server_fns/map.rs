//! The map.

use leptos::prelude::*;

use crate::contract::{AppError, Wire};
use crate::domain::views::MapView;

/// `/mapa`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_map", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_map(query: String) -> Result<MapView, AppError> {
    crate::server::services::current()?.map(&query).await.map_err(Into::into)
}
