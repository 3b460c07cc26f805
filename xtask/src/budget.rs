//! What a browser loads for the dashboard, against its budget. Sizes are bytes on the wire (brotli 11), 1 KB = 1000.

use std::fs;

use anyhow::{Context as _, bail};

use crate::{build, folders, http, server, site};

const WASM: u64 = 300_000;
const SCRIPT: u64 = 40_000;
const FIRST_VISIT: u64 = 450_000;

#[derive(clap::Args)]
pub struct Options {
    /// Take the site and the program as they were built last
    #[arg(long)]
    built: bool,
}

/// Builds what is missing, prints the sizes, fails over budget.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let pack = folders::site_pack(false);
    if !(options.built && pack.is_file()) {
        site::run(&site::Options::default())?;
    }
    let program = folders::target().join("debug/falcon");
    if !(options.built && program.is_file()) {
        build::dev()?;
    }
    let data = server::demo_data(&program, "budget")?;
    let page = {
        let server = server::Server::start(&program, &data, Some(&pack), "demo")?;
        let packed = http::get(server.addr, "/", "br")?;
        let plain = http::get(server.addr, "/", "")?;
        (packed.body.len() as u64, String::from_utf8(plain.body).context("the page is not UTF-8")?, plain.status)
    };
    fs::remove_dir_all(&data)?;
    let (html, text, status) = page;
    if status != 200 {
        bail!("the dashboard answers {status}");
    }
    weigh(&site::read_manifest(&pack)?, html, &text)
}

/// Files that the document names are loaded first, and the WASM, which the script fetches; the rest where it is needed.
fn weigh(manifest: &site::Manifest, html: u64, text: &str) -> anyhow::Result<()> {
    let named = |path: &str| text.contains(&format!("\"{path}\"")) || text.contains(&format!("={path}"));
    let first = |path: &str| named(path) || manifest.wasm.as_deref() == Some(path);
    let (first, later): (Vec<_>, Vec<_>) = manifest.files.iter().partition(|file| first(&file.path));
    println!("first visit of the dashboard:");
    println!("  {:>9}  the page (brotli as the server sends it; {} before)", kb(html), kb(text.len() as u64));
    let (mut wasm, mut script, mut total) = (0, 0, html);
    for file in &first {
        let size = u64::from(file.wire());
        println!("  {:>9}  {} ({} before)", kb(size), file.path, kb(u64::from(file.plain.1)));
        total += size;
        match file.path.rsplit('.').next() {
            Some("wasm") => wasm += size,
            Some("js") => script += size,
            _ => {}
        }
    }
    println!("loaded later, where needed:");
    for file in &later {
        println!("  {:>9}  {}", kb(u64::from(file.wire())), file.path);
    }
    println!();
    let mut over = Vec::new();
    for (what, size, limit) in [("WASM", wasm, WASM), ("script", script, SCRIPT), ("first visit", total, FIRST_VISIT)] {
        let good = size > 0 && size <= limit;
        println!("{} {what:<12} {:>9} of {}", if good { "✓" } else { "✗" }, kb(size), kb(limit));
        if !good {
            over.push(what);
        }
    }
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

fn kb(bytes: u64) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}
