//! The real side: in the page.

pub mod clipboard;
pub mod document;
pub mod download;
pub mod form;
pub mod later;
pub mod leaflet;
mod leaflet_marks;
mod leaflet_plugins;
pub mod live;
pub mod svg;
pub mod told;
mod vendor;
