//! What the server hands to the document around a page.

use std::{collections::HashMap, sync::Arc};

/// Addresses of the page's own files, as the site's manifest names them (fingerprinted in releases).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The module that starts the WASM and hydrates; `None` when the site was not built: pages then work as plain HTML.
    pub script: Option<String>,
    pub style: Option<String>,
    /// Whose page it is, for the browser to tell what it keeps apart. Opaque; it stands in the page.
    pub owner: Option<String>,
    /// Telegram shows it: its client is worn from the first paint on.
    pub in_telegram: bool,
    /// Parts of the WASM that come with the pages that need them.
    pub split: Option<Arc<Split>>,
}

/// Where the parts of the WASM lie and which page needs which: the server names them in the page's head.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct Split {
    /// Address of their folder.
    pub folder: String,
    /// Name of the script that loads them.
    pub link: String,
    /// Lazy function → names of its files without `.wasm`.
    pub parts: HashMap<String, Vec<String>>,
}

/// What a page whose browser keeps no cookie asks by. In the context of the one document that a launch answers.
#[derive(Clone)]
pub struct PagePass {
    pub token: String,
    /// How long it is good.
    pub seconds: u64,
    /// The address that the document is of; it came under the launch's.
    pub address: String,
}

/// Sets the HTTP status of the page being rendered. In context on the server only: in the browser there is none to set.
#[derive(Clone)]
pub struct PageStatus(Arc<dyn Fn(u16) + Send + Sync>);

impl PageStatus {
    /// Wraps what the web server does with a status.
    pub fn new(set: impl Fn(u16) + Send + Sync + 'static) -> Self {
        Self(Arc::new(set))
    }

    /// The page answers with this status instead of 200.
    pub fn set(&self, status: u16) {
        (self.0)(status);
    }
}
