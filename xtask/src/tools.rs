//! Programs that xtask itself uses, installed once into the cache: Node packages from the committed lock file, Python
//! packages by name, cargo-deny by its version.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context as _;

use crate::{folders, run};

/// The `node_modules` of the site's tools; installs them when the lock file changed.
pub fn node_modules() -> anyhow::Result<PathBuf> {
    install("site tools (esbuild, wasm-opt, Leaflet)", "xtask/tools/site", &folders::tools().join("site"))
}

/// Installs what `source` (a folder with package.json and lock, relative to the checkout) names into `folder`.
pub fn install(what: &str, source: &str, folder: &Path) -> anyhow::Result<PathBuf> {
    let source = folders::root().join(source);
    let lock = fs::read(source.join("package-lock.json")).with_context(|| format!("reading {}", source.display()))?;
    let stamp = folder.join("installed.json");
    let modules = folder.join("node_modules");
    if modules.is_dir() && fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(modules);
    }
    run::step(&format!("installing {what} from npm (downloads, once)"), || {
        fs::create_dir_all(folder)?;
        for name in ["package.json", "package-lock.json"] {
            fs::copy(source.join(name), folder.join(name))?;
        }
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]).current_dir(folder);
        run::output("npm ci", &mut npm)?;
        fs::write(&stamp, &lock)?;
        Ok(modules)
    })
}

/// The release of cargo-deny that is installed.
const CARGO_DENY: &str = "0.20.2";

/// The `cargo-deny` program: the machine's own, else one in the cache, compiled on the first call.
pub fn cargo_deny() -> anyhow::Result<PathBuf> {
    let starts = |program: &Path| run::output("cargo-deny", Command::new(program).arg("--version")).ok();
    let own = PathBuf::from("cargo-deny");
    if starts(&own).is_some() {
        return Ok(own);
    }
    let folder = folders::tools().join("cargo");
    let program = folder.join("bin/cargo-deny");
    if !starts(&program).is_some_and(|version| version.trim().ends_with(CARGO_DENY)) {
        run::step(&format!("compiling cargo-deny {CARGO_DENY} from crates.io (some four minutes, once)"), || {
            let mut install = run::cargo();
            install.args(["install", "cargo-deny", "--locked", "--version", CARGO_DENY, "--root"]).arg(&folder);
            // A folder of its own that is gone afterwards: nothing of it is used again.
            run::output("cargo install", install.env_remove("CARGO_TARGET_DIR"))
        })?;
    }
    Ok(program)
}

/// A Python with the packages that `requirements` (relative to the checkout) names: the system's, if it has them all,
/// else one of our own in the cache.
pub fn python(requirements: &str) -> anyhow::Result<Command> {
    let list =
        fs::read_to_string(folders::root().join(requirements)).with_context(|| format!("reading {requirements}"))?;
    let names: Vec<_> = list
        .lines()
        .map(|line| line.split(['=', '<', '>', '~', '#', ' ']).next().unwrap_or_default())
        .filter(|name| !name.is_empty())
        .collect();
    let imports = format!("import {}", names.join(", "));
    if run::output("python3", Command::new("python3").args(["-c", &imports])).is_ok() {
        return Ok(Command::new("python3"));
    }
    let folder = folders::tools().join("python");
    let program = folder.join("bin/python3");
    if run::output("python3", Command::new(&program).args(["-c", &imports])).is_err() {
        run::step("making a Python environment in the cache (downloads from PyPI, once)", || {
            run::output("venv", Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            let list = folders::root().join(requirements);
            run::output("pip", Command::new(&program).args(["-m", "pip", "install", "-q", "-r"]).arg(list)).map(drop)
        })?;
    }
    Ok(Command::new(program))
}
