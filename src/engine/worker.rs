//! The engine as the worker's script sees it.

use wasm_bindgen::prelude::*;

use super::{Answer, Engine, EngineError};
use crate::domain::Day;

/// See [`Engine`].
#[wasm_bindgen]
pub struct Held(Engine);

impl From<EngineError> for JsValue {
    fn from(error: EngineError) -> Self {
        JsError::new(&error.to_string()).into()
    }
}

#[wasm_bindgen]
impl Held {
    /// See [`Engine::open`].
    ///
    /// # Errors
    /// Those of [`Engine::open`].
    #[wasm_bindgen(constructor)]
    pub fn open(around: &[u8], snapshot: &[u8]) -> Result<Self, EngineError> {
        Engine::open(around, snapshot).map(Self)
    }

    /// See [`Engine::update`].
    ///
    /// # Errors
    /// Those of [`Engine::update`].
    pub fn update(&mut self, around: &[u8], changed: &[u8], removed: &[u32]) -> Result<(), EngineError> {
        self.0.update(around, changed, removed)
    }

    /// See [`Engine::snapshot`].
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        self.0.snapshot()
    }

    /// See [`Engine::version`].
    #[must_use]
    pub fn version(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "versions are counted")]
        let version = self.0.version() as f64;
        version
    }

    /// See [`Engine::ask`]; `today` is `YYYY-MM-DD`. The status in two bytes, little-endian, then the body; nothing for what is not
    /// asked of the data alone.
    #[must_use]
    pub fn ask(&self, path: &str, query: &str, csrf: &str, today: &str) -> Option<Vec<u8>> {
        let Answer { status, body } = self.0.ask(path, query, csrf, Day::parse(today)?)?;
        Some([&status.to_le_bytes(), body.as_slice()].concat())
    }
}
