//! The release: one program with the site inside it.

use std::{path::PathBuf, process::Command};

use crate::{folders, run, site};

/// Builds site and program; returns the program's path.
pub fn run() -> anyhow::Result<PathBuf> {
    let pack = site::run(&site::Options { dev: false })?;
    run::step("compiling the program (release: several minutes from nothing)", || {
        let mut cargo = run::cargo();
        cargo.args(["build", "--package", "falcon", "--bin", "falcon", "--release", "--features", "embed"]);
        run::run("compiling the program", cargo.env("FALCON_SITE_PACK", &pack))
    })?;
    let program = folders::target().join("release/falcon");
    let size = program.metadata()?.len();
    eprintln!("  {} ({:.1} MB, site included)", program.display(), size as f64 / 1e6);
    Ok(program)
}

/// Builds the program for development; returns its path. It reads the development site beside it.
pub fn dev() -> anyhow::Result<PathBuf> {
    run::step("compiling the program (about five minutes from nothing, seconds later)", || {
        run::run("compiling the program", &mut dev_command())
    })?;
    Ok(folders::target().join("debug/falcon"))
}

/// The command that builds the program for development.
pub fn dev_command() -> Command {
    let mut cargo = run::cargo();
    cargo.args(["build", "--package", "falcon", "--bin", "falcon", "--features", "ssr"]);
    cargo
}
