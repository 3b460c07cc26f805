//! Colours of paper and pictures: those of the light theme. Drawings of `chart` name theirs by classes and custom properties,
//! which a browser's style sheet resolves; here this one does.

use std::{fmt::Write as _, sync::LazyLock};

use crate::domain::Band;

/// As `style/tokens.css` has them; a test compares.
pub const TEXT: &str = "#16191d";
pub const TEXT_2: &str = "#555d68";
pub const LINE: &str = "#e3e6ea";
pub const LINE_STRONG: &str = "#868e99";
pub const TRACK: &str = "#e9ecef";
pub const ACCENT: &str = "#4650b8";
pub const SURFACE: &str = "#ffffff";

/// A band's colour.
#[must_use]
pub const fn band(band: Band) -> &'static str {
    match band {
        Band::Excelente => "#004e66",
        Band::Bueno => "#3292cf",
        Band::Regular => "#b58000",
        Band::Critico => "#b01424",
    }
}

/// Text on a band's colour.
#[must_use]
pub const fn on_band(band: Band) -> &'static str {
    match band {
        Band::Excelente | Band::Critico => "#ffffff",
        Band::Bueno | Band::Regular => "#0b0d10",
    }
}

/// A band's colour on white, so many hundredths of it: `color-mix(in oklab, …)` as the pages tint cells and states.
#[must_use]
pub fn tint(of: Band, hundredths: u8) -> String {
    let share = f64::from(hundredths) / 100.0;
    let colour = oklab(band(of));
    let white = oklab(SURFACE);
    hex([0, 1, 2].map(|i| colour[i] * share + white[i] * (1.0 - share)))
}

/// Of `#rrggbb`.
fn oklab(hex: &str) -> [f64; 3] {
    let channel = |at: usize| {
        let value = hex.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or_default();
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let [r, g, b] = [channel(1), channel(3), channel(5)];
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
    ]
}

fn hex([light, a, b]: [f64; 3]) -> String {
    let l = (light + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (light - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (light - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    let linear = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ];
    linear.iter().fold("#".to_owned(), |mut hex, value| {
        let value = value.clamp(0.0, 1.0);
        let value = if value <= 0.003_130_8 { 12.92 * value } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
        let byte = (value * 255.0).round() as u8;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Hundredths of a band's colour in a cell and on a state, as the pages have them.
pub const CELL: u8 = 22;
const STATE: u8 = 38;

/// The custom properties that drawings name.
const PROPERTIES: [(&str, &str); 5] = [
    ("var(--chart-line)", ACCENT),
    ("var(--chart-grid)", LINE),
    ("var(--chart-target)", TEXT_2),
    ("var(--chart-label)", TEXT_2),
    ("var(--chart-value)", TEXT),
];

/// A drawing with its custom properties resolved.
#[must_use]
pub fn paint(drawing: &str) -> String {
    PROPERTIES.iter().fold(drawing.to_owned(), |drawing, (name, colour)| drawing.replace(name, colour))
}

/// What the classes of drawings look like: `style/charts.css` and `style/map.css` as far as paper has it.
static SHEET: LazyLock<String> = LazyLock::new(|| {
    let mut sheet = format!(
        ".pt {{ display: none }} \
         .chart {{ font-size: 12px }} \
         .chart > text, .chart > g > text {{ paint-order: stroke; stroke: {SURFACE}; stroke-width: 3px; stroke-linejoin: round }} \
         .chart polyline {{ stroke-linejoin: round; stroke-linecap: round }} \
         .band-bar {{ font-size: 13px; font-weight: 700 }} \
         .weave {{ opacity: 0.28 }} \
         pattern circle {{ fill: {SURFACE} }} \
         pattern path {{ stroke: {SURFACE}; stroke-width: 1 }} \
         .land {{ fill: {TRACK}; stroke: {SURFACE} }} \
         .state {{ stroke: {SURFACE} }} \
         .labels {{ font-size: 15px; font-weight: 700 }} \
         .labels text {{ fill: {TEXT} }} \
         .labels text, .labels path {{ paint-order: stroke; stroke: {SURFACE}; stroke-width: 3px; \
         stroke-linejoin: round; stroke-opacity: 0.75 }} \
         .dot path {{ stroke: {SURFACE}; stroke-width: 1.25 }} \
         .dot.pending path {{ fill: {SURFACE}; stroke: {LINE_STRONG}; stroke-width: 1.5 }} \
         .dot.unscored path {{ fill: {LINE_STRONG} }} \
         .many text {{ font-size: 11px; font-weight: 700; text-anchor: middle; fill: {TEXT} }} "
    );
    for each in Band::ALL {
        let (code, colour, on, state) = (each.code(), band(each), on_band(each), tint(each, STATE));
        let _ = write!(
            sheet,
            ".{code} .fill, .labels .{code} path, .dot.{code} path {{ fill: {colour} }} \
             .{code} .shape, .band-bar .{code} text, .many.{code} text {{ fill: {on} }} \
             .state.{code} {{ fill: {state} }} "
        );
    }
    sheet
});

/// See [`SHEET`].
#[must_use]
pub fn sheet() -> &'static str {
    &SHEET
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_the_light_themes() {
        let tokens = include_str!("../../../style/tokens.css");
        let light = &tokens[..tokens.find("@media").expect("other themes follow")];
        let mut expected = vec![
            ("--text", TEXT),
            ("--text-2", TEXT_2),
            ("--line", LINE),
            ("--line-strong", LINE_STRONG),
            ("--track", TRACK),
            ("--accent", ACCENT),
            ("--surface", SURFACE),
        ];
        let names = Band::ALL.map(|band| (format!("--band-{}", band.code()), format!("--on-band-{}", band.code())));
        for (each, (name, on)) in Band::ALL.into_iter().zip(&names) {
            expected.extend([(name.as_str(), band(each)), (on.as_str(), on_band(each))]);
        }
        for (name, colour) in expected {
            assert!(light.contains(&format!(" {name}: {colour};")), "{name} is not {colour}");
        }
        let charts = include_str!("../../../style/charts.css");
        for (name, colour) in PROPERTIES {
            let name = name.trim_start_matches("var(").trim_end_matches(')');
            let told = charts.split_once(&format!("{name}: var(")).expect("the style sheet has it").1;
            let told = &told[..told.find(')').expect("its end")];
            assert!(light.contains(&format!(" {told}: {colour};")), "{name}");
        }
        for (file, tinted) in
            [(include_str!("../../../style/history.css"), CELL), (include_str!("../../../style/map.css"), STATE)]
        {
            assert!(file.contains(&format!("color-mix(in oklab, var(--band) {tinted}%, var(--")), "{tinted}");
        }
    }

    #[test]
    fn tints_lie_between_the_colour_and_white() {
        assert_eq!(tint(Band::Excelente, 100), band(Band::Excelente));
        assert_eq!(tint(Band::Critico, 0), SURFACE);
        let light = |hex: &str| oklab(hex)[0];
        for each in Band::ALL {
            let tinted = tint(each, CELL);
            assert!(light(band(each)) < light(&tinted) && light(&tinted) < light(SURFACE), "{tinted}");
        }
    }

    #[test]
    fn no_property_is_left_in_a_drawing() {
        let drawn = paint("<path stroke=\"var(--chart-grid)\" fill=\"var(--chart-line)\"/>");
        assert!(!drawn.contains("var("), "{drawn}");
        assert!(!sheet().contains("var("));
    }
}
