//! Database servers of a test run: own data folders, free ports, loopback only, stopped by process id.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use super::report::Log;
use crate::run;

/// Servers of a run; dropping stops them and removes their data.
pub struct Services {
    children: Vec<Child>,
    folder: PathBuf,
    postgres: u16,
    redis: u16,
}

impl Services {
    /// The URL of PostgreSQL's database of this name.
    pub fn postgres_url(&self, name: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.postgres)
    }

    /// Tells a command where the servers are.
    pub fn name_in(&self, command: &mut Command) {
        command
            .env("FALCON_TEST_PG", self.postgres_url("postgres"))
            .env("FALCON_TEST_REDIS", format!("redis://127.0.0.1:{}", self.redis));
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        for child in &mut self.children {
            // SIGINT is PostgreSQL's fast shutdown, and ends Redis too.
            let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Starts PostgreSQL and Redis.
pub fn start(log: &Log) -> anyhow::Result<Services> {
    let folder = std::env::temp_dir().join(format!("falcon-services-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let mut services =
        Services { children: Vec::new(), folder: folder.clone(), postgres: free_port()?, redis: free_port()? };
    services.children.push(start_postgres(log, &folder.join("postgres"), services.postgres)?);
    services.children.push(start_redis(log, &folder, services.redis)?);
    for port in [services.postgres, services.redis] {
        wait_for(port, Duration::from_secs(60))?;
    }
    Ok(services)
}

fn start_postgres(log: &Log, data: &Path, port: u16) -> anyhow::Result<Child> {
    let programs = postgres_programs().context("PostgreSQL's initdb was not found")?;
    fs::create_dir_all(data)?;
    // PostgreSQL refuses to run as root: then it runs as the user its package made.
    let user = if is_root() { Some(user_ids("postgres")?) } else { None };
    if let Some((uid, gid)) = user {
        chown(data, Some(uid), Some(gid))?;
    }
    let as_user = |command: &mut Command| {
        command.current_dir("/");
        if let Some((uid, gid)) = user {
            command.uid(uid).gid(gid);
        }
    };
    let cluster = data.join("cluster");
    let mut initdb = Command::new(programs.join("initdb"));
    initdb
        .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
        .arg(&cluster);
    as_user(&mut initdb);
    // The folder above is open to this user alone: hand it down by name.
    log.run(&mut initdb)?;
    let mut postgres = Command::new(programs.join("postgres"));
    postgres
        .arg("-D")
        .arg(&cluster)
        .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"])
        .args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-k"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(log.file()?)
        .stderr(log.file()?);
    as_user(&mut postgres);
    postgres.spawn().context("starting PostgreSQL")
}

fn start_redis(log: &Log, folder: &Path, port: u16) -> anyhow::Result<Child> {
    Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no", "--dir"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(log.file()?)
        .stderr(log.file()?)
        .spawn()
        .context("starting Redis")
}

/// The folder with PostgreSQL's programs: newest of Debian's, else the one in the search path.
pub fn postgres_programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, programs)| programs.join("initdb").exists())
        .collect();
    versions.sort();
    if let Some((_, programs)) = versions.pop() {
        return Some(programs);
    }
    let printed = run::output("pg_config", Command::new("pg_config").arg("--bindir")).ok()?;
    Some(PathBuf::from(printed.trim())).filter(|programs| programs.join("initdb").exists())
}

/// Does this process run as root?
pub fn is_root() -> bool {
    run::output("id", Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn user_ids(name: &str) -> anyhow::Result<(u32, u32)> {
    let id = |flag: &str| -> anyhow::Result<u32> {
        Ok(run::output("id", Command::new("id").args([flag, name]))?.trim().parse()?)
    };
    Ok((id("-u")?, id("-g")?))
}

/// A port nobody uses now.
pub fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Waits until something listens on the port.
pub fn wait_for(port: u16, limit: Duration) -> anyhow::Result<()> {
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if started.elapsed() > limit {
            bail!("nothing listens on port {port} after {}", run::time(limit));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
