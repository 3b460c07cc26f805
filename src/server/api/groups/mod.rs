//! Groups.

mod list;
mod show;

pub use list::*;
pub use show::*;
