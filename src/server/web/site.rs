//! The site's files: script, WASM, style, public files, each already compressed.
//!
//! `cargo xtask site` packs them into one file: a little-endian `u32` with the length of a JSON manifest, the manifest,
//! then the bytes it points into. A release (feature `embed`) carries the pack inside the program; a build folder has
//! it beside the program, and a changed pack is taken over without a restart.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use anyhow::{Context as _, ensure};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{compress::accepts, headers};
use crate::contract::{Assets, Split};

#[cfg(feature = "embed")]
static EMBEDDED: Option<&[u8]> = Some(include_bytes!(env!("FALCON_SITE_PACK")));
#[cfg(not(feature = "embed"))]
static EMBEDDED: Option<&[u8]> = None;

/// The site that is being served.
pub struct Site {
    /// The pack on disk, if it is not inside the program.
    path: Option<PathBuf>,
    loaded: RwLock<(Option<SystemTime>, Arc<Files>)>,
}

impl Site {
    /// Takes the pack at `path`; without one the pack inside the program, else `site.pack` in the build folder the
    /// program stands in. With none at all pages are plain HTML, and the log says how to build the site.
    ///
    /// # Errors
    /// When the pack at `path` is missing or no pack.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let path = match (path, EMBEDDED) {
            (Some(path), _) => Some(path.to_path_buf()),
            (None, Some(_)) => None,
            (None, None) => beside_program(),
        };
        let loaded = match (&path, EMBEDDED) {
            (Some(path), _) => (modified(path), Files::read(path)?),
            (None, Some(bytes)) => (None, Files::parse(Bytes::from_static(bytes))?),
            (None, None) => {
                tracing::warn!("no site was built: pages come without style and script; run `cargo xtask site`");
                (None, Files::default())
            }
        };
        Ok(Self { path, loaded: RwLock::new((loaded.0, Arc::new(loaded.1))) })
    }

    /// A site with one empty file.
    #[cfg(test)]
    pub fn holding(path: &str) -> Self {
        let file = File {
            mime: "text/plain".into(),
            etag: "e".into(),
            immutable: false,
            plain: Bytes::new(),
            br: None,
            gzip: None,
        };
        let files = Files { files: HashMap::from([(path.to_owned(), file)]), ..Files::default() };
        Self { path: None, loaded: RwLock::new((None, Arc::new(files))) }
    }

    /// The files as they are now.
    pub fn current(&self) -> Arc<Files> {
        let (known, files) = self.loaded.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(path) = &self.path else { return files };
        let now = modified(path);
        if now.is_none() || now == known {
            return files;
        }
        match Files::read(path) {
            Ok(fresh) => {
                let fresh = Arc::new(fresh);
                *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = (now, fresh.clone());
                fresh
            }
            // Half written: the old files serve until it is whole.
            Err(error) => {
                tracing::debug!(%error, "the site's pack is being rewritten");
                files
            }
        }
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|data| data.modified()).ok()
}

/// `target/site.pack` for `target/debug/falcon`.
fn beside_program() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let pack = program.parent()?.parent()?.join("site.pack");
    pack.is_file().then_some(pack)
}

/// One build of the site.
#[derive(Default)]
pub struct Files {
    assets: Assets,
    files: HashMap<String, File>,
}

struct File {
    mime: String,
    etag: String,
    immutable: bool,
    plain: Bytes,
    br: Option<Bytes>,
    gzip: Option<Bytes>,
}

#[derive(Deserialize)]
struct Manifest {
    script: Option<String>,
    style: Option<String>,
    split: Option<Split>,
    files: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    path: String,
    mime: String,
    etag: String,
    immutable: bool,
    plain: (u32, u32),
    br: Option<(u32, u32)>,
    gzip: Option<(u32, u32)>,
}

