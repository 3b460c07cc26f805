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

use super::ApiError;

/// The number in a path. One address each: neither `+5` nor `05`.
fn number(id: &str) -> Result<u32, ApiError> {
    let number = id.parse::<u32>().ok().filter(|number| number.to_string() == id);
    number.ok_or_else(ApiError::not_found)
}
