//! A *screen* is what a page shows of a cube: the page's query in, its view model out. The server answers pages from here, and
//! so does the browser's engine, from a cube of its own.

mod boards;
mod chips;
mod frame;
mod suggest;
mod views;

pub use boards::{branch, dashboard, group};
pub use chips::{chips, encode};
pub use frame::{Around, frame};
pub use suggest::suggest;
pub use views::{explain, history, indicators, map, why};
