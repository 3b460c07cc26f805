//! From Rust to a script and a WASM file.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context as _;
use wasm_bindgen_cli_support::Bindgen;

use super::pack::Site;
use crate::{folders, run};

/// The script that loads split parts; its name is compiled into the main part.
const LINK: &str = "split.js";

/// The page's part of its engine, which the one that starts the WASM calls for.
const PAGE: &str = "page.js";

/// Scripts beside the WASM: of the page, of its engine's worker, and what the page's takes in.
const SCRIPTS: [&str; 3] = ["engine/page.js", "engine/worker.js", "ui/browser/offers.js"];

/// Never `--all-features`: the optimiser would then write forms that browsers refuse.
const WASM_OPT: [&str; 8] = [
    "-Oz",
    // Offsets move into loads and stores: pointers of Rust's do not wrap around.
    "--low-memory-unused",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Compiles the library for the browser; returns the raw WASM file. It keeps its relocations: splitting needs them.
pub fn compile(dev: bool) -> anyhow::Result<PathBuf> {
    let mut cargo = run::cargo();
    cargo.args(["rustc", "--package", "falcon", "--lib", "--crate-type", "cdylib", "--features", "hydrate"]);
    cargo.args(["--target", "wasm32-unknown-unknown"]);
    if !dev {
        cargo.args(["--profile", "wasm"]).arg("--config").arg(nameless());
    }
    cargo.args(["--", "-C", "link-arg=--emit-relocs"]);
    run::run("compiling the page", &mut cargo)?;
    built(if dev { "debug" } else { "wasm" }, "page.wasm")
}

/// Cargo's setting for what is given out: places in dependencies are told from their own folder on, so that it weighs the same and says the
/// same wherever it is built. A target's flags stand in place of those of `.cargo/config.toml`, and repeat them.
fn nameless() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo"))).unwrap_or_default();
    let sources = fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    let mut flags = vec!["--cfg".to_owned(), "erase_components".to_owned()];
    flags.extend(sources.map(|folder| format!("--remap-path-prefix={}/=", folder.path().display())));
    format!("target.wasm32-unknown-unknown.rustflags={flags:?}")
}

/// What was compiled under a name of its own: page and engine are one library, and would overwrite each other.
fn built(profile: &str, name: &str) -> anyhow::Result<PathBuf> {
    let built = folders::target().join("wasm32-unknown-unknown").join(profile).join("falcon.wasm");
    let kept = built.with_file_name(name);
    fs::copy(&built, &kept).with_context(|| format!("copying {}", built.display()))?;
    Ok(kept)
}

/// Compiles the engine for the page's worker; returns the raw WASM file.
pub fn compile_engine(dev: bool) -> anyhow::Result<PathBuf> {
    let mut cargo = run::cargo();
    cargo.args(["rustc", "--package", "falcon", "--lib", "--crate-type", "cdylib", "--features", "engine"]);
    cargo.args(["--target", "wasm32-unknown-unknown"]);
    if !dev {
        cargo.args(["--profile", "engine"]).arg("--config").arg(nameless());
    }
    // Every browser that runs the page's own WASM has it; one that has not asks the server.
    cargo.args(["--", "-C", "target-feature=+simd128"]);
    run::run("compiling the engine", &mut cargo)?;
    built(if dev { "debug" } else { "engine" }, "engine.wasm")
}

/// The engine's glue and WASM, beside which its scripts are put.
fn engine(raw: &Path, modules: &Path, dev: bool, work: &Path, out: &Path) -> anyhow::Result<()> {
    Bindgen::new()
        .input_path(raw)
        .out_name("glue")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(!dev)
        .remove_producers_section(true)
        .generate(work)
        .context("wasm-bindgen")?;
    let wasm = out.join("engine.wasm");
    fs::rename(work.join("glue_bg.wasm"), &wasm)?;
    if !dev {
        // Speed first: it is fetched after the page is there.
        let mut wasm_opt = Command::new("node");
        wasm_opt.arg(modules.join("binaryen/bin/wasm-opt")).arg("-O3").args(&WASM_OPT[1..]).arg("--enable-simd");
        run::output("wasm-opt", wasm_opt.arg(&wasm).arg("-o").arg(&wasm))?;
    }
    for script in SCRIPTS {
        let path = folders::root().join("src").join(script);
        fs::copy(&path, work.join(path.file_name().context("a file")?))?;
    }
    Ok(())
}

