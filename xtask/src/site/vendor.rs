//! The map library as it is published, served by us under `/vendor/`; loaded by the map alone.

use std::{fs, path::Path};

use anyhow::Context as _;

use super::pack::Site;

/// Where it lies in the package, where we serve it.
const FILES: [(&str, &str); 6] = [
    ("leaflet/dist/leaflet.js", "vendor/leaflet.js"),
    ("leaflet/dist/leaflet.css", "vendor/leaflet.css"),
    ("leaflet.markercluster/dist/leaflet.markercluster.js", "vendor/leaflet.markercluster.js"),
    ("leaflet.markercluster/dist/MarkerCluster.css", "vendor/MarkerCluster.css"),
    ("leaflet.markercluster/dist/MarkerCluster.Default.css", "vendor/MarkerCluster.Default.css"),
    ("leaflet.heat/dist/leaflet-heat.js", "vendor/leaflet-heat.js"),
];

/// Adds the map library's files. Their pictures are left out: markers are drawn by us.
pub fn add(modules: &Path, site: &mut Site) -> anyhow::Result<()> {
    for (from, to) in FILES {
        let path = modules.join(from);
        let mut bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        if to.ends_with(".js") {
            bytes = without_source_map(&bytes);
        }
        site.add(to, bytes);
    }
    Ok(())
}

/// Drops the pointer to a source map that is not served: developer tools would ask for it in vain.
fn without_source_map(script: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(script);
    let lines = text.lines().filter(|line| !line.starts_with("//# sourceMappingURL="));
    lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()
}
