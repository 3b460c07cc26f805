//! Dependencies by `deny.toml`: licences, banned crates and sources; and known faults where their database can be fetched.

use std::process::Command;

use super::report::{Counts, Log};
use crate::{folders, run, tools};

/// Checks that need nothing but the lock file.
const CHECKS: [&str; 3] = ["licenses", "bans", "sources"];

/// Licences, bans and sources of the whole dependency graph.
pub fn check(log: &Log) -> anyhow::Result<Counts> {
    log.run(deny()?.arg("check").args(CHECKS))?;
    Ok(Counts { passed: CHECKS.len() as u32, ..Counts::default() })
}

/// Known faults of dependencies, by the `RustSec` database; left out where it cannot be fetched.
pub fn advisories(log: &Log) -> anyhow::Result<Counts> {
    let from = log.file()?.metadata()?.len();
    if !log.status(deny()?.args(["fetch", "db"]))?.success() {
        let told = log.text(from)?;
        let why = told.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no reason given");
        log.say(&format!("the advisory database cannot be fetched ({})", why.trim()))?;
        return Ok(Counts::skipped());
    }
    log.run(deny()?.args(["check", "--disable-fetch", "advisories"]))?;
    Ok(Counts::one())
}

/// `cargo deny` over the checkout with all features.
fn deny() -> anyhow::Result<Command> {
    let mut command = Command::new(tools::cargo_deny()?);
    command.arg("--all-features").current_dir(folders::root());
    run::without_own_names(&mut command);
    Ok(command)
}
