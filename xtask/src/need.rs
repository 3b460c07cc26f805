//! Prerequisites: what is missing is named together with the command that installs it.

use std::process::Command;

use anyhow::bail;

use crate::{
    run::{exists, output, step},
    test::{
        browser::{chromium, firefox},
        services::{is_root, postgres_programs},
    },
};

/// Node for the tools of the site; the WASM target for the compiler, which is added where rustup is at hand.
pub fn for_site() -> anyhow::Result<()> {
    let mut missing = Vec::new();
    if !exists("node") || !exists("npm") {
        missing.push(
            "Node 20 or newer with npm: on Debian `apt-get install nodejs npm`, else https://nodejs.org".to_owned(),
        );
    }
    if !has_wasm_target() && !add_wasm_target() {
        missing.push("the WASM target of the compiler: with Rust of https://rustup.rs, `rustup target add wasm32-unknown-unknown`".to_owned());
    }
    if !exists("cc") {
        missing.push("a C compiler (SQLite is compiled in): on Debian `apt-get install build-essential`".to_owned());
    }
    report(&missing)
}

/// Whether it was added: rustup keeps it beside the compiler, for every project.
fn add_wasm_target() -> bool {
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", "wasm32-unknown-unknown"]);
    exists("rustup")
        && step("adding the WASM target of the compiler (downloads, once)", || output("rustup", &mut rustup)).is_ok()
}

fn has_wasm_target() -> bool {
    let Ok(folder) = output(
        "asking the compiler",
        Command::new("rustc").args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]),
    ) else {
        return false;
    };
    std::path::Path::new(folder.trim()).is_dir()
}

/// Fails naming everything that is missing at once.
pub fn report(missing: &[String]) -> anyhow::Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    bail!("missing on this machine:\n  - {}", missing.join("\n  - "))
}

/// What the named steps of `test` need. On Debian as root missing packages are installed; elsewhere they are named.
pub fn for_tests(steps: &[&str]) -> anyhow::Result<()> {
    let wants = |step: &str| steps.contains(&step);
    if steps.iter().any(|step| ["clippy", "site", "parity", "browser", "budget"].contains(step)) {
        for_site()?;
    }
    let mut packages = Vec::new();
    if wants("server") || wants("api") {
        if postgres_programs().is_none() {
            packages.push(("PostgreSQL", "postgresql"));
        }
        if !exists("redis-server") {
            packages.push(("Redis", "redis-server"));
        }
    }
    if wants("browser") && chromium().is_none() {
        packages.push(("Chromium", "chromium"));
        packages.push(("fonts", "fonts-dejavu-core"));
    }
    if wants("browser") && firefox().is_none() {
        packages.push(("Firefox", "firefox-esr"));
    }
    if (wants("real-data") || wants("api")) && !has_venv() {
        packages.push(("Python with venv", "python3-venv"));
    }
    install(&packages)
}

fn has_venv() -> bool {
    output("python3", Command::new("python3").args(["-c", "import venv, ensurepip"])).is_ok()
}

/// Installs Debian packages as root; anywhere else fails naming them.
pub fn install(packages: &[(&str, &str)]) -> anyhow::Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = packages.iter().map(|(_, package)| *package).collect();
    if !(std::path::Path::new("/etc/debian_version").exists() && is_root()) {
        let missing: Vec<_> = packages
            .iter()
            .map(|(what, package)| {
                format!("{what}: on Debian `sudo apt-get install {package}`, elsewhere by your system's packages")
            })
            .collect();
        return report(&missing);
    }
    step(&format!("installing {} with apt-get", names.join(", ")), || {
        let apt = |arguments: &[&str]| {
            let mut command = Command::new("apt-get");
            command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
            output("apt-get", &mut command)
        };
        apt(&["update", "-q"])?;
        let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
        arguments.extend(&names);
        apt(&arguments).map(drop)
    })
}
