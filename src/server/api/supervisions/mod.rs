//! Supervisions.

mod create;
mod delete;
mod list;
mod restore;
mod show;

pub use create::*;
pub use delete::*;
pub use list::*;
pub use restore::*;
pub use show::*;

use super::reading::number;
