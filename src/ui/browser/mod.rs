//! The only place that touches JavaScript: a real and an inert folder of equal signatures behind one switch.
//!
//! Every function says what it does on the server, where the inert one stands.

pub mod change;
pub mod scene;
pub mod took;

#[cfg(not(feature = "hydrate"))]
mod inert;
#[cfg(feature = "hydrate")]
mod real;

#[cfg(not(feature = "hydrate"))]
pub use inert::*;
#[cfg(feature = "hydrate")]
pub use real::*;
