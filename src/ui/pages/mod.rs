//! A folder per route.

pub mod administration;
pub mod audit;
pub mod board;
pub mod branch;
mod drill;
pub mod explain;
pub mod group;
pub mod history;
pub mod import;
pub mod indicators;
pub mod keys;
pub mod map;
pub mod more;
mod not_found;
pub mod people;
pub mod profile;
pub mod reports;
pub mod requests;
pub mod settings;
pub mod supervision;

pub use not_found::NotFoundPage;
