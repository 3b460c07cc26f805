//! Lighthouse on the released program with demo data.

use std::{fs, process::Command};

use anyhow::Context as _;
use serde_json::Value;

use super::Bars;
use crate::{build, folders, need, run, server, test::browser::chromium, tools};

#[derive(clap::Args)]
pub struct Options {
    /// Take the released program as it was built last
    #[arg(long)]
    built: bool,
    /// Path of the page
    #[arg(long, default_value = "/")]
    path: String,
    /// Runs; the median is held against the bars
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

/// Category, its name on the terminal, its bar.
const BARS: [(&str, &str, f64); 3] = [
    ("performance", "performance", 95.0),
    ("accessibility", "accessibility", 100.0),
    ("best-practices", "best practices", 95.0),
];

pub fn run(options: &Options) -> anyhow::Result<()> {
    need::for_tests(&["browser"])?;
    let program = folders::target().join("release/falcon");
    if !(options.built && program.is_file()) {
        build::run()?;
    }
    let modules = tools::install("Lighthouse", "xtask/tools/lighthouse", &folders::tools().join("lighthouse"))?;
    let data = server::demo_data(&program, "lighthouse")?;
    let server = server::Server::start(&program, &data, None, "demo")?;
    let url = format!("http://{}{}", server.addr, options.path);
    let mut reports = Vec::new();
    for at in 1..=options.runs {
        let report = run::step(&format!("Lighthouse on {url}, run {at} of {}", options.runs), || {
            let mut node = Command::new("node");
            node.arg(modules.join("lighthouse/cli/index.js")).arg(&url);
            node.args(["--output=json", "--quiet", "--only-categories=performance,accessibility,best-practices"]);
            node.arg("--chrome-flags=--headless --no-sandbox --disable-gpu --disable-background-networking");
            node.env("CHROME_PATH", chromium().context("Chromium was not found")?);
            Ok(serde_json::from_str::<Value>(&run::output("Lighthouse", &mut node)?)?)
        })?;
        reports.push(report);
    }
    drop(server);
    fs::remove_dir_all(&data)?;
    let score = |report: &Value, id: &str| report["categories"][id]["score"].as_f64().unwrap_or(0.0) * 100.0;
    reports.sort_by(|a, b| score(a, "performance").total_cmp(&score(b, "performance")));
    let median = &reports[reports.len() / 2];
    for id in [
        "first-contentful-paint",
        "largest-contentful-paint",
        "total-blocking-time",
        "cumulative-layout-shift",
        "speed-index",
        "total-byte-weight",
    ] {
        println!("  {:<28} {}", id, median["audits"][id]["displayValue"].as_str().unwrap_or("-"));
    }
    let mut bars = Bars::default();
    for (id, name, bar) in BARS {
        let got = score(median, id);
        bars.hold(name, &format!("{got:.0}"), &format!("≥ {bar}"), got >= bar);
        if got < 100.0 {
            explain(median, id);
        }
    }
    bars.finish()
}

/// Names the audits that cost points.
fn explain(report: &Value, category: &str) {
    for reference in report["categories"][category]["auditRefs"].as_array().into_iter().flatten() {
        let audit = &report["audits"][reference["id"].as_str().unwrap_or_default()];
        let weight = reference["weight"].as_f64().unwrap_or(0.0);
        if let Some(score) = audit["score"].as_f64().filter(|score| *score < 0.9 && weight > 0.0) {
            println!("    {score:.2} {}", audit["title"].as_str().unwrap_or_default());
        }
    }
}
