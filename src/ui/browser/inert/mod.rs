//! The inert side: on the server nothing happens, and answers are the neutral ones.

pub mod clipboard;
pub mod document;
pub mod download;
pub mod form;
pub mod later;
pub mod leaflet;
pub mod live;
pub mod svg;
pub mod told;
