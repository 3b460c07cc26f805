//! The plane that maps are drawn on: Web Mercator with [`PLANE`] units around the world, x to the east, y to the south.
//!
//! The committed layers under `public/geo` (see `cargo xtask geo`) stand on the same plane, and so do the browser's maps, so
//! a place is at the same spot everywhere.

/// Units of the plane from 180° west to 180° east, and from the northern to the southern edge.
pub const PLANE: f64 = 100_000.0;

/// Latitude where Web Mercator ends.
const EDGE: f64 = 85.051_128;

/// Latitude and longitude in degrees to x and y of the plane.
#[must_use]
pub fn project(latitude: f64, longitude: f64) -> (f64, f64) {
    let phi = latitude.clamp(-EDGE, EDGE).to_radians();
    let x = (longitude + 180.0) / 360.0 * PLANE;
    let y = (1.0 - phi.tan().asinh() / core::f64::consts::PI) / 2.0 * PLANE;
    (x, y)
}

/// [`project`] undone: latitude and longitude in degrees.
#[must_use]
pub fn unproject(x: f64, y: f64) -> (f64, f64) {
    let latitude = ((1.0 - 2.0 * y / PLANE) * core::f64::consts::PI).sinh().atan().to_degrees();
    (latitude, x / PLANE * 360.0 - 180.0)
}

/// A rectangle of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Extent {
    /// The smallest rectangle around points of the plane; `None` without any.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        points.into_iter().fold(None, |extent: Option<Self>, (x, y)| {
            Some(extent.map_or(Self { left: x, top: y, right: x, bottom: y }, |e| Self {
                left: e.left.min(x),
                top: e.top.min(y),
                right: e.right.max(x),
                bottom: e.bottom.max(y),
            }))
        })
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    #[must_use]
    pub fn width(self) -> f64 {
        self.right - self.left
    }

    #[must_use]
    pub fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// Grown on every side by a share of its larger side, to at least `least` units, and then to this width over height.
    #[must_use]
    pub fn framed(self, share: f64, least: f64, ratio: f64) -> Self {
        let pad = self.width().max(self.height()) * share;
        let (mut width, mut height) = ((self.width() + 2.0 * pad).max(least), (self.height() + 2.0 * pad).max(least));
        if width < height * ratio {
            width = height * ratio;
        } else {
            height = width / ratio;
        }
        let (x, y) = ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0);
        Self { left: x - width / 2.0, top: y - height / 2.0, right: x + width / 2.0, bottom: y + height / 2.0 }
    }

    /// As the value of a `viewBox`.
    #[must_use]
    pub fn view_box(self) -> String {
        format!("{:.1} {:.1} {:.1} {:.1}", self.left, self.top, self.width(), self.height())
    }
}
