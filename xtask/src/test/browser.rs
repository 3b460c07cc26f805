//! Browser tests: Playwright against the program with the released site and demo data.

use std::{os::unix::fs::symlink, path::PathBuf, process::Command};

use anyhow::Context as _;

use super::report::{Counts, Log};
use crate::{folders, tools};

/// Runs every project of `end2end/playwright.config.ts`.
pub fn check(log: &Log) -> anyhow::Result<Counts> {
    let folder = folders::root().join("end2end");
    let modules = tools::install(
        "browser tests (Playwright, axe, puppeteer for Firefox)",
        "end2end",
        &folders::tools().join("end2end"),
    )?;
    link(&folder, &modules)?;
    let pack = super::site_pack()?;
    let (program, _) = super::program();
    let results = folders::target().join("browser-results.json");
    let status = log.status(
        Command::new("node")
            .arg(modules.join("@playwright/test/cli.js"))
            .args(["test", "--reporter=line,json"])
            .current_dir(&folder)
            .env("FALCON_PROGRAM", program)
            .env("FALCON_SITE", pack)
            .env("CHROME_PATH", chromium().context("Chromium was not found")?)
            .env("FIREFOX_PATH", firefox().context("Firefox was not found")?)
            .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &results),
    )?;
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&results).context("Playwright left no results")?)?;
    let count = |name: &str| report["stats"][name].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let counts =
        Counts { passed: count("expected") + count("flaky"), failed: count("unexpected"), skipped: count("skipped") };
    if !status.success() && counts.failed == 0 {
        anyhow::bail!("Playwright ended with {status}");
    }
    Ok(counts)
}

/// Packages lie in the cache; Node looks for them beside the tests.
fn link(folder: &std::path::Path, modules: &std::path::Path) -> anyhow::Result<()> {
    let place = folder.join("node_modules");
    if place.read_link().is_ok_and(|target| target == modules) {
        return Ok(());
    }
    if place.is_symlink() {
        std::fs::remove_file(&place)?;
    } else if place.is_dir() {
        return Ok(());
    }
    Ok(symlink(modules, place)?)
}

/// Chromium: `CHROME_PATH`, else by its usual names.
pub fn chromium() -> Option<PathBuf> {
    installed("CHROME_PATH", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
}

/// Firefox: `FIREFOX_PATH`, else by its usual names.
pub fn firefox() -> Option<PathBuf> {
    installed("FIREFOX_PATH", &["firefox-esr", "firefox"])
}

/// A program that a variable names, or the first of these names in the path.
fn installed(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Some(PathBuf::from(path));
    }
    let search = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&search).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}
