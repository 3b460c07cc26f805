//! `cargo xtask test`: everything that must hold, step by step.
//!
//! What a step prints goes into a log; the terminal gets a line when it starts, when it takes long, and when it ends,
//! and the log of a step that failed.

mod api;
pub mod browser;
mod deny;
mod parity;
mod real_data;
pub mod report;
pub mod services;

use std::time::Instant;

use anyhow::bail;

use crate::{build, folders, need, run, site};
use report::{Counts, Log};

#[derive(clap::Args)]
pub struct Options {
    /// Run these steps alone (see --list)
    #[arg(long, value_name = "STEP", value_delimiter = ',')]
    only: Vec<String>,
    /// Leave these steps out
    #[arg(long, value_name = "STEP", value_delimiter = ',')]
    skip: Vec<String>,
    /// Name the steps and stop
    #[arg(long)]
    list: bool,
    /// Run the other steps after one failed
    #[arg(long)]
    keep_going: bool,
}

/// A step: its name on the command line, what it does, its work.
struct Step {
    name: &'static str,
    what: &'static str,
    work: fn(&Log) -> anyhow::Result<Counts>,
}

/// Read top to bottom: cheap ones first, then by what they build on.
const STEPS: &[Step] = &[
    Step { name: "format", what: "formatting", work: format },
    Step { name: "deny", what: "licences, bans and sources of every dependency", work: deny::check },
    Step { name: "advisories", what: "known faults of dependencies", work: deny::advisories },
    Step { name: "domain", what: "tests of the domain and its engine, no features", work: domain },
    Step { name: "architecture", what: "import table", work: architecture },
    Step { name: "xtask", what: "clippy and tests of xtask", work: xtask },
    Step { name: "clippy", what: "clippy: domain, server, browser", work: clippy },
    Step { name: "server", what: "tests of the server on SQLite and PostgreSQL", work: server },
    Step { name: "docs", what: "examples in the documentation", work: docs },
    Step { name: "site", what: "the page's files, as released", work: build_site },
    Step { name: "parity", what: "same bytes from native and WASM engine", work: parity::check },
    Step { name: "program", what: "the program", work: build_program },
    Step { name: "budget", what: "sizes of the page", work: size },
    Step {
        name: "api",
        what: "the API against its own document, by schemathesis, on both databases",
        work: api::check,
    },
    Step {
        name: "real-data",
        what: "imports of the real data sets against figures computed elsewhere",
        work: real_data::check,
    },
    Step {
        name: "browser",
        what: "browser tests: desktop and phone, with and without JavaScript",
        work: browser::check,
    },
];

/// Runs when it is named alone: random cases, for minutes. Before a release.
const ON_REQUEST: [&str; 1] = ["api"];

/// Runs the steps; fails if one of them did.
pub fn run(options: &Options) -> anyhow::Result<()> {
    if options.list {
        for step in STEPS {
            println!("{:<13} {}", step.name, step.what);
        }
        return Ok(());
    }
    for name in options.only.iter().chain(&options.skip) {
        if !STEPS.iter().any(|step| step.name == name) {
            bail!("there is no step {name}; `cargo xtask test --list` names them");
        }
    }
    let wanted = |step: &&Step| {
        (options.only.is_empty() && !ON_REQUEST.contains(&step.name)
            || options.only.iter().any(|name| name == step.name))
            && !options.skip.iter().any(|name| name == step.name)
    };
    let steps: Vec<_> = STEPS.iter().filter(wanted).collect();
    let names: Vec<_> = steps.iter().map(|step| step.name).collect();
    need::for_tests(&names)?;
    let started = Instant::now();
    let (mut total, mut failed) = (Counts::default(), Vec::new());
    for (at, step) in steps.iter().enumerate() {
        let counts = report::run(at + 1, steps.len(), step.name, step.what, step.work)?;
        total += counts;
        if counts.failed > 0 {
            failed.push(step.name);
            if !options.keep_going {
                break;
            }
        }
    }
    println!("\n{} passed, {} failed in {}", total.passed, total.failed, run::time(started.elapsed()));
    if total.skipped > 0 {
        println!("{} skipped (said above, with the reason)", total.skipped);
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn format(log: &Log) -> anyhow::Result<Counts> {
    log.run(run::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Counts::one())
}

fn domain(log: &Log) -> anyhow::Result<Counts> {
    log.cargo_test(run::cargo().args(["test", "--package", "falcon", "--lib"]))
}

fn architecture(log: &Log) -> anyhow::Result<Counts> {
    log.cargo_test(run::cargo().args(["test", "--package", "falcon", "--test", "architecture"]))
}

fn xtask(log: &Log) -> anyhow::Result<Counts> {
    log.run(run::cargo().args(["clippy", "--package", "xtask", "--all-targets", "--", "-D", "warnings"]))?;
    Ok(Counts::one() + log.cargo_test(run::cargo().args(["test", "--package", "xtask"]))?)
}

fn clippy(log: &Log) -> anyhow::Result<Counts> {
    let targets: [&[&str]; 3] = [
        &["--lib"],
        &["--all-targets", "--features", "ssr"],
        &["--lib", "--features", "hydrate", "--target", "wasm32-unknown-unknown"],
    ];
    for target in targets {
        log.run(run::cargo().args(["clippy", "--package", "falcon"]).args(target).args(["--", "-D", "warnings"]))?;
    }
    Ok(Counts { passed: 3, ..Counts::default() })
}

/// Every test of the server. Those on PostgreSQL and Redis get servers of their own on free ports.
fn server(log: &Log) -> anyhow::Result<Counts> {
    let running = services::start(log)?;
    let mut cargo = run::cargo();
    cargo.args(["test", "--package", "falcon", "--features", "ssr", "--lib", "--bins", "--tests", "--no-fail-fast"]);
    running.name_in(&mut cargo);
    log.cargo_test(&mut cargo)
}

fn docs(log: &Log) -> anyhow::Result<Counts> {
    log.cargo_test(run::cargo().args(["test", "--package", "falcon", "--features", "ssr", "--doc"]))
}

fn build_site(log: &Log) -> anyhow::Result<Counts> {
    log.own(&["site"])?;
    Ok(Counts::one())
}

fn build_program(log: &Log) -> anyhow::Result<Counts> {
    log.run(&mut build::dev_command())?;
    Ok(Counts::one())
}

fn size(log: &Log) -> anyhow::Result<Counts> {
    log.own(&["budget", "--built"])?;
    Ok(Counts::one())
}

/// The program that later steps start: development build, with the released site beside it.
fn program() -> (std::path::PathBuf, std::path::PathBuf) {
    (folders::target().join("debug/falcon"), folders::site_pack(false))
}

/// The site of a release exists, or is built now.
fn site_pack() -> anyhow::Result<std::path::PathBuf> {
    let pack = folders::site_pack(false);
    if pack.is_file() { Ok(pack) } else { site::run(&site::Options::default()) }
}
