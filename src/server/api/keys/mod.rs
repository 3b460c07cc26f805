//! Keys of programs, for who administers them.

mod create;
mod list;
mod revoke;

pub use create::create;
pub use list::list;
pub use revoke::revoke;
