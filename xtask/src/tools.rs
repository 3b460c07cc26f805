//! Node packages that xtask itself uses, installed once into the cache from the committed lock file.

use std::{fs, path::PathBuf, process::Command};

use anyhow::Context as _;

use crate::{folders, run};

/// The `node_modules` of the site's tools; installs them when the lock file changed.
pub fn node_modules() -> anyhow::Result<PathBuf> {
    install("site tools (esbuild, wasm-opt, Leaflet)", "xtask/tools/site", &folders::tools().join("site"))
}

/// Installs what `source` (a folder with package.json and lock, relative to the checkout) names into `folder`.
pub fn install(what: &str, source: &str, folder: &std::path::Path) -> anyhow::Result<PathBuf> {
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
            run::output("pip", Command::new(&program).args(["-m", "pip", "install", "-q"]).args(&names)).map(drop)
        })?;
    }
    Ok(Command::new(program))
}
