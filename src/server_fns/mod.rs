//! The bridge from page to server: a file per noun, bodies of ten lines: who → service → contract.
//!
//! Every function takes the page's whole query string (without `?`) and answers a view model.

pub mod audit;
pub mod branches;
pub mod dashboard;
pub mod explain;
pub mod frame;
pub mod groups;
pub mod history;
pub mod imports;
pub mod indicators;
pub mod keys;
pub mod map;
pub mod people;
pub mod profile;
pub mod reports;
pub mod settings;
pub mod supervisions;
mod wire;
