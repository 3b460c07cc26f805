//! Everything drawn.

pub mod address;
pub mod app;
pub mod browser;
pub mod components;
pub mod door;
pub mod i18n;
pub mod lazy;
pub mod links;
mod live;
mod loaded;
pub mod pages;
pub mod reference;
mod shown;
pub mod start;

pub use address::{Address, use_address, use_query};
pub use app::{App, empty_shell, shell, use_frame};
pub use live::Live;
pub use loaded::{Fetched, fetched, followed, loaded};
pub use shown::{if_late, provide_shown, use_shown_address};
