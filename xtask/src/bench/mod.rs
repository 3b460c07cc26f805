//! Measurements. Each prints its figures with the bar it must pass, and fails if it does not.

mod api;
mod browser;
pub mod engine;
mod export;
mod ingest;
mod lighthouse;
mod page;
mod peers;
mod session;

use clap::Subcommand;

#[derive(Subcommand)]
pub enum Task {
    /// The engine against DuckDB, and its WASM against native
    Engine(engine::Options),
    /// The dashboard under load, over a million area scores
    Page(page::Options),
    /// The check of a session, and dashboards signed in against open ones
    Session(session::Options),
    /// Figures by the API, asked with a key
    Api(api::Options),
    /// Large files: memory and time
    Export(export::Options),
    /// Supervisions by the API, against the database's own bulk path
    Ingest(ingest::Options),
    /// A page's own engine in Chromium: filter changes, snapshot, starts; and against DuckDB-WASM and crossfilter2
    Browser(browser::Options),
    /// Lighthouse on the dashboard, mobile settings
    Lighthouse(lighthouse::Options),
}

pub fn run(task: &Task) -> anyhow::Result<()> {
    match task {
        Task::Engine(options) => engine::run(options),
        Task::Page(options) => page::run(options),
        Task::Session(options) => session::run(options),
        Task::Api(options) => api::run(options),
        Task::Export(options) => export::run(options),
        Task::Ingest(options) => ingest::run(options),
        Task::Browser(options) => browser::run(options),
        Task::Lighthouse(options) => lighthouse::run(options),
    }
}

/// A figure against its bar; remembers whether all passed.
#[derive(Default)]
pub struct Bars {
    failed: Vec<String>,
}

impl Bars {
    /// Prints a figure; `good` tells whether it passes.
    pub fn hold(&mut self, what: &str, figure: &str, bar: &str, good: bool) {
        println!("{} {what:<34} {figure:>14}   bar {bar}", if good { "✓" } else { "✗" });
        if !good {
            self.failed.push(what.to_owned());
        }
    }

    /// Fails naming what did not pass.
    pub fn finish(self) -> anyhow::Result<()> {
        if self.failed.is_empty() { Ok(()) } else { anyhow::bail!("not reached: {}", self.failed.join(", ")) }
    }
}
