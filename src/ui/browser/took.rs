//! How far a file is that the page fetches.

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub enum Took {
    /// So many bytes came.
    Bytes(f64),
    /// The browser keeps it.
    Kept,
    /// What the server said, or nothing when there was no answer.
    Failed(Option<String>),
    /// Whoever asked for it did not want it any more.
    Stopped,
}
