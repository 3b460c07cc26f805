//! The plotters backend: SVG, with text measured from our own table.

use plotters::prelude::SVGBackend;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::{Ink, text_width};

/// A thin wrapper around [`SVGBackend`] whose text metrics are fixed.
///
/// What was drawn stands in the string given to [`Canvas::on`]; [`Canvas::finish`] turns it into the inside of an SVG.
pub struct Canvas<'a>(SVGBackend<'a>);

impl<'a> Canvas<'a> {
    /// A canvas of this size in pixels.
    pub fn on(buffer: &'a mut String, size: (u32, u32)) -> Self {
        Self(SVGBackend::with_string(buffer, size))
    }

    /// The drawing without its `<svg>` element, with inks resolved.
    #[must_use]
    pub fn finish(buffer: &str) -> String {
        let inside = buffer.split_once('\n').map_or("", |(_, rest)| rest);
        let inside = inside.trim_end().strip_suffix("</svg>").unwrap_or(inside);
        Ink::resolve(inside).replace('\n', "")
    }
}

type Outcome = Result<(), DrawingErrorKind<std::io::Error>>;

impl DrawingBackend for Canvas<'_> {
    type ErrorType = std::io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Outcome {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.0.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.0.draw_path(path, style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.0.fill_polygon(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome {
        self.0.draw_circle(center, radius, style, fill)
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Outcome {
        self.0.draw_text(text, style, at)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "font sizes are small and positive")]
    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let size = style.size().round() as u32;
        Ok((text_width(text, size), size))
    }
}
