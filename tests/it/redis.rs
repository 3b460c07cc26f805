//! Redis servers to test on: the one of the test run, and one that a test starts and stops itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    env,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{self, Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use falcon::server::{
    cache::Redis,
    config::{self, Secret},
};
use tempfile::TempDir;

/// A Redis address as the settings would name it, with a prefix that no other test has.
pub fn named(url: &str) -> config::Redis {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let prefix = format!("falcon-test-{}-{}:", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    config::Redis::new(Secret::new(url.into()), &prefix).unwrap()
}

/// The Redis of the test run, as an address. CI must have one: a test that did not run is not a pass.
pub fn redis_url() -> Option<String> {
    let url = env::var("FALCON_TEST_REDIS").ok().filter(|url| !url.is_empty());
    assert!(
        url.is_some() || env::var_os("CI").is_none(),
        "CI is set and FALCON_TEST_REDIS is not: no Redis to test on"
    );
    if url.is_none() {
        eprintln!("FALCON_TEST_REDIS is not set: not tested on Redis");
    }
    url
}

/// A redis-server of a test's own, on a port of its own, that can be killed and started again.
pub struct OwnRedis {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

impl OwnRedis {
    /// Starts it; `None` where no redis-server is installed, which CI must have.
    pub fn start() -> Option<Self> {
        let found = Command::new("redis-server").arg("--version").stdout(Stdio::null()).status().is_ok();
        if !found {
            assert!(env::var_os("CI").is_none(), "CI is set and there is no redis-server");
            eprintln!("redis-server is not installed: not tested");
            return None;
        }
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut own = Self { folder: tempfile::tempdir().unwrap(), port, child: None };
        own.again();
        Some(own)
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub fn open(&self) -> Redis {
        Redis::open(&named(&self.url())).unwrap()
    }

    /// Starts it on the same port with the data that it had, and waits until it answers.
    pub fn again(&mut self) {
        self.child = Some(spawn(self.folder.path(), self.port));
        let started = Instant::now();
        while !self.answers() {
            assert!(started.elapsed() < Duration::from_secs(20), "redis-server does not start");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn answers(&self) -> bool {
        use std::io::{Read, Write};
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let mut told = [0; 5];
        stream.write_all(b"PING\r\n").is_ok() && stream.read_exact(&mut told).is_ok() && &told == b"+PONG"
    }

    /// Ends it as a crash would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Lets it stand still with its connections open, or go on.
    pub fn signal(&self, name: &str) {
        let pid = self.child.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        self.kill();
    }
}

fn spawn(folder: &Path, port: u16) -> Child {
    Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "yes"])
        .args(["--appendfsync", "always", "--dir"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
