//! Branches.

use leptos::prelude::*;

use crate::contract::{AppError, Wire};
use crate::domain::views::BranchView;

/// `/sucursales/{code}`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_branch", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_branch(code: String, query: String) -> Result<BranchView, AppError> {
    crate::server::services::current()?.branch(&code, &query).await.map_err(Into::into)
}
