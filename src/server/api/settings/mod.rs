//! What the organization measures by.

mod put;
mod show;

pub use put::*;
pub use show::*;