/// Splits off what only some pages need, generates the glue, optimises, and adds all to the site.
///
/// The files name each other, so one fingerprint stands in their folder's name.
pub fn process((raw, engine_raw): (&Path, &Path), modules: &Path, dev: bool, site: &mut Site) -> anyhow::Result<()> {
    let work = folders::target().join(if dev { "site-dev" } else { "site-release" });
    let _ = fs::remove_dir_all(&work);
    let out = work.join("out");
    fs::create_dir_all(&out)?;
    let parts = split(raw, &work, &out)?;
    Bindgen::new()
        .input_path(work.join("main.wasm"))
        .out_name("falcon")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        // The split parts share the table and the memory of the main one.
        .keep_lld_exports(true)
        .remove_name_section(!dev)
        .remove_producers_section(true)
        .generate(&work)
        .context("wasm-bindgen")?;
    fs::rename(work.join("falcon_bg.wasm"), out.join("falcon.wasm"))?;
    if !dev {
        for entry in fs::read_dir(&out)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "wasm") {
                let mut wasm_opt = Command::new("node");
                wasm_opt.arg(modules.join("binaryen/bin/wasm-opt")).args(WASM_OPT).arg(&path).arg("-o").arg(&path);
                run::output("wasm-opt", &mut wasm_opt)?;
            }
        }
    }
    boot(&work)?;
    engine(engine_raw, modules, dev, &work, &out)?;
    for (name, inside) in [("falcon.js", &work), (LINK, &out), (PAGE, &work), ("worker.js", &work)] {
        let mut esbuild = Command::new("node");
        esbuild
            .arg(modules.join("esbuild/bin/esbuild"))
            .arg(inside.join(name))
            .args(["--bundle", "--format=esm", "--target=es2022", "--minify", "--legal-comments=none"])
            .args([
                "--log-level=warning",
                "--external:./falcon.js",
                &format!("--external:./{LINK}"),
                &format!("--external:./{PAGE}"),
                "--allow-overwrite",
            ])
            .arg(format!("--outfile={}", out.join(name).display()));
        run::output("esbuild", &mut esbuild)?;
    }
    site.add_together("pkg", &out)?;
    site.script = site.address("pkg", "falcon.js");
    site.wasm = site.address("pkg", "falcon.wasm");
    let prefix = site.script.as_deref().and_then(|path| path.rsplit_once('/')).map(|(folder, _)| folder.to_owned());
    site.split = prefix.map(|folder| super::pack::Split { folder, link: LINK.to_owned(), parts });
    Ok(())
}

/// Splits the WASM at its lazy routes; returns which files each of them needs.
fn split(raw: &Path, work: &Path, out: &Path) -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let bytes = fs::read(raw)?;
    let main = work.join("main.wasm");
    let link = format!("./{LINK}");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = out;
    options.main_out_path = &main;
    options.main_module = "./falcon.js";
    options.link_name = &link;
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow::anyhow!("splitting: {error:#}"))?;
    Ok(split.prefetch_map.into_iter().collect())
}

/// The glue starts itself: one script for the page to name. `data-live` tells browser tests and measurements that the
/// WASM has taken over. Into an empty document the page is drawn from what its engine holds, so that comes first. It is fetched after the first paint, so that on a slow network the figures, which are in the
/// HTML, do not wait for it; a page in the background does not paint.
fn boot(work: &Path) -> anyhow::Result<()> {
    let glue = work.join("falcon.js");
    let mut text = fs::read_to_string(&glue)?;
    text.push_str(
        "\nnew Promise((done) => document.hidden ? done() : requestAnimationFrame(() => setTimeout(done)))\n\
         .then(() => __wbg_init({ module_or_path: new URL(\"falcon.wasm\", import.meta.url) }))\n\
         .then(() => \"shell\" in document.documentElement.dataset && import(\"./page.js\").then(({ ready }) => ready))\n\
         .then(() => hydrate()).then(() => { document.documentElement.dataset.live = \"\"; })\n\
         .then(() => import(\"./page.js\"));\n",
    );
    Ok(fs::write(glue, text)?)
}
