//! The words and the rules of Falcon: pure code with no I/O, no clock and no UI.
//!
//! Everything here compiles with no feature, for the server, the page's WASM, benches and fuzz targets alike.
//! The rules of the numbers are those of `docs/rules.md`; each module names the rule it holds.

pub mod access;
pub mod band;
pub mod catalog;
pub mod cube;
pub mod day;
pub mod filter;
pub mod mean;
pub mod month;
pub mod period;
pub mod score;
pub mod states;
pub mod text;
pub mod views;

pub use access::{Action, Role, Scope};
pub use band::{Band, BandLimits};
pub use catalog::{
    Assignment, BaseLayer, Branch, Catalog, Group, IndicatorLimits, Location, Settings, State, SupervisionRow,
    Territory,
};
pub use cube::Cube;
pub use day::Day;
pub use filter::{Filter, FilterError};
pub use mean::Mean;
pub use period::{NamedPeriod, Period, PeriodDates, Quarter};
pub use score::Score;
