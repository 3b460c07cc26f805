//! Charts: drawings of [`crate::chart`] with their words, links, keyboard and the table of the same figures.

mod band_chart;
mod drawing;
mod spark;
mod state_map;
mod trend_chart;

pub use band_chart::BandChart;
pub use drawing::Drawing;
pub use spark::Spark;
pub use state_map::{MapLegend, StateMap, map_states, map_summary};
pub use trend_chart::TrendChart;
