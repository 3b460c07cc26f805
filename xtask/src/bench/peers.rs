//! The engine's WASM against DuckDB-WASM and crossfilter2, all three in one Chromium.

use std::{fs, path::Path, process::Command};

use anyhow::Context as _;
use serde_json::Value;

use super::{Bars, engine};
use crate::{
    folders, run,
    test::browser::chromium,
    tools::{self, python},
};

/// The page and what it is measured against.
const PACKAGE: &str = "benches/browser";

/// How many times faster than DuckDB-WASM, by filter.
const DUCKDB: [(&str, f64); 4] = [("F1", 60.0), ("F2", 150.0), ("F3", 150.0), ("F4", 150.0)];

/// And than crossfilter2, on each.
const CROSSFILTER: f64 = 100.0;

/// Measures and holds the bars; `scripts` is where Node finds the browser tests' modules and the script.
pub fn run(rows: u32, rounds: u32, scripts: &Path, bars: &mut Bars) -> anyhow::Result<()> {
    let (program, wasm) = engine::build()?;
    let modules = tools::install("DuckDB-WASM and crossfilter2", PACKAGE, &folders::tools().join("peers"))?;
    let work = folders::cache().join("bench/engine");
    let mut make = python("benches/requirements.txt")?;
    make.arg(folders::root().join("benches/engine/work.py")).args(["--rows", &rows.to_string()]);
    make.arg("--peers").arg(folders::shared().join("peers")).arg("--work").arg(&work);
    let plan = run::output("making the rows", &mut make)?;
    let plan_file = work.join("plan.json");
    fs::write(&plan_file, &plan)?;
    let columns =
        serde_json::from_str::<Value>(&plan)?["columns"].as_str().context("where the columns lie")?.to_owned();
    let snapshot = work.join(format!("{rows}.snapshot"));
    let command = format!("snapshot {}\n", snapshot.display());
    run::with_input("writing the snapshot", Command::new(program).arg(&columns), &command)?;

    let told: Value = run::step(&format!("three engines taking turns in Chromium, {rounds} rounds"), || {
        let mut node = Command::new("node");
        node.arg(scripts.join("peers.mjs")).arg(folders::root().join(PACKAGE)).arg(&modules).arg(rounds.to_string());
        for (name, path) in [
            ("plan", plan_file.as_path()),
            ("columns", Path::new(&columns)),
            ("snapshot", &snapshot),
            ("engine.wasm", &wasm),
        ] {
            node.arg(format!("{name}={}", path.display()));
        }
        node.env("CHROME_PATH", chromium().context("Chromium was not found")?);
        Ok(serde_json::from_str(&run::output("the measurement", &mut node)?)?)
    })?;
    tell(&told, bars)
}

fn tell(told: &Value, bars: &mut Bars) -> anyhow::Result<()> {
    let number = |of: &Value, name: &str| of[name].as_f64().with_context(|| format!("{name} was not measured"));
    let filters = told["filters"].as_array().context("filters")?;
    println!("the query set D over {} area scores, equal answers, median ms:", told["rows"]);
    println!(
        "  {:<6} {:>9} {:>9} {:>12} {:>13}  {:<12} {:>13}",
        "filter", "scores", "Falcon", "handed over", "DuckDB-WASM", "its best", "crossfilter2"
    );
    for one in filters {
        println!(
            "  {:<6} {:>9} {:>9.3} {:>12.3} {:>13.1}  {:<12} {:>13.1}",
            one["name"].as_str().unwrap_or_default(),
            one["scores"].to_string(),
            number(one, "falcon")?,
            number(one, "handed")?,
            number(one, "duckdb")?,
            one["variant"].as_str().unwrap_or_default(),
            number(one, "crossfilter")?,
        );
    }
    let version = |of: &str| told[of]["version"].as_str().unwrap_or_default().to_owned();
    for (name, of, version) in [
        ("Falcon", "falcon", String::new()),
        ("DuckDB-WASM", "duckdb", format!(", DuckDB {}", version("duckdb"))),
        ("crossfilter2", "crossfilter", format!(", {}", version("crossfilter"))),
    ] {
        let bytes = number(&told[of], "bytes")? / 1e6;
        println!("  {name:<13} holds the rows after {:>5.0} ms; {bytes:.2} MB{version}", number(&told[of], "built")?);
    }
    for (peer, of) in [("DuckDB-WASM", "duckdb"), ("crossfilter2", "crossfilter")] {
        for (name, least) in DUCKDB {
            let least = if of == "duckdb" { least } else { CROSSFILTER };
            let one =
                filters.iter().find(|one| one["name"] == name).with_context(|| format!("{name} was not measured"))?;
            let ratio = number(one, of)? / number(one, "falcon")?;
            bars.hold(
                &format!("{name} against {peer}"),
                &format!("{ratio:.0}×"),
                &format!("≥ {least}×"),
                ratio >= least,
            );
        }
    }
    Ok(())
}