impl Files {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read the site at {}", path.display()))?;
        Self::parse(Bytes::from(bytes)).with_context(|| format!("{} is no packed site", path.display()))
    }

    fn parse(pack: Bytes) -> anyhow::Result<Self> {
        let (length, rest) = pack.split_first_chunk::<4>().context("too short")?;
        let length = u32::from_le_bytes(*length) as usize;
        let manifest: Manifest = serde_json::from_slice(rest.get(..length).context("cut off")?)?;
        let start = 4 + length;
        let part = |(offset, length): (u32, u32)| {
            let from = start + offset as usize;
            let to = from + length as usize;
            ensure!(to <= pack.len(), "cut off");
            Ok(pack.slice(from..to))
        };
        let mut files = HashMap::new();
        for entry in manifest.files {
            let file = File {
                plain: part(entry.plain)?,
                br: entry.br.map(part).transpose()?,
                gzip: entry.gzip.map(part).transpose()?,
                mime: entry.mime,
                etag: entry.etag,
                immutable: entry.immutable,
            };
            files.insert(entry.path, file);
        }
        let split = manifest.split.map(Arc::new);
        Ok(Self {
            assets: Assets { script: manifest.script, style: manifest.style, owner: None, in_telegram: false, split },
            files,
        })
    }

    /// Addresses the document needs.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// Is there a file at this path?
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The answer for a path, if it is one of the site's files.
    #[must_use]
    pub fn respond(&self, method: &Method, path: &str, asked: &HeaderMap) -> Option<Response> {
        let file = self.files.get(path)?;
        if method != Method::GET && method != Method::HEAD {
            return Some(StatusCode::METHOD_NOT_ALLOWED.into_response());
        }
        let (encoding, bytes) = file.best_for(asked);
        let caching = if file.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        let etag = format!("\"{}{}\"", file.etag, encoding.map_or("", |name| &name[..1]));
        let mut response = Response::builder()
            .header(header::CONTENT_TYPE, &file.mime)
            .header(header::CACHE_CONTROL, caching)
            .header(header::ETAG, &etag)
            .header(header::VARY, "accept-encoding");
        if file.mime.starts_with("text/javascript") {
            response = response.header(header::CONTENT_SECURITY_POLICY, headers::OF_SCRIPTS);
        }
        if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
            return response.status(StatusCode::NOT_MODIFIED).body(Body::empty()).ok();
        }
        if let Some(name) = encoding {
            response = response.header(header::CONTENT_ENCODING, name);
        }
        let response = response.header(header::CONTENT_LENGTH, bytes.len());
        response.body(if method == Method::HEAD { Body::empty() } else { Body::from(bytes) }).ok()
    }
}

impl File {
    fn best_for(&self, asked: &HeaderMap) -> (Option<&'static str>, Bytes) {
        match (&self.br, &self.gzip) {
            (Some(br), _) if accepts(asked, "br") => (Some("br"), br.clone()),
            (_, Some(gzip)) if accepts(asked, "gzip") => (Some("gzip"), gzip.clone()),
            _ => (None, self.plain.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed() -> Bytes {
        let manifest = br#"{"script":"/pkg/a.1.js","wasm":null,"style":null,"files":[
            {"path":"/pkg/a.1.js","mime":"text/javascript","etag":"e","immutable":true,"plain":[0,5],"br":[5,2],"gzip":null}]}"#;
        let mut pack = (manifest.len() as u32).to_le_bytes().to_vec();
        pack.extend_from_slice(manifest);
        pack.extend_from_slice(b"plainBR");
        Bytes::from(pack)
    }

    #[test]
    fn the_best_accepted_coding_is_sent() {
        let files = Files::parse(packed()).unwrap();
        let mut asked = HeaderMap::new();
        let coding = |asked: &HeaderMap| {
            let response = files.respond(&Method::GET, "/pkg/a.1.js", asked).unwrap();
            response.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(coding(&asked), None);
        asked.insert(header::ACCEPT_ENCODING, "gzip, br;q=0.9".parse().unwrap());
        assert_eq!(coding(&asked), Some("br".into()));
        asked.insert(header::ACCEPT_ENCODING, "gzip, br;q=0".parse().unwrap());
        assert_eq!(coding(&asked), None);
    }

    #[test]
    fn a_known_etag_is_not_sent_again() {
        let files = Files::parse(packed()).unwrap();
        let mut asked = HeaderMap::new();
        asked.insert(header::IF_NONE_MATCH, "\"e\"".parse().unwrap());
        let response = files.respond(&Method::GET, "/pkg/a.1.js", &asked).unwrap();
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn a_cut_pack_is_refused() {
        let pack = packed();
        for length in 0..pack.len() {
            assert!(Files::parse(pack.slice(..length)).is_err(), "{length} bytes were taken for a pack");
        }
    }
}
