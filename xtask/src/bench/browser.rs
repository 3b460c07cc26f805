//! A page's own engine in Chromium, over a million area scores: how soon a filter shows, what the snapshot weighs, how soon it
//! answers, with and without network. Then its engine against others that run in a browser.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context as _;
use serde_json::Value;

use super::{Bars, page, peers};
use crate::{build, folders, need, run, server::Server, test::browser::chromium, tools};

#[derive(clap::Args)]
pub struct Options {
    /// Take the released program as it was built last
    #[arg(long)]
    built: bool,
    /// Area scores
    #[arg(long, default_value_t = 1_000_000)]
    rows: u32,
    /// Leave the other engines out
    #[arg(long, conflicts_with = "peers_only")]
    no_peers: bool,
    /// Nothing but the engine against others: no server is built
    #[arg(long)]
    peers_only: bool,
    /// Rounds of the engines; in each every one answers every filter
    #[arg(long, default_value_t = 15)]
    rounds: u32,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    need::for_tests(&["browser"])?;
    let scripts = scripts()?;
    let mut bars = Bars::default();
    if !options.peers_only {
        of_a_page(options, &scripts, &mut bars)?;
    }
    if !options.no_peers {
        peers::run(options.rows, options.rounds, &scripts, &mut bars)?;
    }
    bars.finish()
}

/// The measuring scripts beside the modules of the browser tests: Node looks for them there.
fn scripts() -> anyhow::Result<PathBuf> {
    let modules = tools::install("browser tests (Playwright, axe)", "end2end", &folders::tools().join("end2end"))?;
    let folder = modules.parent().context("modules lie in a folder")?;
    for name in ["bench.mjs", "peers.mjs", "support/server.mjs"] {
        let to = folder.join(name);
        std::fs::create_dir_all(to.parent().context("a folder")?)?;
        std::fs::copy(folders::root().join("end2end").join(name), to)?;
    }
    Ok(folder.to_owned())
}

fn of_a_page(options: &Options, scripts: &Path, bars: &mut Bars) -> anyhow::Result<()> {
    let program = folders::target().join("release/falcon");
    if !(options.built && program.is_file()) {
        build::run()?;
    }
    let data = page::data(&program, options.rows)?;
    let server = Server::start(&program, &data, None, "bench")?;
    let told: Value = run::step("changing filters in Chromium", || {
        let mut node = Command::new("node");
        node.arg(scripts.join("bench.mjs")).arg(format!("http://{}/", server.addr)).arg(options.rows.to_string());
        node.env("CHROME_PATH", chromium().context("Chromium was not found")?);
        Ok(serde_json::from_str(&run::output("the measurement", &mut node)?)?)
    })?;
    let of = |path: &str| told.pointer(path).and_then(Value::as_f64).unwrap_or(f64::MAX);
    let ms = |value: f64| format!("{value:.1} ms");
    println!(
        "{} filter changes of the dashboard, {} area scores (p95 of what is in the window; what is not is drawn a frame later):",
        of("/filters"),
        options.rows
    );
    for (name, path, bar) in [
        ("to the document", "/dom", 16.0),
        ("to the document, CPU at a quarter", "/dom_throttled", 64.0),
        ("to the frame", "/paint", 50.0),
        ("to the frame, CPU at a quarter", "/paint_throttled", 150.0),
    ] {
        let whole =
            path.replace("_throttled", "") + "_all" + if path.ends_with("_throttled") { "_throttled" } else { "" };
        println!("  {:<34} {:>14}", format!("{name}, median"), ms(of(&format!("{path}/median"))));
        println!("  {:<34} {:>14}", "  with what is out of sight", ms(of(&format!("{whole}/p95"))));
        let p95 = of(&format!("{path}/p95"));
        bars.hold(&format!("{name}, p95"), &ms(p95), &format!("≤ {bar} ms"), p95 <= bar);
    }
    println!("the snapshot ({:.2} MB on the wire), and what is kept:", of("/snapshot") / 1e6);
    let weight = of("/bytes_a_score");
    bars.hold("bytes an area score", &format!("{weight:.2}"), "≤ 1.6", weight <= 1.6);
    bars.hold("navigation to first answer, warm", &ms(of("/warm")), "≤ 400 ms", of("/warm") <= 400.0);
    bars.hold("cold start without network", &ms(of("/offline")), "< 1,000 ms", of("/offline") < 1000.0);
    let memory = of("/memory");
    bars.hold("memory of the tab", &format!("{:.0} MB", memory / 1e6), "< 150 MB", memory < 150e6);
    Ok(())
}
