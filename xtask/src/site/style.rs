//! One style sheet from `style/*.css`: tokens first, then by name. A file per component, nothing generated.

use std::{fs, path::Path, process::Command};

use anyhow::Context as _;

use super::pack::Site;
use crate::{folders, run};

/// Files that come before the others, in this order.
const FIRST: [&str; 3] = ["layers.css", "tokens.css", "base.css"];

/// Bundles and minifies; syntax errors fail the build.
pub fn bundle(modules: &Path, site: &mut Site) -> anyhow::Result<()> {
    let folder = folders::root().join("style");
    if !folder.is_dir() {
        return Ok(());
    }
    let mut names = files(&folder, "")?;
    names.sort_by_key(|name| (FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()), name.clone()));
    let entry: String = names.iter().map(|name| format!("@import \"./{name}\";\n")).collect();
    let mut esbuild = Command::new("node");
    esbuild
        .arg(modules.join("esbuild/bin/esbuild"))
        .args([
            "--bundle",
            "--loader=css",
            "--minify",
            "--legal-comments=none",
            "--log-level=warning",
            "--log-override:css-syntax-error=error",
        ])
        .args(["--target=chrome111,safari16.4,firefox115"])
        .current_dir(&folder);
    let css = run::with_input("esbuild (style)", &mut esbuild, &entry)?;
    site.style = Some(site.add_fingerprinted("pkg/falcon.css", css.into_bytes()));
    Ok(())
}

/// Names of the style sheets below `folder`, with `/` between folders.
fn files(folder: &Path, prefix: &str) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            names.extend(files(&entry.path(), &format!("{name}/"))?);
        } else if name.ends_with(".css") {
            names.push(name);
        }
    }
    Ok(names)
}
