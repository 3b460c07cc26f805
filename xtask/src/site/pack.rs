//! The pack: every file of the site with its compressed forms, behind a manifest. `src/server/web/site.rs` reads it.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::folders;

/// Files below this gain nothing from compression.
const SMALL: usize = 256;

/// The site being collected.
pub struct Site {
    dev: bool,
    pub script: Option<String>,
    pub wasm: Option<String>,
    pub style: Option<String>,
    pub split: Option<Split>,
    files: Vec<(String, bool, Vec<u8>)>,
}

/// Parts of the WASM that come when a page first needs them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Split {
    /// Where they lie.
    pub folder: String,
    /// The script that loads them.
    pub link: String,
    /// Route → file names without `.wasm`.
    pub parts: BTreeMap<String, Vec<String>>,
}

/// What stands at the head of the pack.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub script: Option<String>,
    pub wasm: Option<String>,
    pub style: Option<String>,
    pub split: Option<Split>,
    pub files: Vec<Entry>,
}

/// A file: ranges are offset and length behind the manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub path: String,
    pub mime: String,
    pub etag: String,
    pub immutable: bool,
    pub plain: (u32, u32),
    pub br: Option<(u32, u32)>,
    pub gzip: Option<(u32, u32)>,
}

impl Entry {
    /// Bytes on the wire for a browser that takes brotli.
    pub fn wire(&self) -> u32 {
        self.br.map_or(self.plain.1, |part| part.1)
    }
}

impl Site {
    pub fn new(dev: bool) -> Self {
        Self { dev, script: None, wasm: None, style: None, split: None, files: Vec::new() }
    }

    /// Adds a file under its own name.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.push((format!("/{path}"), false, bytes));
    }

    /// Adds a file whose name carries its content's hash; returns its address.
    pub fn add_fingerprinted(&mut self, path: &str, bytes: Vec<u8>) -> String {
        let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
        let address = format!("/{stem}.{}.{extension}", hash(&bytes));
        self.files.push((address.clone(), true, bytes));
        address
    }

    /// Adds the files of a folder, which name each other, under one fingerprint: `/prefix/HASH/name`.
    pub fn add_together(&mut self, prefix: &str, folder: &Path) -> anyhow::Result<()> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            files.push((entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?));
        }
        files.sort();
        let all: Vec<u8> = files.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes].concat()).collect();
        let fingerprint = hash(&all);
        for (name, bytes) in files {
            self.files.push((format!("/{prefix}/{fingerprint}/{name}"), true, bytes));
        }
        Ok(())
    }

    /// The address of a file that was added under a fingerprint.
    pub fn address(&self, prefix: &str, name: &str) -> Option<String> {
        let (start, end) = (format!("/{prefix}/"), format!("/{name}"));
        self.files.iter().map(|(path, ..)| path).find(|path| path.starts_with(&start) && path.ends_with(&end)).cloned()
    }

    /// Adds every file below a folder, if there is one.
    pub fn add_folder(&mut self, folder: &Path, prefix: &str) -> anyhow::Result<()> {
        if !folder.is_dir() {
            return Ok(());
        }
        let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.add_folder(&entry.path(), &format!("{name}/"))?;
            } else {
                self.add(&name, fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    /// Adds the service worker, which keeps every file that was added before it. It is another one whenever one of them is.
    pub fn add_service_worker(&mut self, script: &str) -> anyhow::Result<()> {
        // Pictures of the sheet that offers to install it are seen with network alone.
        let kept = |path: &&str| !path.starts_with("/screens/");
        let paths: Vec<&str> = self.files.iter().map(|(path, ..)| path.as_str()).filter(kept).collect();
        let paths = serde_json::to_string(&paths)?;
        let all: Vec<u8> = self.files.iter().flat_map(|(path, _, bytes)| [path.as_bytes(), bytes].concat()).collect();
        let script = script.replace("%BUILD%", &hash(&all)).replace("\"%FILES%\"", &paths);
        self.add("sw.js", script.into_bytes());
        Ok(())
    }

    /// Compresses and writes the pack; a reader sees the old one or the new one, never half.
    pub fn write(self, path: &Path) -> anyhow::Result<()> {
        let cache = folders::target().join("compressed");
        fs::create_dir_all(&cache)?;
        let mut data = Vec::new();
        let mut entries = Vec::new();
        for (path, immutable, bytes) in &self.files {
            let mime = mime(path);
            let packable = compressible(mime) && bytes.len() >= SMALL && !self.dev;
            let (br, gzip) = if packable {
                (Some(cached(&cache, "br", bytes, brotli)?), Some(cached(&cache, "gz", bytes, gzip)?))
            } else {
                (None, None)
            };
            let mut put = |part: &[u8]| -> anyhow::Result<(u32, u32)> {
                let range = (u32::try_from(data.len())?, u32::try_from(part.len())?);
                data.extend_from_slice(part);
                Ok(range)
            };
            entries.push(Entry {
                path: path.clone(),
                mime: mime.to_owned(),
                etag: hash(bytes),
                immutable: *immutable,
                plain: put(bytes)?,
                br: br.as_deref().map(&mut put).transpose()?,
                gzip: gzip.as_deref().map(&mut put).transpose()?,
            });
        }
        let manifest =
            Manifest { script: self.script, wasm: self.wasm, style: self.style, split: self.split, files: entries };
        let head = serde_json::to_vec(&manifest)?;
        let mut pack = u32::try_from(head.len())?.to_le_bytes().to_vec();
        pack.extend_from_slice(&head);
        pack.extend_from_slice(&data);
        let fresh = path.with_extension("new");
        fs::write(&fresh, &pack).with_context(|| format!("writing {}", fresh.display()))?;
        // A file that did not change keeps its time: cargo then need not embed it again.
        if fs::read(path).is_ok_and(|old| old == pack) {
            fs::remove_file(&fresh)?
        } else {
            fs::rename(&fresh, path)?
        }
        Ok(())
    }
}

/// The manifest of a written pack.
pub fn read_manifest(path: &Path) -> anyhow::Result<Manifest> {
    let pack = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let (length, rest) = pack.split_first_chunk::<4>().context("no pack")?;
    let head = rest.get(..u32::from_le_bytes(*length) as usize).context("no pack")?;
    Ok(serde_json::from_slice(head)?)
}

/// Compression at the highest level takes seconds: what was compressed once is kept by its hash.
fn cached(
    folder: &Path,
    kind: &str,
    bytes: &[u8],
    compress: impl FnOnce(&[u8]) -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<Vec<u8>> {
    let path: PathBuf = folder.join(format!("{}.{kind}", hash(bytes)));
    if let Ok(known) = fs::read(&path) {
        return Ok(known);
    }
    let compressed = compress(bytes)?;
    fs::write(&path, &compressed)?;
    Ok(compressed)
}

/// Brotli at level 11.
fn brotli(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn compressible(mime: &str) -> bool {
    mime.starts_with("text/") || mime.contains("json") || mime.contains("wasm") || mime.contains("svg")
}

/// The type of a file by its name; a site has few kinds.
fn mime(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "geojson" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}
