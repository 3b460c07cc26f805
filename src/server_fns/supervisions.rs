//! Supervisions.

use leptos::prelude::*;

use crate::contract::{AppError, Wire};
use crate::domain::views::SupervisionView;

/// `/supervisiones/{id}`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_supervision", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_supervision(id: u32) -> Result<SupervisionView, AppError> {
    crate::server::services::current()?.supervision(id).await.map_err(Into::into)
}
