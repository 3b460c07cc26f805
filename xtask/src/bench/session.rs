//! What being signed in costs: the check of a session with Redis on loopback, and dashboards against those of a server that
//! asks nobody to sign in.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};

use super::{
    Bars,
    page::{self, Load},
};
use crate::{
    build, folders, http, need, run,
    server::Server,
    test::services::{free_port, wait_for},
};

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
    /// Rounds, in each of which both servers take their turn
    #[arg(long, default_value_t = 3)]
    rounds: u32,
}

/// Pairs of single requests, with and without a session.
const PAIRS: usize = 3_000;
/// Whom the measurement signs in.
const LOGIN: &str = "bench-director";
/// Requests are counted as on a server of everyday, and never refused.
pub(super) const LIMITS: [(&str, &str); 4] = [
    ("FALCON_OPEN", "0"),
    ("FALCON_LIMIT_HEALTH", "1000000"),
    ("FALCON_LIMIT_READ", "1000000"),
    ("FALCON_LIMIT_SIGN_IN", "1000000"),
];

pub fn run(options: &Options) -> anyhow::Result<()> {
    if !run::exists("wrk") {
        need::install(&[("wrk, the load generator", "wrk")])?;
    }
    if !run::exists("redis-server") {
        need::install(&[("Redis", "redis-server")])?;
    }
    let program = folders::target().join("release/falcon");
    if !(options.built && program.is_file()) {
        build::run()?;
    }
    let data = page::data(&program, options.rows)?;
    let redis = Redis::start()?;
    let open = Server::start(&program, &data, None, "bench")?;
    let mut variables = LIMITS.to_vec();
    variables.push(("REDIS_URL", &redis.url));
    let closed = Server::with(&program, &data, None, "bench", &variables)?;
    let cookie = sign_in(&program, &data, &closed, LOGIN, "director")?;
    ensure!(http::get(closed.addr, "/", "")?.status == 303, "who has not signed in is let in");

    let mut line = Line::open(&closed)?;
    line.ask("/salud", &cookie)?;
    let nobody = line.median("/salud", "")?;
    let somebody = line.median("/salud", &cookie)?;
    let told = line.median("/api/v1/me", &cookie)?;

    let mut rates: [Vec<f64>; 2] = Default::default();
    let mut errors = 0;
    for round in 1..=options.rounds {
        println!("round {round} of {}:", options.rounds);
        // Whoever goes first finds the machine colder: they take turns at that too.
        let mut turns = [(0, &open, None), (1, &closed, Some(cookie.as_str()))];
        if round % 2 == 0 {
            turns.reverse();
        }
        for (which, server, cookie) in turns {
            let load = load(server, options, cookie)?;
            errors += load.errors;
            rates[which].push(load.rate);
        }
    }
    let [open, closed] = rates.map(median);

    let mut bars = Bars::default();
    let ms = |time: Duration| format!("{:.3} ms", time.as_secs_f64() * 1000.0);
    let check = somebody.saturating_sub(nobody);
    println!("one connection, {PAIRS} requests each, medians:");
    println!("  {:<34} {:>14}", "/salud, nobody", ms(nobody));
    println!("  {:<34} {:>14}", "/salud, with a session", ms(somebody));
    bars.hold("the session check", &ms(check), "< 1 ms", check < Duration::from_millis(1));
    let whole = told.saturating_sub(nobody);
    bars.hold("with membership and answer", &ms(whole), "< 1 ms", whole < Duration::from_millis(1));
    println!("{} connections, medians of {} rounds:", options.connections, options.rounds);
    println!("  {:<34} {:>14}", "dashboards a second, open", format!("{open:.0}"));
    println!("  {:<34} {:>14}", "dashboards a second, signed in", format!("{closed:.0}"));
    bars.hold("signed in, of open", &format!("{:.0} %", 100.0 * closed / open), "≥ 85 %", closed >= 0.85 * open);
    bars.hold("errors", &errors.to_string(), "0", errors == 0);
    bars.finish()
}

