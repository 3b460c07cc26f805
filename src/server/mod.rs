//! The server: everything behind the doors. `cfg(feature = "ssr")` is written once, in `lib.rs`.

pub mod api;
pub mod audit;
pub mod cache;
pub mod config;
pub mod db;
pub mod demo;
pub mod error;
pub mod export;
pub mod import;
pub mod listed;
pub mod out;
pub mod print;
pub mod proof;
pub mod services;
pub mod state;
pub mod user;
pub mod web;
