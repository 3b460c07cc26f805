//! Who asks.

mod show;

pub use show::*;
