//! A server started for a measurement or a test, and stopped by its process id.

use std::{
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::Context as _;

use crate::{
    run,
    test::services::{free_port, wait_for},
};

/// The running server; dropping stops it.
pub struct Server {
    child: Child,
    pub addr: SocketAddr,
}

impl Server {
    /// Starts `falcon serve` on a free port of loopback over a data folder; it asks nobody to sign in.
    pub fn start(program: &Path, data: &Path, site: Option<&Path>, organization: &str) -> anyhow::Result<Self> {
        Self::with(program, data, site, organization, &[])
    }

    /// As [`Server::start`], with these variables.
    pub fn with(
        program: &Path,
        data: &Path,
        site: Option<&Path>,
        organization: &str,
        variables: &[(&str, &str)],
    ) -> anyhow::Result<Self> {
        let addr = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        // Several may serve one folder.
        let log = data.join(format!("server-{}.log", addr.port()));
        let mut command = Command::new(program);
        command
            .arg("serve")
            .env("FALCON_OPEN", "1")
            .env("FALCON_DATA", data)
            .env("FALCON_ADDR", addr.to_string())
            .env("FALCON_ORG", organization);
        command
            .env_remove("DATABASE_URL")
            .env_remove("REDIS_URL")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(File::create(&log)?)
            .stderr(File::options().append(true).open(&log)?);
        if let Some(site) = site {
            command.env("FALCON_SITE", site);
        }
        let child = command.spawn().with_context(|| format!("starting {}", program.display()))?;
        let server = Self { child, addr };
        wait_for(addr.port(), Duration::from_secs(60))
            .with_context(|| format!("the server said:\n{}", fs::read_to_string(&log).unwrap_or_default()))?;
        Ok(server)
    }

    /// Resident memory now and at its highest, in bytes.
    pub fn memory(&self) -> anyhow::Result<(u64, u64)> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().split(' ').next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
        };
        Ok((field("VmRSS:").context("VmRSS")?, field("VmHWM:").context("VmHWM")?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// A data folder with demo data, filled by the program.
pub fn demo_data(program: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let data = std::env::temp_dir().join(format!("falcon-{name}-{}", std::process::id()));
    fs::create_dir_all(&data)?;
    run::output(
        "filling demo data",
        Command::new(program).arg("demo").env("FALCON_DATA", &data).env_remove("DATABASE_URL"),
    )?;
    Ok(data)
}
