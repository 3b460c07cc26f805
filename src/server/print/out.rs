//! Drawn pages as files: PDF with text that can be searched, and PNG.

use std::io;

use krilla::{Document, geom::Size, metadata::Metadata, page::PageSettings};
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{ImageHrefResolver, Options, Tree},
};

use super::{
    font, ink,
    model::{Head, Report, Section},
    paper::{self, Paper},
    picture,
};
use crate::contract::Lang;

/// Pixels that a picture may have: 1,600 across and as high as 40 rows need is a fifth of it.
const PIXELS: u64 = 20_000_000;

/// A report as PDF. `gone` is asked before the layout and before each page: whether nobody wants it any more.
///
/// # Errors
/// `BrokenPipe` when nobody does; what could not be drawn.
pub fn pdf(report: &Report, paper: Paper, gone: impl Fn() -> bool) -> io::Result<Vec<u8>> {
    let mut document = Document::new();
    let (width, height) = paper.size();
    let size = size(width, height)?;
    wanted(&gone)?;
    for page in paper::pages(report, paper) {
        wanted(&gone)?;
        let tree = tree(&page)?;
        let settings = PageSettings::new(size);
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.draw_svg(&tree, size, SvgSettings::default());
        surface.finish();
        page.finish();
    }
    let head = &report.head;
    let title = [Some(&head.title), head.of.as_ref(), Some(&head.organization)];
    let title: Vec<&str> = title.into_iter().flatten().map(String::as_str).collect();
    let language = match report.lang {
        Lang::Es => "es-MX",
        Lang::En => "en-US",
    };
    let metadata = Metadata::new()
        .title(title.join(" · "))
        .language(language.to_owned())
        .description(head.filter.clone())
        .authors(vec![head.organization.clone()])
        .creator("Falcon".to_owned());
    document.set_metadata(metadata);
    document.finish().map_err(|error| io::Error::other(format!("a PDF was not written: {error:?}")))
}

/// A section as PNG, [`picture::SCALE`] pixels to a point. `gone` is asked before the layout and before it is drawn.
///
/// # Errors
/// `BrokenPipe` when nobody wants it any more; what could not be drawn, or is too large.
pub fn png(head: &Head, section: &Section, gone: impl Fn() -> bool) -> io::Result<Vec<u8>> {
    wanted(&gone)?;
    let (svg, (width, height)) = picture::picture(head, section);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousand pixels")]
    let pixels = |points: f64| (points * picture::SCALE).round().max(1.0) as u32;
    let (wide, high) = (pixels(width), pixels(height));
    if u64::from(wide) * u64::from(high) > PIXELS {
        return Err(io::Error::other("a picture is too large"));
    }
    wanted(&gone)?;
    let tree = tree(&svg)?;
    let mut pixmap = Pixmap::new(wide, high).ok_or_else(|| io::Error::other("no room for a picture"))?;
    #[expect(clippy::cast_possible_truncation, reason = "what pictures are drawn with")]
    let scale = picture::SCALE as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(io::Error::other)
}

/// Goes on as long as somebody takes what is made.
fn wanted(gone: impl Fn() -> bool) -> io::Result<()> {
    if gone() { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
}

/// With our font and colours alone: nothing is read from the machine, and no image from anywhere.
pub(super) fn tree(svg: &str) -> io::Result<Tree> {
    let options = Options {
        font_family: font::FAMILY.to_owned(),
        fontdb: font::database(),
        style_sheet: Some(ink::sheet().to_owned()),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(io::Error::other)
}

fn size(width: f64, height: f64) -> io::Result<Size> {
    #[expect(clippy::cast_possible_truncation, reason = "what PDF is written with")]
    let size = Size::from_wh(width as f32, height as f32);
    size.ok_or_else(|| io::Error::other("no such paper"))
}
