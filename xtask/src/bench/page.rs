//! The dashboard rendered on the server: a million area scores, 50 connections on loopback, load from the same machine.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, ensure};

use super::Bars;
use crate::{build, folders, http, need, run, server::Server, tools::python};

#[derive(clap::Args)]
pub struct Options {
    /// Take the released program as it was built last
    #[arg(long)]
    built: bool,
    /// Area scores
    #[arg(long, default_value_t = 1_000_000)]
    rows: u32,
    /// Seconds of load
    #[arg(long, default_value_t = 20)]
    seconds: u32,
    #[arg(long, default_value_t = 50)]
    connections: u32,
    /// Path of the page
    #[arg(long, default_value = "/")]
    path: String,
}

/// Single requests for the time to the first byte.
const SINGLE: usize = 200;

pub fn run(options: &Options) -> anyhow::Result<()> {
    if !run::exists("wrk") {
        need::install(&[("wrk, the load generator", "wrk")])?;
    }
    let program = folders::target().join("release/falcon");
    if !(options.built && program.is_file()) {
        build::run()?;
    }
    let data = data(&program, options.rows)?;
    let server = Server::start(&program, &data, None, "bench")?;
    let page = http::get(server.addr, &options.path, "br, gzip")?;
    ensure!(page.status == 200, "the page answers {}", page.status);
    let plain = http::get(server.addr, &options.path, "")?;
    println!(
        "page: {} bytes, {} on the wire ({})",
        plain.body.len(),
        page.body.len(),
        page.header("content-encoding").unwrap_or("plain")
    );
    let (ready, _) = server.memory()?;
    let mut first: Vec<Duration> = Vec::new();
    for _ in 0..SINGLE {
        first.push(http::get(server.addr, &options.path, "br, gzip")?.first_byte);
    }
    first.sort();
    let p95 = first[SINGLE * 95 / 100];
    let asked = Asked { path: &options.path, seconds: options.seconds, connections: options.connections, header: None };
    let again = load(&server, &asked, None)?;
    let new = load(&server, &asked, Some(&folders::root().join("benches/page.lua")))?;
    let (after, highest) = server.memory()?;
    println!(
        "memory: {} MB before load, {} MB after it, {} MB at most",
        ready / 1_000_000,
        after / 1_000_000,
        highest / 1_000_000
    );
    let mut bars = Bars::default();
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    for (name, load) in [("one filter", &again), ("each another filter", &new)] {
        println!("{name}:");
        bars.hold("dashboards a second", &format!("{:.0}", load.rate), "≥ 300", load.rate >= 300.0);
        println!("  {:<34} {:>14}", "latency, median", ms(load.p50));
        bars.hold("latency, p99", &ms(load.p99), "< 400 ms", load.p99 < Duration::from_millis(400));
        bars.hold("errors", &load.errors.to_string(), "0", load.errors == 0);
    }
    println!("one connection, and all:");
    bars.hold("first byte, one connection, p95", &ms(p95), "< 15 ms", p95 < Duration::from_millis(15));
    bars.hold(
        "page, compressed",
        &format!("{:.1} KB", page.body.len() as f64 / 1000.0),
        "< 60 KB",
        page.body.len() < 60_000,
    );
    bars.hold(
        "memory of the server at most",
        &format!("{} MB", highest / 1_000_000),
        "< 150 MB",
        highest < 150_000_000,
    );
    bars.finish()
}

