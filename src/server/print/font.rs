//! The one font of paper and pictures. It is in the program: a server may have none, and what is measured here must be what is
//! drawn.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Source};
use rustybuzz::{Face, UnicodeBuffer};

/// As the font names itself.
pub const FAMILY: &str = "Noto Sans";

/// What stands for text that has no room.
const MORE: &str = "…";

/// How heavy text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

struct Faces {
    regular: Option<Face<'static>>,
    bold: Option<Face<'static>>,
}

static FACES: LazyLock<Faces> = LazyLock::new(|| Faces {
    regular: Face::from_slice(ttf_noto_sans::REGULAR, 0),
    bold: Face::from_slice(ttf_noto_sans::BOLD, 0),
});

static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    for bytes in [ttf_noto_sans::REGULAR, ttf_noto_sans::BOLD] {
        database.load_font_source(Source::Binary(Arc::new(bytes)));
    }
    Arc::new(database)
});

/// The font alone, for who draws.
pub fn database() -> Arc<Database> {
    Arc::clone(&DATABASE)
}

/// The width of a line of text, in the unit of its size.
#[must_use]
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = match weight {
        Weight::Regular => &FACES.regular,
        Weight::Bold => &FACES.bold,
    };
    let Some(face) = face else { return 0.0 };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(face, &[], buffer);
    let units: i64 = shaped.glyph_positions().iter().map(|glyph| i64::from(glyph.x_advance)).sum();
    #[expect(clippy::cast_precision_loss, reason = "a line of text is some ten thousand units")]
    let units = units as f64;
    units * size / f64::from(face.units_per_em())
}

/// The text, cut with an ellipsis where it has no room.
#[must_use]
pub fn fit(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let cut = |at: usize| [text[..at].trim_end(), MORE].concat();
    // The longest that fits: widths rise with what is kept.
    let fits = cuts.partition_point(|at| width(&cut(*at), size, weight) <= room);
    fits.checked_sub(1).map_or_else(|| MORE.to_owned(), |last| cut(cuts[last]))
}

/// Text in lines of this width, at most so many; the last is cut where there is more. A word that has no room for itself is cut.
#[must_use]
pub fn lines(text: &str, size: f64, weight: Weight, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let mut line = word.to_owned();
        while let Some(next) = words.peek() {
            let longer = [&line, " ", next].concat();
            if width(&longer, size, weight) > room {
                break;
            }
            line = longer;
            words.next();
        }
        if lines.len() + 1 == most {
            // What remains stands behind, so that the cut is seen.
            let rest: Vec<&str> = words.collect();
            let line = if rest.is_empty() { line } else { [&line, " ", &rest.join(" ")].concat() };
            lines.push(fit(&line, size, weight, room));
            break;
        }
        lines.push(fit(&line, size, weight, room));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_where_its_room_ends() {
        let name = "Sucursal Plaza Comercial Las Américas de San Nicolás";
        for room in [0.0, 8.0, 40.0, 100.0, 180.0] {
            let cut = fit(name, 9.0, Weight::Bold, room);
            assert!(width(&cut, 9.0, Weight::Bold) <= room.max(width(MORE, 9.0, Weight::Bold)), "{room}: {cut}");
            assert!(cut.ends_with(MORE), "{room}: {cut}");
        }
        assert_eq!(fit(name, 9.0, Weight::Bold, 1_000.0), name);
        assert!(width("88.88", 9.0, Weight::Regular) == width("11.11", 9.0, Weight::Regular), "figures are tabular");
        assert!(width(name, 9.0, Weight::Bold) > width(name, 9.0, Weight::Regular));
    }

    #[test]
    fn lines_hold_every_word_or_say_that_there_are_more() {
        let text = "Sin supervisiones en este periodo. Quita el filtro de estado o elige otro periodo.";
        let found = lines(text, 10.0, Weight::Regular, 120.0, 9);
        assert_eq!(found.join(" "), text);
        assert!(found.len() > 3 && found.iter().all(|line| width(line, 10.0, Weight::Regular) <= 120.0));
        let two = lines(text, 10.0, Weight::Regular, 120.0, 2);
        assert!(two.len() == 2 && two[1].ends_with(MORE), "{two:?}");
        assert_eq!(lines("", 10.0, Weight::Regular, 120.0, 2), Vec::<String>::new());
        assert!(lines(&"x".repeat(300), 10.0, Weight::Regular, 50.0, 3)[0].ends_with(MORE));
    }

    #[test]
    fn the_font_has_what_is_written() {
        let faces = [&FACES.regular, &FACES.bold].map(|face| face.as_ref().expect("the font is read"));
        for glyph in "0123456789+−.,%·…–—«»()/áéíóúüñÁÉÍÓÚÜÑ¿¡".chars() {
            assert!(faces.iter().all(|face| face.glyph_index(glyph).is_some()), "{glyph}");
        }
        assert_eq!(database().faces().filter(|face| face.families[0].0 == FAMILY).count(), 2);
    }
}
