//! Branches.

mod list;
mod put;
mod show;

pub use list::*;
pub use put::*;
pub use show::*;
