//! `cargo xtask`: everything around the program itself, from a demo to the benchmarks.

mod bench;
mod budget;
mod build;
mod demo;
mod folders;
mod geo;
mod http;
mod need;
mod run;
mod server;
mod site;
mod test;
mod tools;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, try, test and measure Falcon", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything, fill a demo organization and serve it
    Demo(demo::Options),
    /// Build the page's files (WASM, script, style, public files) into one pack
    Site(site::Options),
    /// Write the map layers under public/geo from the TopoJSON of ../shared/data/geo
    Geo,
    /// Check everything: formatting, lints, tests, sizes, browsers
    Test(test::Options),
    /// Measure the page or its score in Lighthouse
    #[command(subcommand)]
    Bench(bench::Task),
    /// Hold the engine's answers as WASM against the native ones, byte for byte
    Parity,
    /// Print the sizes of what a browser loads, and fail if one is over its budget
    Budget(budget::Options),
    /// Build the release: one program with the site inside it
    Build,
}

fn main() -> std::process::ExitCode {
    let result = match Cli::parse().task {
        Task::Demo(options) => demo::run(&options),
        Task::Site(options) => site::run(&options).map(drop),
        Task::Geo => geo::run(),
        Task::Test(options) => test::run(&options),
        Task::Bench(task) => bench::run(&task),
        Task::Parity => bench::engine::parity(),
        Task::Budget(options) => budget::run(&options),
        Task::Build => build::run().map(drop),
    };
    match result {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
