//! Operator groups.

use leptos::prelude::*;

use crate::contract::{AppError, Wire};
use crate::domain::views::GroupView;

/// `/grupos/{slug}`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_group", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_group(slug: String, query: String) -> Result<GroupView, AppError> {
    crate::server::services::current()?.group(&slug, &query).await.map_err(Into::into)
}
