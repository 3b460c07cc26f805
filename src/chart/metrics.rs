//! Text widths from a table, so that server and browser place labels alike.

/// Advance widths of the printable ASCII characters in thousandths of the font size, those of Helvetica, which system
/// fonts stay close to. Digits all have the width of tabular figures.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Room left for fonts wider than the table: 6 %.
const SLACK: (u32, u32) = (106, 100);

/// The width of a line of text in whole pixels, rounded up, at a font size in pixels.
#[must_use]
pub fn text_width(text: &str, size: u32) -> u32 {
    let thousandths: u32 = text.chars().map(|c| u32::from(advance(c))).sum();
    (thousandths * size * SLACK.0).div_ceil(1_000 * SLACK.1)
}

fn advance(c: char) -> u16 {
    match c {
        ' '..='~' => ASCII[c as usize - ' ' as usize],
        'á' | 'é' | 'ó' | 'ú' | 'ñ' | 'ü' => 556,
        'í' => 278,
        '·' => 333,
        '–' => 556,
        // Wider than any letter of our languages: a label never turns out longer than planned.
        _ => 1_000,
    }
}
