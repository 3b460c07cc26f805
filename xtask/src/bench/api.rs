//! Figures by the API: a million area scores, 50 connections on loopback, each request proven by a key.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, ensure};

use super::{
    Bars,
    page::{self, Asked},
    session::{LIMITS, Line, sign_in},
};
use crate::{build, folders, http, need, run, server::Server};

#[derive(clap::Args)]
pub struct Options {
    /// Take the released program as it was built last
    #[arg(long)]
    built: bool,
    /// Area scores
    #[arg(long, default_value_t = 1_000_000)]
    rows: u32,
    /// Seconds of load in each round
    #[arg(long, default_value_t = 10)]
    seconds: u32,
    #[arg(long, default_value_t = 50)]
    connections: u32,
    #[arg(long, default_value_t = 3)]
    rounds: u32,
}

const PATH: &str = "/api/v1/kpis";
/// Who makes the key.
const LOGIN: &str = "bench-admin";

pub fn run(options: &Options) -> anyhow::Result<()> {
    if !run::exists("wrk") {
        need::install(&[("wrk, the load generator", "wrk")])?;
    }
    let program = folders::target().join("release/falcon");
    if !(options.built && program.is_file()) {
        build::run()?;
    }
    let data = page::data(&program, options.rows)?;
    let server = Server::with(&program, &data, None, "bench", &LIMITS)?;
    let header = format!("X-API-Key: {}", key(&program, &data, &server)?);
    ensure!(http::get(server.addr, PATH, "")?.status == 401, "who shows no key is answered");
    let one = http::get_with(server.addr, PATH, "", &format!("{header}\r\n"))?;
    ensure!(one.status == 200, "{PATH} answers {}", one.status);
    let mut loads = Vec::new();
    for round in 1..=options.rounds {
        println!("round {round} of {}:", options.rounds);
        let asked =
            Asked { path: PATH, seconds: options.seconds, connections: options.connections, header: Some(&header) };
        loads.push(page::load(&server, &asked, None)?);
    }
    let errors: u64 = loads.iter().map(|load| load.errors).sum();
    loads.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    let rate = loads[loads.len() / 2].rate;
    loads.sort_by_key(|load| load.p99);
    let middle = &loads[loads.len() / 2];
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let mut bars = Bars::default();
    println!(
        "{PATH}, {} bytes, {} connections, medians of {} rounds:",
        one.body.len(),
        options.connections,
        options.rounds
    );
    bars.hold("requests a second", &format!("{rate:.0}"), "≥ 3000", rate >= 3_000.0);
    println!("  {:<34} {:>14}", "latency, median", ms(middle.p50));
    bars.hold("latency, p99", &ms(middle.p99), "< 40 ms", middle.p99 < Duration::from_millis(40));
    bars.hold("errors", &errors.to_string(), "0", errors == 0);
    println!("  {:<34} {:>14}", "memory at most", format!("{} MB", server.memory()?.1 / 1_000_000));
    bars.finish()
}

/// A key that reads, made on the page as an administrator makes one.
fn key(program: &Path, data: &Path, server: &Server) -> anyhow::Result<String> {
    let cookie = sign_in(program, data, server, LOGIN, "admin")?;
    let page = |path: &str| -> anyhow::Result<String> {
        let answer = http::get_with(server.addr, path, "", &format!("Cookie: {cookie}\r\n"))?;
        ensure!(answer.status == 200, "{path} answers {}", answer.status);
        Ok(String::from_utf8_lossy(&answer.body).into_owned())
    };
    let between = |page: &str, from: &str| -> Option<String> {
        let (_, rest) = page.split_once(from)?;
        Some(rest.split('"').next()?.to_owned())
    };
    let list = page("/administracion/llaves")?;
    let token = between(&list, "name=\"csrf\" value=\"").context("no token on the page of keys")?;
    let form = format!("csrf={token}&nombre=Medida&rol=viewer&alcance=todo&dias=90");
    let head = Line::open(server)?.send(&format!(
        "POST /administracion/llaves HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        server.addr,
        form.len()
    ))?;
    ensure!(head.contains("/administracion/llaves/hecha"), "no key was made:\n{head}");
    let made = page("/administracion/llaves/hecha")?;
    let at = made.find("fk_").context("no key on the page")?;
    Ok(made[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect())
}
