//! From a clone to a running demo.

use std::{path::PathBuf, process::Command};

use crate::{build, folders, run, site};

#[derive(clap::Args)]
pub struct Options {
    /// Where to serve
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The release program with the small WASM instead of the quicker development build
    #[arg(long)]
    release: bool,
    /// Data folder; what it holds is kept
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Builds, fills and serves until it is stopped.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let (program, pack) = if options.release {
        (build::run()?, None)
    } else {
        let pack = site::run(&site::Options { dev: true })?;
        (build::dev()?, Some(pack))
    };
    let data = options.data.clone().unwrap_or_else(|| folders::cache().join("demo"));
    std::fs::create_dir_all(&data)?;
    run::step("filling the demo organization", || {
        run::run("filling the demo", Command::new(&program).arg("demo").env("FALCON_DATA", &data))
    })?;
    eprintln!("▸ serving on http://localhost:{} (stop with Ctrl+C)", options.port);
    let mut server = Command::new(&program);
    server.arg("serve").env("FALCON_DATA", &data).env("FALCON_ADDR", format!("127.0.0.1:{}", options.port));
    if let Some(pack) = pack {
        server.env("FALCON_SITE", pack);
    }
    run::run("the server", &mut server)
}
