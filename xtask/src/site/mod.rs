//! The page's files: compile to WASM, post-process, bundle, fingerprint, compress, pack.

mod pack;
mod style;
mod vendor;
mod wasm;

use std::{fs, path::PathBuf};

use crate::{folders, need, run, tools};

pub use pack::{Manifest, read_manifest};

#[derive(clap::Args, Clone, Default)]
pub struct Options {
    /// For development: quick to build, larger to load (no WASM optimiser, light compression)
    #[arg(long)]
    pub dev: bool,
}

/// Builds the site; returns the pack's path.
pub fn run(options: &Options) -> anyhow::Result<PathBuf> {
    need::for_site()?;
    let modules = tools::node_modules()?;
    let mut site = pack::Site::new(options.dev);
    let compiled = run::step(
        if options.dev {
            "compiling the page to WASM (dev)"
        } else {
            "compiling the page to WASM (release: about two minutes from nothing)"
        },
        || Ok((wasm::compile(options.dev)?, wasm::compile_engine(options.dev)?)),
    )?;
    run::step("post-processing the WASM", || {
        wasm::process((&compiled.0, &compiled.1), &modules, options.dev, &mut site)
    })?;
    run::step("bundling style, public files and the map library", || {
        style::bundle(&modules, &mut site)?;
        vendor::add(&modules, &mut site)?;
        site.add_folder(&folders::root().join("public"), "")?;
        let worker = fs::read_to_string(folders::root().join("src/engine/sw.js"))?;
        site.add_service_worker(&worker)
    })?;
    let path = folders::site_pack(options.dev);
    run::step(if options.dev { "packing" } else { "compressing and packing (brotli 11)" }, || site.write(&path))?;
    eprintln!("  {}", path.display());
    Ok(path)
}
