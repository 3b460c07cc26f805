//! What the organization measures by.

mod put;
mod show;

pub use put::put;
pub use show::show;
