//! Branches.

mod list;
mod put;
mod show;

pub use list::list;
pub use put::put;
pub use show::show;
