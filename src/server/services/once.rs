//! What is shown once, such as a made key: kept sealed in the session of who made it, opened for one page.

use axum::http::request::Parts;
use leptos::prelude::use_context;
use serde::{Serialize, de::DeserializeOwned};

use super::Services;
use crate::server::{
    error::ServerError,
    proof::{random, seal},
};

/// What the seal is for; each kind of secret has its own name after it.
const ONCE: &str = "shown once";

impl Services {
    /// Something as a session may keep it until it is shown: sealed, so that nobody reads it there.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn seal_once<T: Serialize>(&self, what: &str, shown: &T) -> Result<String, ServerError> {
        let text = serde_json::to_string(shown).map_err(anyhow::Error::from)?;
        let nonce = random::bytes().map_err(anyhow::Error::from)?;
        Ok(seal::seal(&self.inner.keyring.seal, &format!("{ONCE}: {what}"), &text, nonce))
    }

    /// What [`Services::seal_once`] sealed under the same name.
    #[must_use]
    pub fn open_once<T: DeserializeOwned>(&self, what: &str, sealed: &str) -> Option<T> {
        serde_json::from_str(&seal::open(&self.inner.keyring.seal, &format!("{ONCE}: {what}"), sealed)?).ok()
    }
}

/// What the page being drawn was handed with its request, beside its address.
pub(super) fn handed<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>()?.extensions.get::<T>().cloned()
}
