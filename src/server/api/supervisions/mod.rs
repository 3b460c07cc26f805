//! Supervisions.

mod create;
mod delete;
mod list;
mod restore;
mod show;

pub use create::create;
pub use delete::delete;
pub use list::list;
pub use restore::restore;
pub use show::show;

use super::ApiError;

/// The number in a path. One address each: neither `+5` nor `05`.
fn number(id: &str) -> Result<u32, ApiError> {
    let number = id.parse::<u32>().ok().filter(|number| number.to_string() == id);
    number.ok_or_else(ApiError::not_found)
}