fn load(server: &Server, options: &Options, cookie: Option<&str>) -> anyhow::Result<Load> {
    let header = cookie.map(|cookie| format!("Cookie: {cookie}"));
    let load = page::Asked {
        path: "/",
        seconds: options.seconds,
        connections: options.connections,
        header: header.as_deref(),
    };
    page::load(server, &load, None)
}

fn median<T: PartialOrd + Copy>(mut all: Vec<T>) -> T {
    all.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    all[all.len() / 2]
}

/// Somebody by invitation, as people come in; the session's cookie.
pub(super) fn sign_in(program: &Path, data: &Path, server: &Server, login: &str, role: &str) -> anyhow::Result<String> {
    let falcon = |args: &[&str]| {
        let mut falcon = Command::new(program);
        falcon.arg("user").args(args).env("FALCON_DATA", data).env_remove("DATABASE_URL").env_remove("REDIS_URL");
        run::output("falcon user", &mut falcon)
    };
    falcon(&["add", "--org", "bench", "--role", role, login])?;
    // The first run invites; a later one finds the person here, and gives a link all the same.
    let told = falcon(&["reset", login])?;
    let (_, link) = told.split_once("/enlace/").with_context(|| format!("no link in {told}"))?;
    let path = format!("/enlace/{}", link.split_whitespace().next().unwrap_or_default());
    let password = "password=cuatro+caballos+lentos+cantan&again=cuatro+caballos+lentos+cantan";
    let mut line = Line::open(server)?;
    let head = line.send(&format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{password}",
        server.addr,
        password.len()
    ))?;
    let set = head.lines().find_map(|line| line.strip_prefix("set-cookie: falcon="));
    let set = set.with_context(|| format!("nobody was signed in:\n{head}"))?;
    Ok(format!("falcon={}", set.split(';').next().unwrap_or_default()))
}

/// A connection that stays open.
pub(super) struct Line {
    stream: TcpStream,
    host: String,
}

impl Line {
    pub fn open(server: &Server) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(server.addr)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { stream, host: server.addr.to_string() })
    }

    /// Asks, and reads the answer to its end; the head.
    pub fn send(&mut self, request: &str) -> anyhow::Result<String> {
        self.stream.write_all(request.as_bytes())?;
        let (mut bytes, mut piece) = (Vec::new(), [0; 16_384]);
        loop {
            let read = self.stream.read(&mut piece)?;
            ensure!(read > 0, "the server hung up");
            bytes.extend_from_slice(&piece[..read]);
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.context("an answer without a length")?.trim().parse()?;
            if bytes.len() >= end + 4 + length {
                return Ok(head);
            }
        }
    }

    fn ask(&mut self, path: &str, cookie: &str) -> anyhow::Result<Duration> {
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{cookie}\r\n", self.host);
        let asked = Instant::now();
        let head = self.send(&request)?;
        let took = asked.elapsed();
        if !head.starts_with("HTTP/1.1 200") {
            bail!("{path} answers\n{head}");
        }
        Ok(took)
    }

    fn median(&mut self, path: &str, cookie: &str) -> anyhow::Result<Duration> {
        let mut times = Vec::with_capacity(PAIRS);
        for _ in 0..PAIRS {
            times.push(self.ask(path, cookie)?);
        }
        Ok(median(times))
    }
}

/// A Redis of the measurement's own.
struct Redis {
    child: Child,
    url: String,
}

impl Redis {
    fn start() -> anyhow::Result<Self> {
        let port = free_port()?;
        let child = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting redis-server")?;
        let redis = Self { child, url: format!("redis://127.0.0.1:{port}") };
        wait_for(port, Duration::from_secs(20))?;
        Ok(redis)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_one_is_the_median() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4, 1]), 4);
    }
}
