//! Drawings of `chart` in their places, and the words beside them.

use super::super::{
    flow::Piece,
    model::{Bands, Drawing, Map},
    pen::{Pen, body},
};
use crate::{
    chart::{MAP_RATIO, layer_file, map as draw},
    domain::{Band, BaseLayer},
};

/// The drawing's own size in pixels.
const BAND_BAR: (f64, f64) = (360.0, 36.0);

pub fn bands(found: &Bands, width: f64) -> Piece {
    const ROW: f64 = 14.0;
    let mut pen = Pen::default();
    let across = (width * 0.56).min(BAND_BAR.0);
    let high = across * BAND_BAR.1 / BAND_BAR.0;
    let height = ROW * 4.0;
    pen.drawing((0.0, (height - high) / 2.0), (across, high), &found.svg);
    let left = across + 26.0;
    for (nth, (band, word, count, share)) in found.parts.iter().enumerate() {
        let y = ROW.mul_add(nth as f64, 10.0);
        pen.mark((left + 4.0, y - 3.1), 3.6, Some(*band));
        pen.text((left + 13.0, y), body(9.0), word);
        pen.text((width - 44.0, y), body(9.0).bold().end(), count);
        pen.text((width, y), body(9.0).quiet().end(), share);
    }
    Piece { height, svg: pen.done() }
}

pub fn drawing(found: &Drawing, width: f64) -> Piece {
    let mut pen = Pen::default();
    let (across, high) = (f64::from(found.size.0), f64::from(found.size.1));
    let height = width * high / across;
    pen.drawing((0.0, 0.0), (width, height), &found.svg);
    Piece { height, svg: pen.done() }
}

/// The map with the shapes of its layer in it: a page has no other files.
pub fn map(found: &Map, width: f64) -> Piece {
    let mut pen = Pen::default();
    let file = layer_file(found.picture.layer);
    let svg = draw(&found.picture).replace(&["href=\"", file, "#"].concat(), "href=\"#");
    // Borders are as thin however far the view reaches: usvg knows no `non-scaling-stroke`.
    let unit = found.picture.view.width() / 760.0;
    let svg = svg.replacen("<svg ", &format!("<svg stroke-width=\"{unit:.3}\" "), 1);
    let high = width / MAP_RATIO;
    pen.raw(&["<defs>", shapes(found.picture.layer), "</defs>"].concat());
    pen.drawing((0.0, 0.0), (width, high), &svg);
    let (y, mut x) = (high + 14.0, 0.0);
    let (word, small) = (body(8.0), body(7.0).quiet());
    let marks = Band::ALL.map(Some).into_iter().zip(&found.bands).chain(found.pending.iter().map(|word| (None, word)));
    for (band, text) in marks {
        pen.mark((x + 3.5, y - 2.8), 3.2, band);
        pen.text((x + 11.0, y), word, text);
        x += 11.0 + word.width(text) + 14.0;
    }
    let credit = small.fit(&found.credit, (width - x).max(0.0));
    pen.text((width, y), small.end(), &credit);
    let mut height = high + 18.0;
    if let Some(more) = &found.more {
        let more = super::more(more, width);
        pen.group((0.0, height), &more.svg);
        height += more.height;
    }
    Piece { height, svg: pen.done() }
}

/// The committed layer without its `<svg>`.
fn shapes(layer: BaseLayer) -> &'static str {
    let file = match layer {
        BaseLayer::MexicoStates => include_str!("../../../../public/geo/mx-states.svg"),
        BaseLayer::UsStates => include_str!("../../../../public/geo/us-states.svg"),
        BaseLayer::World => include_str!("../../../../public/geo/world-land.svg"),
    };
    let start = file.find("<g id=\"all\">").unwrap_or_default();
    file[start..].trim_end().trim_end_matches("</svg>")
}
