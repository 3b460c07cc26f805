//! A *scene* is what the browser's map shows: finished words and addresses, so that the map itself decides nothing.

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Address of the layer's GeoJSON.
    pub layer: String,
    pub states: Vec<SceneState>,
    pub points: Vec<ScenePoint>,
    /// South, west, north, east of what is to be seen first, in degrees.
    pub bounds: [f64; 4],
}

/// A state with data.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneState {
    /// `code` of its feature in the layer.
    pub code: String,
    /// Band class, and `current` when the filter selects it.
    pub class: String,
    /// Plain text.
    pub title: String,
    pub href: String,
}

/// A branch.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenePoint {
    pub latitude: f64,
    pub longitude: f64,
    /// Number of its look in the order of [`Setup::looks`].
    pub look: usize,
    /// Plain text.
    pub title: String,
    /// HTML, escaped.
    pub popup: String,
    pub sum_hundredths: i64,
    pub n: u32,
    /// Points missing to the target, 0 ..= 100.
    pub missing: f64,
}

/// A class and the outline of its shape in a box of 10 by 10.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub class: &'static str,
    pub outline: &'static str,
}

/// Words and rules of the map itself.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The four bands best first, then pending, then visited without a score.
    pub looks: [Look; 6],
    /// Which look the exact mean of a cluster has, from its sum of hundredths and n.
    pub limits: crate::domain::BandLimits,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    pub close: &'static str,
    /// Raster tiles below everything, off by default.
    pub tile_url: Option<String>,
}

/// Which layers are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers {
    pub states: bool,
    pub points: bool,
    pub heat: bool,
}
