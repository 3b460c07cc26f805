//! Keys of programs, for who administers them.

mod create;
mod list;
mod revoke;

pub use create::*;
pub use list::*;
pub use revoke::*;
