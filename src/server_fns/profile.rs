//! A person's own page.

use leptos::prelude::*;

use crate::contract::{AppError, Profile, Wire};

/// `/perfil`. What is shown once comes with the first answer alone.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_profile", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_profile() -> Result<Profile, AppError> {
    crate::server::services::current()?.profile().await.map_err(Into::into)
}
