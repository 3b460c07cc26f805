//! What crosses the wire: view models, checked inputs, [`AppError`].
//!
//! The engine's answers ([`crate::domain::views`]) pass as they are; here stands what a page needs beside them.

mod audit;
mod door;
mod error;
mod fields;
pub mod format;
mod frame;
mod imports;
mod inputs;
mod keys;
mod markup;
mod page;
mod pages;
mod people;
mod preferences;
mod profile;
mod reference;
mod reports;
mod sent;
mod settings;
mod wire;
pub mod words;

pub use audit::*;
pub use door::*;
pub use error::*;
pub use fields::*;
pub use frame::*;
pub use imports::*;
pub use inputs::*;
pub use keys::*;
pub use markup::*;
pub use page::*;
pub use pages::*;
pub use people::*;
pub use preferences::*;
pub use profile::*;
pub use reference::*;
pub use reports::*;
pub use sent::*;
pub use settings::*;
pub use wire::*;