/// A data folder with the organization `bench`, kept in the build folder for the next run.
pub(super) fn data(program: &Path, rows: u32) -> anyhow::Result<PathBuf> {
    let data = folders::target().join(format!("bench-page-{rows}"));
    let done = data.join("filled");
    // A newer program may store otherwise: then it is filled anew.
    let stamp = format!("{:?}", program.metadata()?.modified()?);
    if fs::read_to_string(&done).is_ok_and(|known| known == stamp) {
        return Ok(data);
    }
    let _ = fs::remove_dir_all(&data);
    fs::create_dir_all(&data)?;
    let csv = folders::target().join(format!("bench-{rows}.csv"));
    if !csv.is_file() {
        run::step(&format!("generating {rows} area scores"), || {
            let mut python = python("benches/requirements.txt")?;
            python.arg(folders::root().join("benches/page.py")).arg("--peers").arg(folders::shared().join("peers"));
            python.args(["--rows", &rows.to_string(), "--out"]).arg(&csv);
            run::output("the generator", &mut python).map(drop)
        })?;
    }
    run::step("importing them", || {
        let profile = folders::root().join("benches/page.toml");
        let mut import = Command::new(program);
        import
            .args(["import", "--org", "bench", "--profile"])
            .arg(profile)
            .arg(&csv)
            .env("FALCON_OPEN", "1")
            .env("FALCON_DATA", &data)
            .env_remove("DATABASE_URL");
        println!("{}", run::output("the import", &mut import)?.trim());
        Ok(())
    })?;
    fs::write(&done, stamp)?;
    Ok(data)
}

/// What the load generator saw.
pub(super) struct Load {
    pub rate: f64,
    pub p50: Duration,
    pub p99: Duration,
    pub errors: u64,
}

/// What is asked for, and how.
pub(super) struct Asked<'a> {
    pub path: &'a str,
    /// Of load.
    pub seconds: u32,
    pub connections: u32,
    /// What tells who asks.
    pub header: Option<&'a str>,
}

/// All connections ask for the page, or for what a script makes of its address.
pub(super) fn load(server: &Server, asked: &Asked<'_>, script: Option<&Path>) -> anyhow::Result<Load> {
    let url = format!("http://{}{}", server.addr, asked.path);
    let seconds = format!("{}s", asked.seconds);
    let connections = asked.connections.to_string();
    let text = run::step(
        &format!(
            "{connections} connections for {seconds} on {url}{}{}",
            if script.is_some() { ", other filters" } else { "" },
            if asked.header.is_some() { ", signed in" } else { "" }
        ),
        || {
            let mut wrk = Command::new("wrk");
            wrk.args([
                "--latency",
                "-t",
                "1",
                "-c",
                &connections,
                "-d",
                &seconds,
                "-H",
                "Accept-Encoding: br, gzip",
                "-H",
                "Accept-Language: es-MX",
            ]);
            if let Some(header) = asked.header {
                wrk.arg("-H").arg(header);
            }
            if let Some(script) = script {
                wrk.arg("-s").arg(script);
            }
            wrk.arg(&url);
            run::output("wrk", &mut wrk)
        },
    )?;
    read(&text).with_context(|| format!("wrk said:\n{text}"))
}

/// Reads wrk's report.
fn read(text: &str) -> Option<Load> {
    let after = |label: &str| text.lines().find_map(|line| line.trim().strip_prefix(label)).map(str::trim);
    let rate = after("Requests/sec:")?.parse().ok()?;
    let socket: u64 = after("Socket errors:")
        .map_or(0, |line| line.split([' ', ',']).filter_map(|word| word.parse::<u64>().ok()).sum());
    let status: u64 = after("Non-2xx or 3xx responses:").and_then(|n| n.parse().ok()).unwrap_or(0);
    Some(Load { rate, p50: time(after("50%")?)?, p99: time(after("99%")?)?, errors: socket + status })
}

/// `612.00us`, `24.31ms`, `1.02s`.
fn time(text: &str) -> Option<Duration> {
    let split = text.find(|c: char| c.is_alphabetic())?;
    let number: f64 = text[..split].parse().ok()?;
    let seconds = match &text[split..] {
        "us" => number / 1e6,
        "ms" => number / 1e3,
        "s" => number,
        "m" => number * 60.0,
        _ => return None,
    };
    Some(Duration::from_secs_f64(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_load_generators_report_is_read() {
        let text = "  Latency Distribution\n     50%    1.20ms\n     99%   24.31ms\n  100 requests in 1.00s\n  Socket errors: connect 0, read 1, write 0, timeout 2\nRequests/sec:   812.41\n";
        let load = read(text).unwrap();
        assert_eq!((load.rate, load.errors), (812.41, 3));
        assert_eq!(load.p99, Duration::from_micros(24_310));
    }
}
