//! The engine against DuckDB on the peers' query set, and against itself as WASM.

use std::{path::PathBuf, process::Command};

use crate::{folders, need, run, tools::python};

/// The bench's own package.
const PACKAGE: &str = "benches/engine";

#[derive(clap::Args)]
pub struct Options {
    /// Area scores
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// Rounds; each times every variant of DuckDB once
    #[arg(long, default_value_t = 15)]
    runs: u32,
    /// Write the table here too, as Markdown
    #[arg(long)]
    table: Option<PathBuf>,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    need::for_tests(&["parity"])?;
    let (program, wasm) = build()?;
    let mut compare = python(&format!("{PACKAGE}/requirements.txt"))?;
    compare.arg(folders::root().join(PACKAGE).join("compare.py"));
    compare.args(["--rows", &options.rows.to_string(), "--runs", &options.runs.to_string()]);
    compare.arg("--peers").arg(folders::shared().join("peers"));
    compare.arg("--work").arg(folders::cache().join("bench/engine"));
    compare.arg("--engine").arg(program).arg("--wasm").arg(wasm);
    compare.arg("--node").arg(folders::root().join(PACKAGE).join("engine.mjs"));
    if let Some(table) = &options.table {
        compare.arg("--table").arg(table);
    }
    run::run("comparing with DuckDB", &mut compare)
}

/// The engine as a program and as WASM.
pub fn build() -> anyhow::Result<(PathBuf, PathBuf)> {
    let target = folders::target().join("engine-bench");
    let cargo = || {
        let mut cargo = run::cargo();
        cargo.args(["build", "--release", "--quiet", "--manifest-path"]);
        cargo.arg(folders::root().join(PACKAGE).join("Cargo.toml")).env("CARGO_TARGET_DIR", &target);
        cargo
    };
    run::step("building the engine, native and WASM", || {
        run::run("the engine", cargo().args(["--bin", "engine-bench"]))?;
        let mut wasm = cargo();
        wasm.args(["--lib", "--target", "wasm32-unknown-unknown"]).env("RUSTFLAGS", "-C target-feature=+simd128");
        run::run("the engine as WASM", &mut wasm)
    })?;
    Ok((target.join("release/engine-bench"), target.join("wasm32-unknown-unknown/release/engine_bench.wasm")))
}

/// `cargo xtask parity`: the engine answers the same bytes natively and as WASM.
pub fn parity() -> anyhow::Result<()> {
    need::for_tests(&["parity"])?;
    let (program, wasm) = build()?;
    let script = folders::root().join(PACKAGE).join("engine.mjs");
    run::run("comparing WASM with native", Command::new(program).arg("parity").arg(script).arg(wasm))
}
