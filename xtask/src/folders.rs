//! Where things lie. Everything that is built or fetched stays outside the checkout.

use std::path::{Path, PathBuf};

/// Root of the checkout that `cargo xtask` was called in. Only where the program runs without cargo is it the one that it
/// was compiled in: checkouts may share a build folder, and cargo then takes one's xtask for the other's.
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Falcon's cache folder: `$XDG_CACHE_HOME/falcon`, else `~/.cache/falcon`.
pub fn cache() -> PathBuf {
    let base = std::env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || std::env::var_os("HOME").map_or_else(std::env::temp_dir, PathBuf::from).join(".cache");
    base.unwrap_or_else(home).join("falcon")
}

/// The build folder: `CARGO_TARGET_DIR` if set, else one in the cache, so that a second clone builds quickly too.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").filter(|value| !value.is_empty()).map_or_else(
        || cache().join("target"),
        |value| {
            let path = PathBuf::from(value);
            if path.is_absolute() { path } else { root().join(path) }
        },
    )
}

/// Programs that xtask uses.
pub fn tools() -> PathBuf {
    cache().join("tools")
}

/// The packed site of a development build, and of a release.
pub fn site_pack(dev: bool) -> PathBuf {
    target().join(if dev { "site.pack" } else { "site-release.pack" })
}

/// The folder of the real data sets that imports are checked on: beside the checkout, or where `FALCON_SHARED` says.
pub fn shared() -> PathBuf {
    std::env::var_os("FALCON_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from)
}
